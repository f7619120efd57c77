"""Who is told what: once, with a reason, and never of what they may not see."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sociable.kit.clock import now
from sociable.knowledge.notices.fill import NoticesProjection
from sociable.knowledge.notices.models import Told
from sociable.knowledge.notices.read import Notice, notices_for, waiting
from sociable.knowledge.notices.reasons import Reason
from sociable.ledger.acts import settled
from sociable.ledger.projections import catch_up, rebuild
from sociable.people.attention.quiet import NEVER, Quiet
from sociable.people.attention.verbs import keep_quiet, look, tell
from sociable.people.models import Account, Person
from sociable.people.verbs import Profile as Said
from sociable.people.verbs import Refused, ask_for_help, come_back, go_away, introduce, merge, take_back_request
from sociable.publics.circles import accept, found_circle, invite, leave_circle
from sociable.publics.hours import set_house_hours
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.responses.comments.verbs import admit, comment, let_outsiders_in, take_away
from sociable.responses.follows.verbs import What, follow, mute, unfollow, unmute
from sociable.responses.thanks.verbs import take_back_thanks, thank
from sociable.rooms.blogs.drafting import Words, begin, hand_in, review
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.microblog.verbs import boost, edit, post, reply, take_back_boost
from sociable.things.verbs import erase
from tests.conftest import MONDAY, Office

NOTICES = NoticesProjection()
MIDNIGHT = datetime.fromisoformat("2025-01-01")


def told(office: Office, person: Person) -> list[Notice]:
    catch_up(NOTICES)
    return notices_for(office.reader(person), office.at)


def reasons(office: Office, person: Person) -> list[Reason]:
    return [one.reason for one in told(office, person)]


def office_at_work(office: Office) -> None:
    """A morning with something of everything."""
    everyone = Public.objects.get(pk=EVERYONE)
    plan = office.write("The plan", by=office.ada, public=EVERYONE)
    first = comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    again = comment(on=first, text="In June.", by=office.chioma, at=office.later())
    comment(on=again, text="Good.", by=office.ada, at=office.later())
    let_outsiders_in(thing=plan, by=office.ada, at=office.later())
    held = comment(on=plan, text="And for us?", by=None, name="Zoé", at=office.later())
    comment(on=plan, text="My cream.", by=None, name="Spam", at=office.later())
    admit(comment=held, by=office.ada, at=office.later())
    thank(thing=plan, person=office.ada, by=office.bruno, at=office.later())
    thank(thing=plan, person=office.ada, by=office.chioma, at=office.later())
    take_back_thanks(thing=plan, person=office.ada, by=office.chioma, at=office.later())
    note = post(text="Heat @pumps", public=everyone, by=office.bruno, at=office.later(), named=[office.ada])
    boost(note=note, by=office.chioma, at=office.later())
    boost(note=note, by=office.ada, at=office.later())
    take_back_boost(note=note, by=office.ada, at=office.later())
    boost(note=note, by=office.ada, at=office.later())
    reply(to=note, text="Indeed.", by=office.ada, at=office.later(), named=[office.bruno])
    edit(note=note, text="Heat pumps.", by=office.bruno, at=office.later())
    asked = ask_for_help(person=office.bruno, by=office.ada, at=office.later())
    take_back_request(request=asked.pk, by=office.ada, at=office.later())
    ask_for_help(person=office.bruno, by=office.ada, at=office.later(hours=2))
    circle = found_circle(name="Tea", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    invite(circle=circle, person=office.chioma, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    for step in (follow, unfollow, follow):
        step(what=What(thing=plan), by=office.chioma, at=office.later())
        comment(on=again, text=f"{step}", by=office.bruno, at=office.later())
    mute(what=What(thing=plan), by=office.ada, at=office.later())
    unmute(what=What(thing=plan), by=office.ada, at=office.later())


def rows() -> list[tuple[object, ...]]:
    return sorted(Told.objects.values_list(*(one.attname for one in Told._meta.concrete_fields)))


def test_the_same_is_told_in_windows_of_any_size_and_after_a_rebuild(office: Office) -> None:
    office_at_work(office)
    catch_up(NOTICES)
    all_at_once = rows()
    assert len(all_at_once) > 15
    for size in (1, 7):
        NOTICES.clear()
        assert rows() == []
        catch_up(NOTICES, size=size)
        assert rows() == all_at_once
    rebuild(NOTICES, size=3)
    assert rows() == all_at_once


def test_each_is_told_what_concerns_them_and_why(office: Office) -> None:
    office_at_work(office)
    # The note does not name Ada any more.
    assert set(reasons(office, office.ada)) == {Reason.REPLY, Reason.HELD, Reason.THANKS}
    assert set(reasons(office, office.bruno)) == {
        Reason.REPLY,
        Reason.MENTION,
        Reason.BOOST,
        Reason.HELP,
        Reason.CIRCLE,
    }
    assert set(reasons(office, office.chioma)) == {Reason.REPLY, Reason.CIRCLE}


def test_what_was_said_in_one_thread_is_one_notice_with_its_people(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    first = comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    last = comment(on=first, text="In June.", by=office.chioma, at=office.later())
    (one,) = told(office, office.ada)
    assert (one.reason, one.about, one.thing, one.number) == (Reason.REPLY, plan.pk, last.pk, 2)
    assert one.actors == (office.chioma.pk, office.bruno.pk)


def test_one_deed_is_told_once_whatever_the_reasons(office: Office) -> None:
    everyone = Public.objects.get(pk=ORGANISATION)
    note = post(text="Heat pumps", public=everyone, by=office.ada, at=office.later())
    reply(to=note, text="Ada, indeed.", by=office.bruno, at=office.later(), named=[office.ada])
    (one,) = told(office, office.ada)
    assert one.reason == Reason.MENTION
    for _again in range(3):
        boost(note=note, by=office.bruno, at=office.later())
        look(person=office.ada, place=settled(), at=office.at)
        take_back_boost(note=note, by=office.bruno, at=office.later())
    boost(note=note, by=office.bruno, at=office.later())
    again = [one for one in told(office, office.ada) if one.reason == Reason.BOOST]
    assert [one.is_new for one in again] == [False], "back and forth is told at its first time only"


def test_nobody_is_told_of_their_own_deeds_not_even_under_another_name(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    comment(on=plan, text="In May.", by=office.ada, at=office.later())
    assert told(office, office.ada) == []
    comment(on=plan, text="In June.", by=office.bruno, at=office.later())
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    assert told(office, office.ada) == []


def test_whoever_left_the_circle_is_told_nothing_of_it_any_more(office: Office) -> None:
    circle = found_circle(name="Tea", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    note = post(text="Earl Grey", public=circle, by=office.bruno, at=office.later())
    reply(to=note, text="With milk.", by=office.ada, at=office.later())
    assert Reason.REPLY in reasons(office, office.bruno)
    leave_circle(circle=circle, by=office.bruno, at=office.later())
    assert reasons(office, office.bruno) == []
    assert not waiting(office.reader(office.bruno), office.at).some


def test_what_is_withdrawn_is_told_no_more(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    said = comment(on=plan, text="Nonsense.", by=office.bruno, at=office.later())
    assert reasons(office, office.ada) == [Reason.REPLY]
    take_away(comment=said, by=office.bruno, at=office.later())
    assert told(office, office.ada) == []


def test_what_waits_to_be_let_in_is_told_to_its_host_until_they_decide(office: Office) -> None:
    plan = office.write("The plan", by=office.ada, public=EVERYONE)
    chat = comment(on=plan, text="Well.", by=office.bruno, at=office.later())
    let_outsiders_in(thing=plan, by=office.ada, at=office.later())
    held = comment(on=chat, text="And for us?", by=None, name="Zoé", at=office.later())
    assert reasons(office, office.ada) == [Reason.HELD, Reason.REPLY]
    assert told(office, office.bruno) == [], "others learn of it once it is let in"
    admit(comment=held, by=office.ada, at=office.later())
    assert reasons(office, office.ada) == [Reason.REPLY]
    (one,) = told(office, office.bruno)
    assert (one.reason, one.actors) == (Reason.REPLY, ())


def test_who_follows_a_thread_is_told_from_then_on_until_they_follow_it_no_more(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    said = comment(on=plan, text="Before.", by=office.bruno, at=office.later())
    follow(what=What(thing=plan), by=office.chioma, at=office.later())
    assert told(office, office.chioma) == []
    comment(on=said, text="Meanwhile.", by=office.bruno, at=office.later())
    assert reasons(office, office.chioma) == [Reason.FOLLOWED]
    unfollow(what=What(thing=plan), by=office.chioma, at=office.later())
    comment(on=said, text="After.", by=office.bruno, at=office.later())
    assert [one.number for one in told(office, office.chioma)] == [1]


def test_a_thread_that_is_muted_is_silent_but_for_who_names_one(office: Office) -> None:
    note = post(text="Heat", public=Public.objects.get(pk=ORGANISATION), by=office.ada, at=office.later())
    mute(what=What(thing=note), by=office.ada, at=office.later())
    first = reply(to=note, text="Cold.", by=office.bruno, at=office.later())
    reply(to=first, text="Lukewarm.", by=office.chioma, at=office.later())
    assert told(office, office.ada) == []
    assert not waiting(office.reader(office.ada), office.at).some
    reply(to=first, text="Ada?", by=office.chioma, at=office.later(), named=[office.ada])
    assert reasons(office, office.ada) == [Reason.MENTION]
    unmute(what=What(thing=note), by=office.ada, at=office.later())
    assert set(reasons(office, office.ada)) == {Reason.MENTION, Reason.REPLY}


def test_what_a_reviewer_says_is_told_to_who_asked_each_time(office: Office) -> None:
    office.at = now()
    organisation = Public.objects.get(pk=ORGANISATION)
    blog = open_blog(
        public=organisation, masthead=Masthead("Among us", languages="en"), by=office.ada, at=office.later()
    )
    draft = begin(blog=blog, words=Words("Ducts", "They whistle."), by=office.ada, at=office.later())
    for approves, reason in ((False, Reason.SENT_BACK), (True, Reason.APPROVED)):
        hand_in(post=draft, to=office.bruno, by=office.ada, at=office.later())
        review(post=draft, approves=approves, words="Well.", by=office.bruno, at=office.later())
        assert told(office, office.ada)[0].reason == reason
    client = Client()
    client.force_login(Account.objects.get(person=office.ada))
    page = client.get("/notices/").content.decode()
    assert f"/desk/{draft.pk}/" in page
    assert "Bruno Côté approves your post" in page
    assert "Ducts" in page


def test_an_invitation_says_to_what(office: Office) -> None:
    office.at = now()
    circle = found_circle(name="Summer party", by=office.bruno, at=office.at)
    invite(circle=circle, person=office.ada, by=office.bruno, at=office.at)
    catch_up(NOTICES)
    client = Client()
    client.force_login(Account.objects.get(person=office.ada))
    said = client.get("/notices/").content.decode()
    assert "Summer party" in said
    assert '<a href="/circles/">Bruno Côté invites you to a circle</a>' in said
    assert "Summer party" in client.get("/circles/").content.decode()


def test_the_stranger_is_told_nothing(office: Office) -> None:
    office_at_work(office)
    catch_up(NOTICES)
    from sociable.publics.readers import STRANGER

    assert notices_for(STRANGER, office.at) == []
    assert not waiting(STRANGER, office.at).some


def test_of_an_erased_person_nothing_is_left_to_tell(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    comment(on=plan, text="My secret.", by=office.bruno, at=office.later())
    assert told(office, office.ada)
    erase(person=office.bruno, by=office.chioma, at=office.later())
    rebuild(NOTICES)
    assert told(office, office.ada) == []


def test_looking_puts_the_mark_out_and_news_light_it_again(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    assert told(office, office.ada)[0].is_new
    assert waiting(office.reader(office.ada), office.at).some
    look(person=office.ada, place=settled(), at=office.later())
    assert not waiting(office.reader(office.ada), office.at).some
    assert [one.is_new for one in told(office, office.ada)] == [False]
    comment(on=plan, text="In June?", by=office.bruno, at=office.later())
    assert [one.is_new for one in told(office, office.ada)] == [True, False]


def test_a_kind_that_is_unwanted_is_not_told(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    thank(thing=plan, person=office.ada, by=office.bruno, at=office.later())
    tell(person=office.ada, reason=Reason.THANKS, wanted=False, at=office.later())
    assert told(office, office.ada) == []
    assert not waiting(office.reader(office.ada), office.at).some
    tell(person=office.ada, reason=Reason.THANKS, wanted=True, at=office.later())
    assert reasons(office, office.ada) == [Reason.THANKS]


def test_who_is_away_is_told_together_when_they_come_back(office: Office) -> None:
    plan, noon = office.write("The plan", by=office.ada), MONDAY + timedelta(hours=3)
    go_away(person=office.ada, begins=office.later(), ends=noon)
    comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    thank(thing=plan, person=office.ada, by=office.bruno, at=office.later())
    catch_up(NOTICES)
    now = waiting(office.reader(office.ada), office.at)
    assert (now.some, now.held_until) == (False, noon)
    office.at = noon
    assert waiting(office.reader(office.ada), noon).some
    assert {one.held_until for one in told(office, office.ada)} == {noon}, "one digest"
    come_back(person=office.ada, at=noon)


def test_quiet_hours_are_ones_own_or_else_the_houses(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    with pytest.raises(Refused):
        set_house_hours(by=office.bruno, begins=time(8), ends=time(10), weekends=False, at=office.later())
    set_house_hours(by=office.chioma, begins=time(8), ends=time(10), weekends=False, at=office.later())
    comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    catch_up(NOTICES)
    assert waiting(office.reader(office.ada), office.at).held_until == MONDAY + timedelta(hours=1)
    introduce(person=office.ada, profile=Said(time_zone="Asia/Tokyo"), by=office.ada, at=office.later())
    assert waiting(office.reader(office.ada), office.at).some, "it is evening where she is"
    keep_quiet(person=office.ada, begins=time(17), ends=time(7), weekends=True, at=office.later())
    held = waiting(office.reader(office.ada), office.at).held_until
    assert held == datetime(2026, 3, 3, 7, tzinfo=ZoneInfo("Asia/Tokyo"))
    with pytest.raises(Refused):
        keep_quiet(person=office.ada, begins=time(17), ends=None, weekends=False, at=office.later())


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-03-06 17:59", None),
        ("2026-03-06 18:00", "2026-03-09 08:00"),
        ("2026-03-07 12:00", "2026-03-09 08:00"),
        ("2026-03-09 07:59", "2026-03-09 08:00"),
        ("2026-03-09 08:00", None),
        ("2026-03-10 23:00", "2026-03-11 08:00"),
    ],
)
def test_an_evening_before_a_weekend_is_one_quiet(moment: str, until: str | None) -> None:
    montreal = ZoneInfo("America/Montreal")
    quiet = Quiet(montreal, time(18), time(8), weekends=True)
    found = quiet.until(datetime.fromisoformat(moment).replace(tzinfo=montreal))
    assert found == (datetime.fromisoformat(until).replace(tzinfo=montreal) if until else None)


def test_an_absence_without_an_end_holds_until_one_is_back() -> None:
    quiet = Quiet(ZoneInfo("UTC"), away=[(MONDAY, None)])
    assert quiet.until(MONDAY) == NEVER
    assert quiet.until(MONDAY - timedelta(seconds=1)) is None


@given(
    begins=st.times(),
    ends=st.times(),
    weekends=st.booleans(),
    moment=st.datetimes(MIDNIGHT, MIDNIGHT + timedelta(days=1000)),
)
def test_where_quiet_ends_it_is_over(begins: time, ends: time, weekends: bool, moment: datetime) -> None:
    quiet = Quiet(ZoneInfo("America/Montreal"), begins, ends, weekends)
    end = quiet.until(moment.replace(tzinfo=ZoneInfo("UTC")))
    if begins != ends and end is not None:
        assert end > moment.replace(tzinfo=ZoneInfo("UTC"))
        assert quiet.until(end) is None


def test_the_mark_costs_a_page_the_same_however_much_there_is(
    office: Office, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    plan = office.write("The plan", by=office.ada)
    for number in range(30):
        comment(on=plan, text=f"Number {number}.", by=office.bruno, at=office.later())
    catch_up(NOTICES)
    reader = office.reader(office.ada)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        assert waiting(reader, office.at).some
    look(person=office.ada, place=settled(), at=office.later())
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        assert not waiting(reader, office.at).some
