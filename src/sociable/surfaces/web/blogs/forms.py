"""The forms at the desk."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sociable.publics.models import Public
from sociable.publics.readers import Reader, may_publish_in, publics_of
from sociable.rooms.blogs.drafting import Words
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.verbs import Masthead
from sociable.surfaces.web.writing.forms import EditorForm
from sociable.things.models import Unsaved


class PostForm(EditorForm):
    """What a post says: what all rooms' editor asks for, its language and its tags."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    tags = forms.CharField(label=_("Tags"), help_text=_("With commas between them."), max_length=500, required=False)
    summary = forms.CharField(
        label=_("In a few words"),
        help_text=_("What lists show of it. Without, they show how it begins."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    field_order = ("title", "text", "summary", "language", "tags", "base")

    def __init__(self, data: Any = None, *, where: str = "", initial: Any = None) -> None:
        super().__init__(data, where=where, initial=initial)
        for name in ("title", "text"):  # a draft may lack them; what is published may not
            self.fields[name].required = False

    def words(self) -> Words:
        said = self.cleaned_data
        text, summary = (said[name].replace("\r\n", "\n") for name in ("text", "summary"))
        return Words(said["title"], text, said["language"], said["tags"], summary)


def post_form(words: Words, base: int, where: str, *, restored: Unsaved | None = None) -> PostForm:
    """The form filled with these words; with what its writer had not saved of them, if there is any."""
    said = {"title": restored.title, "text": restored.text, "base": restored.base} if restored else {}
    told = {**asdict(words), "base": base}
    form = PostForm(where=where, initial={**told, **said})
    form.restored = restored
    return form


class When(forms.Form):
    """When a post is to be published, on the writer's clock."""

    due = forms.DateTimeField(
        label=_("Publish on"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}),
    )

    def moment(self) -> datetime:
        found: datetime = self.cleaned_data["due"]
        return found


class MastheadForm(forms.Form):
    """How a blog presents itself, and how it is led."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(label=_("What it is about"), max_length=500, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Written in"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    comments = forms.ChoiceField(label=_("Who may comment"), choices=Blog.Comments.choices)
    reviewed_first = forms.BooleanField(label=_("A colleague reviews each post before it is published"), required=False)

    def masthead(self) -> Masthead:
        said = {name: one for name, one in self.cleaned_data.items() if name != "public"}
        return Masthead(**{**said, "languages": " ".join(said["languages"])})


class NewBlog(MastheadForm):
    """A blog to be opened, and whom it is for; that never changes: another public is another blog."""

    public = forms.ModelChoiceField(label=_("For"), queryset=Public.objects.none(), empty_label=None)
    field_order = ("name", "public")


def new_blog(reader: Reader, sent: Any = None) -> NewBlog:
    form = NewBlog(sent, initial={"comments": Blog.Comments.INSIDE}, label_suffix="")
    mine = [one.pk for one in publics_of(reader) if may_publish_in(reader, one)]
    form.fields["public"].queryset = Public.objects.filter(pk__in=mine).order_by("pk")  # type: ignore[attr-defined]
    return form


def masthead_form(blog: Blog, sent: Any = None) -> MastheadForm:
    told = {name: getattr(blog, name) for name in ("name", "about", "comments", "reviewed_first")}
    return MastheadForm(sent, initial={**told, "languages": blog.languages.split()}, label_suffix="")
