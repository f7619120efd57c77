"""Writing a post: one form that keeps what is written whatever happens, and the steps from a draft to its readers."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.blogs import drafting, pinning, publishing
from sociable.rooms.blogs.drafting import UNPUBLISHED, Words, WrittenMeanwhile
from sociable.rooms.blogs.models import Blog, Pin, Post, State
from sociable.rooms.blogs.publishing import words_of
from sociable.rooms.blogs.readers import last_stage, places_of, posts_at_desk, writes_in, written_by
from sociable.surfaces.web.blogs.commenting import open_to_comments
from sociable.surfaces.web.blogs.forms import PostForm, When, post_form
from sociable.surfaces.web.profile.views import colleague_named
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told
from sociable.surfaces.web.writing.forms import unsaved
from sociable.things.drafts import drop, kept


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, blog: str) -> HttpResponse:
    """A sheet of paper. It becomes a draft with the first saving."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    one = get_object_or_404(written_by(reader), slug=blog)
    where = f"blog:{one.pk}:new"
    if request.method != "POST":
        form = post_form(Words("", "", first_language(one)), 0, where, restored=kept(person=me, where=where))
        return render(request, "blogs/write.html", {"blog": one, "form": form})
    form = PostForm(request.POST, where=where)
    if not form.is_valid():
        return render(request, "blogs/write.html", {"blog": one, "form": form}, status=422)
    made = drafting.begin(blog=one, words=form.words(), by=me, at=now())
    drop(person=me, where=where)
    return go_on(request, made, me, said=request.POST.get("say", ""))


def first_language(blog: Blog) -> str:
    """The reader's, if the blog is written in it."""
    mine, written = get_language() or "en", blog.languages.split()
    return mine if mine in written or not written else written[0]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, id_: int) -> HttpResponse:
    """A post at the desk: its words, and what can be done with it now."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    one = get_object_or_404(posts_at_desk(reader), pk=id_)
    if request.method != "POST":
        words = words_of(one)
        restored = unsaved(me, where_of(one), words.title, words.text)
        return sheet(request, one, post_form(words, base_of(one), where_of(one), restored=restored))
    say = request.POST.get("say", "save")
    if say in STEPS:
        return step(request, one, me, say)
    form = PostForm(request.POST, where=where_of(one))
    if not form.is_valid():
        return sheet(request, one, form, status=422)
    try:
        keep(one, form, me)
    except WrittenMeanwhile as reason:
        return both(request, one, form, reason)
    except Refused as reason:
        form.add_error(None, str(reason))
        return sheet(request, one, form, status=422)
    return go_on(request, Post.objects.get(pk=one.pk), me, said=say)


def keep(one: Post, form: PostForm, me: Person) -> None:
    verb = drafting.save if one.state in UNPUBLISHED else publishing.revise
    verb(post=one, words=form.words(), base=form.cleaned_data["base"], by=me, at=now())
    drop(person=me, where=where_of(one))


def where_of(one: Post) -> str:
    return f"blog:post:{one.pk}"


def go_on(request: HttpRequest, one: Post, me: Person, *, said: str) -> HttpResponse:
    """After the words are kept: before the readers if so asked, or on at the desk."""
    if one.state == State.PUBLISHED:
        messages.success(request, _("The post says so from now on."))
        return redirect(path_of(request, one))
    if said != "publish":
        messages.success(request, _("Kept as a draft. Nobody but its writers sees it."))
        return redirect("write-post", id_=one.pk)
    try:
        done = publishing.publish(post=one, by=me, at=now())
        open_to_comments(done, now())
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("write-post", id_=one.pk)
    messages.success(request, _("Published."))
    return redirect(path_of(request, done))


def path_of(request: HttpRequest, one: Post) -> str:
    place = places_of([one.pk], reader_of(request)).get(one.pk)
    return reverse("post", args=place) if place else reverse("desk")


def both(request: HttpRequest, one: Post, form: PostForm, reason: WrittenMeanwhile) -> HttpResponse:
    """The writer's words stay in the form; what somebody else saved meanwhile stands beside them, whole."""
    one = Post.objects.select_related("blog").get(pk=one.pk)
    mine = post_form(form.words(), base_of(one), where_of(one))
    return sheet(request, one, mine, status=409, theirs=reason.theirs, complaint=str(reason))


def base_of(one: Post) -> int:
    first = one.copies.select_related("thing").order_by("pk").first()
    return first.thing.revision if first else one.revision


