"""Two people change one text: whatever they do, no line is lost."""

from hypothesis import given, settings
from hypothesis import strategies as some

from sociable.rooms.wiki.merge import merge

BASE = "# Tides\n\nThey come twice a day. They go twice a day.\n\nThe moon does it.\n"


def test_what_only_one_side_changed_is_taken_from_it() -> None:
    mine, theirs = BASE.replace("Tides", "The tides"), BASE + "So does the sun.\n"
    assert merge(BASE, mine, theirs).text == mine + "So does the sun.\n"
    assert merge(BASE, BASE, theirs).text == theirs
    assert merge(BASE, mine, mine).text == mine


def test_different_sentences_of_one_paragraph_are_joined() -> None:
    mine = BASE.replace("come twice", "come about twice")
    theirs = BASE.replace("go twice a day", "go as often")
    merged = merge(BASE, mine, theirs)
    assert "They come about twice a day. They go as often." in merged.text
    assert not merged.conflicts


def test_two_additions_at_one_place_both_stand() -> None:
    merged = merge(BASE, BASE + "So does the sun.\n", BASE + "And the wind.\n")
    assert not merged.conflicts
    assert merged.text.index("And the wind.") < merged.text.index("So does the sun.")


def test_the_same_words_changed_twice_are_a_conflict_that_holds_both() -> None:
    merged = merge(BASE, BASE.replace("The moon", "The sun"), BASE.replace("The moon", "Nobody"))
    [conflict] = merged.conflicts
    assert conflict.base == "The moon does it.\n"
    assert (conflict.mine, conflict.theirs) == ("The sun does it.\n", "Nobody does it.\n")
    assert "The sun does it." in merged.text
    assert "Nobody does it." in merged.text


def test_a_line_that_one_deletes_and_the_other_mends_is_not_lost() -> None:
    merged = merge(BASE, BASE.replace("The moon does it.\n", ""), BASE.replace("moon does", "full moon does"))
    assert merged.conflicts
    assert "The full moon does it." in merged.text


LINES = some.lists(some.sampled_from(["one", "two", "three", "a longer line of words", "", "# heading"]), max_size=12)


@some.composite
def edited(draw: some.DrawFn, base: list[str], mark: str) -> list[str]:
    """The lines with some taken out, some changed, some put in; what is new bears a mark of its own."""
    lines: list[str] = []
    for number, line in enumerate([*base, ""]):
        lines += [f"{mark} adds {number} {more}" for more in range(draw(some.sampled_from([0, 0, 1, 2])))]
        done = draw(some.sampled_from(["keep", "keep", "keep", "drop", "change"])) if number < len(base) else "drop"
        lines += {"keep": [line], "drop": [], "change": [f"{mark} makes of {number}: {line}"]}[done]
    return lines


@some.composite
def stories(draw: some.DrawFn) -> tuple[list[str], list[str], list[str]]:
    base = draw(LINES)
    return base, draw(edited(base, "Ada")), draw(edited(base, "Bruno"))


@settings(max_examples=100, deadline=None)
@given(stories())
def test_however_two_people_edit_no_line_of_either_is_lost(story: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, theirs = story
    merged = merge(*("\n".join(lines) for lines in story))
    words = merged.text.split()
    for side in (mine, theirs):
        for line in set(side) - set(base):
            if line.split(" adds ")[0] in ("Ada", "Bruno"):
                assert line in merged.text, (line, merged)
            assert set(line.split()) <= set(words), "no word of a changed line is lost either"
    for line in set(mine) & set(theirs):
        if base.count(line) == 1:
            assert line in merged.text, "what both kept is kept"


@settings(max_examples=50, deadline=None)
@given(stories())
def test_with_somebody_who_changed_nothing_the_other_text_stands(story: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, _theirs = ("\n".join(lines) for lines in story)
    assert merge(base, mine, base).text.rstrip("\n") == mine.rstrip("\n")
    assert merge(base, base, mine).text.rstrip("\n") == mine.rstrip("\n")
    assert merge(base, mine, mine).text.rstrip("\n") == mine.rstrip("\n")
