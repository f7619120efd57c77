"""Answering, editing, and what the buttons under a question and an answer do."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import people_visible_to
from sociable.responses.follows.verbs import What, follow
from sociable.rooms.questions.models import Withdrawal
from sociable.rooms.questions.routing import (
    endorse,
    excuse,
    pass_on,
    person_called,
    route,
    take_back_endorsement,
    take_up,
)
from sociable.rooms.questions.settling import accept, need, need_no_more, take_back_acceptance
from sociable.rooms.questions.unanswered import keep_pace
from sociable.rooms.questions.writing import (
    ANSWER,
    QUESTION,
    answer,
    bring_back,
    edit,
    is_mine,
    tags_of,
    take_away,
    text_of,
)
from sociable.surfaces.web.microblog.writing import way_back
from sociable.surfaces.web.questions.ask import as_question, number_in, topics_in
from sociable.surfaces.web.questions.page import said_of
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told
from sociable.surfaces.web.writing.forms import editor_for, saved
from sociable.things.models import Thing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, id_: int) -> HttpResponse:
    """A page to answer a question; a POST says it. What was typed is kept when it is refused."""
    me, reader = person_of(request), reader_of(request)
    question = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_, kind=QUESTION)
    where = f"question:answer:{question.pk}"
    form = editor_for(request, where=where, titled=False)
    assert me is not None
    if request.method == "POST" and form.is_valid():
        try:
            given = answer(question=question, text=form.cleaned_data["text"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            saved(request, where)
            told(request, _("Your answer is there."), action=address(given), fields={"do": "withdraw"})
            return redirect(f"{reverse('question', args=[question.pk])}#answer-{given.pk}")
    context = {"asks": said_of([question], reader)[0], "form": form, "where": where}
    return render(request, "questions/answer.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, id_: int) -> HttpResponse:
    """One's own question or answer, to be said better."""
    me, one = person_of(request), own(request, id_)
    is_question, where = one.kind == QUESTION, f"question:edit:{one.pk}"
    form = editor_for(request, where=where, title=one.title, text=text_of(one), titled=is_question)
    if is_question:
        form.initial["topics"] = ", ".join(tags_of(one))
        form = as_question(form)
    assert me is not None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        tags = topics_in(said.get("topics", ""))
        try:
            edit(thing=one, title=said.get("title", ""), text=said["text"], by=me, at=now(), tags=tags)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            saved(request, where)
            told(request, _("Kept, as you wrote it now."))
            return redirect(home_of(one))
    return render(request, "questions/edit.html", {"form": form, "where": where, "one": one, "home": home_of(one)})


def own(request: HttpRequest, id_: int) -> Thing:
    reader = reader_of(request)
    one = get_object_or_404(Thing.objects.visible_to(reader), pk=id_, kind__in=(QUESTION, ANSWER))
    if not is_mine(one, reader):
        raise Http404
    return one


def home_of(one: Thing) -> str:
    if one.kind == QUESTION or not one.reply_to_id:
        return reverse("question", args=[one.pk])
    return f"{reverse('question', args=[one.reply_to_id])}#answer-{one.pk}"


def address(one: Thing) -> str:
    return reverse("question-deeds", args=[one.pk])


@login_required
@require_POST
def deeds(request: HttpRequest, id_: int) -> HttpResponse:
    """Does what a button says, and leads back to the question."""
    me, reader, word = person_of(request), reader_of(request), request.POST.get("do", "")
    one = get_object_or_404(Thing.objects.filter(public_id__in=reader.publics, kind__in=(QUESTION, ANSWER)), pk=id_)
    assert me is not None
    if one.withdrawn_at and not Withdrawal.objects.filter(thing=one).exists():
        raise Http404
    try:
        if word in DEEDS:
            deed, name, words, contrary = DEEDS[word]
            deed(**{name: one}, by=me, at=now())
            keep_pace()
            if word == "need":
                follow(what=What(thing=one), by=me, at=now())
            told(request, str(words), action=address(one), fields={"do": contrary})
        elif word in WITH_SOMEBODY:
            with_somebody(request, one, me, word)
        else:
            raise Refused(_("Nothing was changed: that button is not known here."))
    except Refused as reason:
        messages.error(request, str(reason))
    gone = word == "withdraw" and one.kind == QUESTION
    return redirect(reverse("questions") if gone else way_back(request, home_of(one)))


def with_somebody(request: HttpRequest, one: Thing, me: Person, word: str) -> None:
    """Asks, passes on to, or names whoever the form says: by id, or by the name that was typed."""
    whom = somebody(request, me)
    names = {"name": whom.root}
    if word == "route":
        route(question=one, person=whom, by=me, at=now())
        told(request, _("%(name)s is asked.") % names)
    elif word == "pass":
        pass_on(question=one, to=whom, by=me, at=now())
        told(request, _("Passed on to %(name)s.") % names)
    elif word == "endorse":
        endorse(question=one, person=whom, by=me, at=now())
        back = {"do": "unendorse", "person": whom.root_id}
        told(request, _("You said that %(name)s would know.") % names, action=address(one), fields=back)
    else:
        take_back_endorsement(question=one, person=whom, by=me, at=now())
        told(request, _("You took that back."))


def somebody(request: HttpRequest, me: Person) -> Person:
    """Whoever is meant: by the name that was typed, or else as chosen among those who were offered."""
    typed, number = request.POST.get("name", "").strip(), number_in(request.POST.get("person", ""))
    chosen = people_visible_to(reader_of(request)).filter(pk=number).first() if number and not typed else None
    return chosen or person_called(typed, me)


WITH_SOMEBODY = frozenset({"endorse", "pass", "route", "unendorse"})
DEEDS: Mapping[str, tuple[Callable[..., object], str, object, str]] = {
    "accept": (accept, "answer", gettext_lazy("Settled: this answer stands first."), "unaccept"),
    "unaccept": (take_back_acceptance, "answer", gettext_lazy("It is open again."), "accept"),
    "need": (need, "question", gettext_lazy("You need it, too: you are told of answers."), "unneed"),
    "unneed": (need_no_more, "question", gettext_lazy("You took that back."), "need"),
    "excuse": (excuse, "question", gettext_lazy("Who asked is told that you cannot answer this."), "take-up"),
    "take-up": (take_up, "question", gettext_lazy("You may be waited for again."), "excuse"),
    "withdraw": (take_away, "thing", gettext_lazy("Withdrawn. Nobody is shown it any more."), "put-back"),
    "put-back": (bring_back, "thing", gettext_lazy("It is back in its place."), "withdraw"),
}
"""What each button does, what the verb calls the thing, what is told, and the button that takes it back."""