def sheet(request: HttpRequest, one: Post, form: PostForm, status: int = 200, **more: object) -> HttpResponse:
    reader, stage = reader_of(request), last_stage(one)
    me = person_of(request)
    asked = stage.colleague if stage and one.state == State.REVIEW else None
    writes = writes_in(reader, one.blog)
    mine = written_by(reader) if writes else Blog.objects.none()
    placed = set(one.placements.values_list("blog", flat=True))
    context = {
        "post": one,
        "blog": one.blog,
        "form": form,
        "stage": stage,
        "stages": one.stages.select_related("by", "colleague").order_by("pk"),
        "writes": writes,
        "is_asked": bool(asked and me and asked.root_id == me.root_id),
        "is_draft": one.state in UNPUBLISHED,
        "when": When(label_suffix=""),
        "others": [(other, other.pk in placed) for other in mine if other.pk != one.blog_id],
        "tongues": [pair for pair in settings.LANGUAGES if pair[0] != one.language],
        "is_pinned": Pin.objects.filter(post=one).exists(),
        "path": path_of(request, one) if one.state in (State.PUBLISHED, State.WITHDRAWN) else "",
        **more,
    }
    return render(request, "blogs/write.html", context, status=status)


def step(request: HttpRequest, one: Post, me: Person, say: str) -> HttpResponse:
    try:
        return STEPS[say](request, one, me, now())
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("write-post", id_=one.pk)


def hand_in(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    colleague = colleague_named(request.POST.get("colleague", "").strip(), reader_of(request))
    drafting.hand_in(post=one, to=colleague, by=me, at=at)
    messages.success(request, _("%(name)s finds it on their desk.") % {"name": colleague})
    return redirect("write-post", id_=one.pk)


def review(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    approves = request.POST.get("verdict") == "yes"
    drafting.review(post=one, approves=approves, words=request.POST.get("words", ""), by=me, at=at)
    messages.success(request, _("Thank you: its writers see what you said."))
    return redirect("desk")


def schedule(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    form = When(request.POST)
    if not form.is_valid():
        raise Refused(_("Give a day and a time."))
    publishing.schedule(post=one, due=form.moment(), by=me, at=at)
    fields = {"say": "unschedule"}
    told(request, _("It will be published by itself."), action=reverse("write-post", args=[one.pk]), fields=fields)
    return redirect("write-post", id_=one.pk)


def unschedule(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    publishing.unschedule(post=one, by=me, at=at)
    messages.success(request, _("It is a draft again."))
    return redirect("write-post", id_=one.pk)


def place(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    chosen = Blog.objects.filter(slug__in=request.POST.getlist("blog"))
    drafting.place(post=one, blogs=list(chosen), by=me, at=at)
    messages.success(request, _("Kept."))
    return redirect("write-post", id_=one.pk)


def translate(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    """A draft of the same post in another language; it begins with the words to be translated."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose a language."))
    words = words_of(one)
    draft = Words(words.title, words.text, language, words.tags)
    made = drafting.begin(blog=one.blog, words=draft, by=me, at=at, original=one)
    messages.success(request, _("A draft in the other language: it begins with the words to be translated."))
    return redirect("write-post", id_=made.pk)


def withdraw(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    publishing.withdraw(post=one, reason=request.POST.get("reason", ""), by=me, at=at)
    fields = {"say": "put-back"}
    told(request, _("Withdrawn, for the reason you gave."), action=reverse("write-post", args=[one.pk]), fields=fields)
    return redirect("write-post", id_=one.pk)


def pin(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    pinning.pin(post=one, by=me, at=at)
    fields = {"say": "unpin"}
    told(request, _("It stays above the newer ones."), action=reverse("write-post", args=[one.pk]), fields=fields)
    return redirect("write-post", id_=one.pk)


def unpin(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    pinning.unpin(post=one, by=me, at=at)
    messages.success(request, _("It takes its place among the others again."))
    return redirect("write-post", id_=one.pk)


def put_back(request: HttpRequest, one: Post, me: Person, at: datetime) -> HttpResponse:
    publishing.put_back(post=one, by=me, at=at)
    messages.success(request, _("It stands where it stood."))
    return redirect(path_of(request, one))


Step = Callable[[HttpRequest, Post, Person, datetime], HttpResponse]
STEPS: Mapping[str, Step] = {
    "hand-in": hand_in,
    "pin": pin,
    "place": place,
    "put-back": put_back,
    "review": review,
    "schedule": schedule,
    "translate": translate,
    "unpin": unpin,
    "unschedule": unschedule,
    "withdraw": withdraw,
}
