"""A history comes in: Ada writes, Bruno reviews, Chioma merges, and a stranger's repository runs nothing here."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from sociable.carriers.connectors.git import connector
from sociable.carriers.connectors.git.credits import take_apart
from sociable.carriers.connectors.git.log import pieces
from sociable.carriers.connectors.git.touched import names_in
from sociable.carriers.importing import Count, source_for, take_in
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord, Record, Reject
from sociable.people.models import Identity, Person
from sociable.publics.models import ORGANISATION
from sociable.things.models import Contribution, Thing, Version

ADA = "Ada Lovelace <ada@office.example>"
BRUNO = "Bruno Côté <bruno@office.example>"
CHIOMA = "Chioma Adeyemi <chioma@office.example>"
MONDAY = 1_772_442_000


class History:
    """A small repository, and a clock that goes on by a minute with each commit."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.at = folder, MONDAY
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, feed: bytes = b"", **surroundings: str) -> str:
        calm = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
        person = {f"GIT_{one}_{what}": "x" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=calm | person | surroundings, input=feed, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(errors="replace").strip()

    def commit(
        self,
        message: str | bytes,
        files: dict[str, str | bytes] | None = None,
        *,
        by: str = ADA,
        committer: str | None = None,
        at: str | None = None,
        options: tuple[str, ...] = (),
    ) -> str:
        for path, text in (files or {}).items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "--all")
        self.git(
            *("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--file=-"),
            *options,
            feed=message if isinstance(message, bytes) else message.encode(),
            **self.people(by, committer or by, at),
        )
        return self.git("rev-parse", "HEAD")

    def people(self, author: str, committer: str, at: str | None = None) -> dict[str, str]:
        self.at += 60
        parts = {}
        for role, one in (("AUTHOR", author), ("COMMITTER", committer)):
            name, _, address = one.partition(" <")
            parts |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": address.rstrip(">")}
            parts |= {f"GIT_{role}_DATE": at or f"@{self.at} +0000"}
        return parts

    def merge(self, *branches: str, by: str = CHIOMA, message: str = "Merge them") -> str:
        self.git("merge", "--quiet", "--no-ff", "-m", message, *branches, **self.people(by, by))
        return self.git("rev-parse", "HEAD")

    def forge(self, text: bytes, branch: str = "forged") -> str:
        """A commit as no git would write it."""
        sha = self.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", feed=text)
        (self.folder / f".git/refs/heads/{branch}").write_text(f"{sha}\n")
        return sha

    @property
    def empty_tree(self) -> str:
        return self.git("hash-object", "-t", "tree", "-w", "--stdin")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "pump")


def records_of(history: History, cursor: dict[str, object] | None = None) -> list[Record]:
    reading = connector.read(history.folder, "pump", cursor or {})
    records = list(reading.records)
    assert all(isinstance(one, Record) for one in records), records
    assert reading.total == len(records)
    return [one for one in records if isinstance(one, Record)]


def last(history: History) -> Record:
    return records_of(history)[-1]


def people_of(record: Record) -> list[tuple[str, str]]:
    return [(person.name or person.value, role) for person, role in record.people]


def import_it(history: History, again: Path | None = None) -> tuple[Count, Path | None]:
    source = source_for("git", "pump", history.folder, None, otherwise=ORGANISATION)
    return take_in(source, connector, again=again, progress=lambda _: None, total=lambda _: None)


def counts(count: Count) -> tuple[int, int, int, int]:
    return count.read, count.new, count.changed, count.unchanged


# What a commit becomes


def test_a_commit_is_read_with_its_words_its_files_and_its_names(history: History) -> None:
    sha = history.commit(
        "Keep the core from freezing\n\nBelow -10 °C the damper\nopens too late.\n",
        {"src/frost.py": "def open_damper(angle):\n    return Damper(angle).turnSlowly()\n", "docs/à lire.md": "Hello"},
    )
    (record,) = records_of(history)
    assert (record.key, record.kind, record.title) == (sha, "commit", "Keep the core from freezing")
    assert record.at == datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    assert record.text == (
        "Below -10 °C the damper\nopens too late.\n\n"
        "Files\n  docs/à lire.md\n  src/frost.py\n\n"
        "Names\n  open_damper Damper turnSlowly"
    )
    assert people_of(record) == [("Ada Lovelace", "author")]


def test_the_function_a_change_is_in_is_named(history: History) -> None:
    body = "\n".join(f"    step({number})" for number in range(30))
    history.commit("Write", {"frost.py": f"def defrost_cycle():\n{body}\n"})
    history.commit("Change", {"frost.py": f"def defrost_cycle():\n{body}\n    done()\n"})
    assert "defrost_cycle" in last(history).text


def test_oldest_first_and_parents_before_children(history: History) -> None:
    history.commit("One", at="@2000000000 +0000")
    history.commit("Two", at="@1000000000 +0000")
    assert [one.title for one in records_of(history)] == ["One", "Two"]


def test_a_renamed_file_says_where_it_came_from(history: History) -> None:
    history.commit("Write", {"old.txt": "line\n" * 20})
    (history.folder / "old.txt").rename(history.folder / "new.txt")
    history.commit("Rename")
    assert last(history).text == "Files\n  old.txt → new.txt"


def test_any_path_stands_on_one_line(history: History) -> None:
    names = ['quo"te', "line\nfeed", "tab\there", " blank ", "é", ":colon"]
    history.commit("Odd", {f"{name}.txt": "x\n" for name in names})
    (history.folder / os.fsdecode(b"latin\xe9.txt")).write_text("x\n")
    history.commit("Odder")
    odd, odder = records_of(history)
    assert "  line\\nfeed.txt\n" in odd.text
    assert '  quo"te.txt' in odd.text
    assert odd.text.count("\n") == len(names)
    assert odder.text == "Files\n  latin\N{REPLACEMENT CHARACTER}.txt"


def test_binary_generated_and_minified_lines_name_nothing(history: History) -> None:
    history.commit(
        "Add",
        {
            "fan.bin": b"\0binary_name()",
            "package-lock.json": "locked_name()\n",
            "page.js": "mini_name();" * 100 + "\nwritten_name();\n",
        },
    )
    text = last(history).text
    assert "written_name" in text
    assert not any(name in text for name in ("binary_name", "locked_name", "mini_name"))


def test_a_huge_change_is_bounded(history: History) -> None:
    files: dict[str, str | bytes] = {f"part_{number}.txt": "x\n" for number in range(250)}
    files["big.py"] = "".join(f"name_{number}()\n" for number in range(60_000))
    history.commit("Everything", files)
    text = last(history).text
    assert "… 51 more" in text
    assert len(text) < 10_000


def test_a_submodule_is_a_path(history: History) -> None:
    sha = history.commit("One")
    history.git("update-index", "--add", "--cacheinfo", f"160000,{sha},parts/motor")
    history.git("commit", "--quiet", "-m", "Pin the motor", **history.people(ADA, ADA))
    assert "parts/motor" in last(history).text


def test_a_commit_that_names_another_cites_it(history: History) -> None:
    first = history.commit("Try it")
    history.commit(f'Revert "Try it"\n\nThis reverts commit {first}.')
    assert last(history).cites == [first]


# People and roles


def test_who_committed_for_another_is_named_and_nobody_twice(history: History) -> None:
    history.commit("One", by=ADA, committer=BRUNO)
    history.commit("Two", by=ADA, committer="Ada Lovelace <ada@home.example>")
    one, two = records_of(history)
    assert people_of(one) == [("Ada Lovelace", "author"), ("Bruno Côté", "committer")]
    assert people_of(two) == [("Ada Lovelace", "author")]


def test_the_button_of_a_forge_is_no_committer(history: History) -> None:
    history.commit("One", by=ADA, committer="Forge <noreply@forge.example>")
    assert people_of(last(history)) == [("Ada Lovelace", "author")]


def test_trailers_give_roles_whatever_their_case(history: History) -> None:
    history.commit(
        "Slow the fan\n\nIt howled.\n\n"
        f"co-authored-by: {BRUNO}\nReviewed-By: {CHIOMA}\nAcked-by: Dia <d@office.example>\n"
        "Tested-by: Eve <e@x.example>\nSuggested-by: Fay <f@x.example>\nHelped-by: Gil <g@x.example>\n"
        "Reported-and-tested-by: Hal <h@x.example>\n"
        f"Signed-off-by: {ADA}\nSigned-off-by: Ivo\n <i@x.example>\nChange-Id: I123\nFixes: #12\n"
    )
    record = last(history)
    assert people_of(record) == [
        ("Ada Lovelace", "author"),
        ("Bruno Côté", "co-author"),
        ("Chioma Adeyemi", "reviewer"),
        ("Dia", "reviewer"),
        ("Eve", "tester"),
        ("Fay", "helper"),
        ("Gil", "helper"),
        ("Hal", "reporter"),
        ("Hal", "tester"),
        ("Ivo", "signer"),
    ]
    assert record.text == "It howled.\n\nFixes: #12"


def test_a_trailer_may_have_only_a_name_or_only_an_address(history: History) -> None:
    history.commit("One\n\nReviewed-by: Chioma (by phone)\nCo-authored-by: bruno@office.example\n")
    handles = [(person.kind, person.realm, person.value) for person, _role in last(history).people]
    assert handles[1:] == [("handle", "git/pump", "Chioma"), ("mail", "", "bruno@office.example")]


@pytest.mark.parametrize(
    ("trailer", "people"),
    [
        ("Reviewed-by: A <a@x.example>, B <b@x.example>", [("A", "a@x.example"), ("B", "b@x.example")]),
        ("Reviewed-by: https://forge.example/review/1", []),
        ("Reviewed-by: -", []),
        ("Reviewed-by:", []),
        ("Rewritten-by: A <a@x.example>", []),
        ("Reviewed-by: A <a@x.example> # the pump only", [("A", "a@x.example")]),
        ("    Reviewed-by: A <a@x.example>", []),
    ],
)
def test_who_a_trailer_names(trailer: str, people: list[tuple[str, str]]) -> None:
    assert [contact for contact, _role in take_apart(f"Subject\n\nBody.\n\n{trailer}\n").credits] == people


def test_in_the_middle_of_a_message_only_an_address_makes_a_credit() -> None:
    message = take_apart("Subject\n\nReviewed-by: lines are read now.\nTested-by: A <a@x.example>\n\nThe end.\n")
    assert message.credits == [(("A", "a@x.example"), "tester")]
    assert message.body == "Reviewed-by: lines are read now.\n\nThe end."


def test_nobody_wrote_a_merge(history: History) -> None:
    history.commit("One", {"a": "1\n"})
    for branch in ("fan", "core"):
        history.git("checkout", "--quiet", "-b", branch, "main")
        history.commit(branch, {branch: "1\n"}, by=BRUNO)
    history.git("checkout", "--quiet", "main")
    history.merge("fan", message=f"Merge fan\n\nReviewed-by: {BRUNO}")
    history.commit("Between", {"b": "1\n"})
    history.git("checkout", "--quiet", "-b", "pump", "main~1")
    history.commit("Pump", {"pump": "1\n"}, by=BRUNO)
    history.git("checkout", "--quiet", "main")
    history.merge("core", "pump")
    merges = [one for one in records_of(history) if one.kind == "merge"]
    assert [people_of(one) for one in merges] == [
        [("Chioma Adeyemi", "merger"), ("Bruno Côté", "reviewer")],
        [("Chioma Adeyemi", "merger")],
    ]


def test_the_mailmap_says_who_is_who(history: History, db: None) -> None:
    history.commit("One", by="ada <ADA@old.example>")
    history.commit("Two\n\nReviewed-by: bruno <bruno@old.example>", by="root <ada@laptop.(none)>")
    history.commit(
        "Say who is who",
        {
            ".mailmap": f"{ADA} <ada@old.example>\n{ADA} <ada@laptop.(none)>\n{BRUNO} <bruno@old.example>\n"
            "Chioma Adeyemi <chioma@office.example>\n"
        },
        by="chioma <chioma@office.example>",
    )
    assert counts(import_it(history)[0]) == (3, 3, 0, 0)
    names = set(Person.objects.values_list("name", flat=True))
    assert names == {"Ada Lovelace", "Bruno Côté", "Chioma Adeyemi"}
    ada = Identity.objects.filter(person__name="Ada Lovelace").values_list("value", flat=True)
    assert set(ada) == {"ada@office.example", "ada@old.example", "ada@laptop.(none)"}
    assert Identity.objects.get(value="bruno@old.example").person.name == "Bruno Côté"


def test_an_address_that_several_shared_is_nobodys_alias(history: History) -> None:
    history.commit("One", by="Ada <team@office.example>")
    history.commit("Two", by="Bruno <team@office.example>")
    history.commit(
        "Map", {".mailmap": f"{ADA} Ada <team@office.example>\n{BRUNO} Bruno <team@office.example>\n"}, by=CHIOMA
    )
    assert [people_of(one)[0][0] for one in records_of(history)] == ["Ada Lovelace", "Bruno Côté", "Chioma Adeyemi"]
    assert list(connector.read(history.folder, "pump", {}).people) == []


def test_the_mailmap_is_found_where_head_names_no_branch(history: History) -> None:
    history.commit("One", {".mailmap": f"{ADA} <ada@old.example>\n"}, by="a <ada@old.example>")
    (history.folder / ".mailmap").unlink()
    (history.folder / ".git/HEAD").write_text("ref: refs/heads/unborn\n")
    assert people_of(last(history)) == [("Ada Lovelace", "author")]


def test_a_later_mailmap_leaves_what_is_in_as_it_is(history: History, db: None) -> None:
    history.commit("One", by="ada <ada@old.example>")
    import_it(history)
    history.commit("Map", {".mailmap": f"{ADA} <ada@old.example>\n"}, by=CHIOMA)
    assert counts(import_it(history)[0]) == (1, 1, 0, 0)
    Source.objects.update(cursor={})
    assert counts(import_it(history)[0]) == (2, 0, 1, 1)
    assert Contribution.objects.count() == 2


def test_an_address_at_which_nobody_reads_is_not_asked(history: History, db: None) -> None:
    history.commit("One\n\nCo-Authored-By: Helper <noreply@assistant.example>")
    import_it(history)
    assert not Person.objects.locatable().filter(name="Helper").exists()
    assert Person.objects.locatable().filter(name="Ada Lovelace").exists()


@pytest.mark.parametrize("address", ["", "root@localhost", "not an address"])
def test_a_nonsense_address_leaves_the_name(history: History, address: str) -> None:
    history.commit("One", by=f"Ada <{address}>")
    ((person, role),) = last(history).people
    assert (person.kind, person.realm, person.value, role) == ("handle", "git/pump", "Ada", "author")


# Weird messages, weird commits


def test_messages_of_any_kind(history: History) -> None:
    history.commit(b"caf\xe9\n\nlatin \xff bytes", options=())
    history.commit("\r\nWindows\r\n\r\nLines\r\nend so.\r\n")
    history.commit("Bell \x07 and \x1b[31mred\n\n\x01\x02")
    history.commit("S" * 600)
    history.commit("Long\n\n" + "word " * 220_000)
    history.commit("")
    latin, windows, bell, wide, long, empty = records_of(history)
    assert "caf" in latin.title
    assert (windows.title, windows.text) == ("Windows", "Lines\nend so.")
    assert (bell.title, bell.text) == ("Bell and [31mred", "")
    assert wide.title == "S" * 600
    assert 90_000 < len(long.text) < 110_000
    assert empty.title == empty.key[:12]


def test_an_encoding_that_the_commit_names_is_honoured(history: History) -> None:
    history.git("config", "i18n.commitEncoding", "ISO-8859-1")
    history.commit("Café".encode("latin-1"))
    assert last(history).title == "Café"


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("4102444800", datetime(2100, 1, 1, tzinfo=UTC)),
        ("999999999999999", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
    ],
)
def test_dates_of_any_kind(history: History, at: str, moment: datetime) -> None:
    history.forge(
        f"tree {history.empty_tree}\nauthor Ada <a@x.example> {at} +0000\n"
        "committer Ada <a@x.example> 1000000000 +0000\n\nWhen?\n".encode()
    )
    assert last(history).at == moment


def test_a_commit_of_nobody_is_rejected_and_the_rest_goes_on(history: History, db: None) -> None:
    history.commit("One")
    bad = history.forge(f"tree {history.empty_tree}\n\nNobody\n".encode())
    count, rejects = import_it(history)
    assert (count.read, count.new, count.rejected) == (2, 1, 1)
    assert rejects is not None
    assert bad in rejects.read_text()
    again, _file = import_it(history, again=rejects)
    assert (again.read, again.rejected) == (1, 1)
    assert counts(import_it(history)[0]) == (0, 0, 0, 0)


def test_rejects_are_read_again_by_their_sha(history: History) -> None:
    first, second = history.commit("One"), history.commit("Two")
    reading = connector.again(
        history.folder, "pump", iter([{"sha": second}, {"sha": first}, {"sha": "--all"}, "f" * 40, None])
    )
    found = list(reading.records)
    assert {one.title for one in found if isinstance(one, Record)} == {"One", "Two"}
    assert [one.reason for one in found if isinstance(one, Reject)] == ["there is no such commit here"] * 3


# Again, and only what is new


def test_a_second_import_reads_only_what_is_new(history: History, db: None) -> None:
    history.commit("One")
    assert counts(import_it(history)[0]) == (1, 1, 0, 0)
    assert counts(import_it(history)[0]) == (0, 0, 0, 0)
    history.commit("Two", by=BRUNO)
    history.git("checkout", "--quiet", "-b", "side")
    history.commit("Three")
    assert counts(import_it(history)[0]) == (2, 2, 0, 0)
    assert Thing.objects.count() == 3


def test_a_run_that_was_killed_is_recognised(history: History, db: None) -> None:
    for number in range(4):
        history.commit(str(number))
    import_it(history)
    Source.objects.update(cursor={})
    assert counts(import_it(history)[0]) == (4, 0, 0, 4)
    assert Version.objects.count() == 4


def test_a_branch_pushed_by_force_brings_its_new_commits(history: History, db: None) -> None:
    history.commit("One")
    history.commit("Two")
    import_it(history)
    history.git("reset", "--quiet", "--hard", "HEAD~1")
    history.commit("Two, again")
    history.git("reflog", "expire", "--expire=now", "--all")
    history.git("gc", "--quiet", "--prune=now")
    # The old tip is gone: all is read again, and what is in is recognised.
    assert counts(import_it(history)[0]) == (2, 1, 0, 1)


def test_a_deleted_branch_leaves_its_commits_in(history: History, db: None) -> None:
    history.commit("One")
    history.git("checkout", "--quiet", "-b", "side")
    history.commit("Two")
    history.git("checkout", "--quiet", "main")
    import_it(history)
    history.git("branch", "-D", "side")
    assert counts(import_it(history)[0]) == (0, 0, 0, 0)
    assert Thing.objects.count() == 2


def test_stashes_and_notes_are_not_read(history: History) -> None:
    history.commit("One", {"a": "1\n"})
    history.git("notes", "add", "-m", "A note")
    (history.folder / "a").write_text("2\n")
    history.git("stash", "--quiet")
    assert [one.title for one in records_of(history)] == ["One"]


def test_whoever_stops_listening_stops_git(history: History) -> None:
    for number in range(20):
        history.commit(str(number))
    records: Iterator[Record | Reject] = connector.read(history.folder, "pump", {}).records
    assert len(list(islice(records, 3))) == 3
    del records


# Which folders


def test_work_trees_bare_repositories_and_worktrees_are_repositories(history: History, tmp_path: Path) -> None:
    history.commit("One")
    history.git("clone", "--quiet", "--bare", ".", str(tmp_path / "store.git"))
    history.git("worktree", "add", "--quiet", str(tmp_path / "beside"))
    for folder in ("pump", "store.git", "beside", "pump/.git"):
        (record,) = connector.read(tmp_path / folder, "pump", {}).records
        assert isinstance(record, Record)
        assert record.title == "One"
    names = [connector.name_of(str(tmp_path / folder)) for folder in ("pump", "store.git", "beside", "pump/.git")]
    assert names == ["pump", "store", "beside", "pump"]


def test_another_folder_is_refused_even_inside_a_repository(history: History, tmp_path: Path) -> None:
    history.commit("One", {"sub/file.txt": "x"})
    for folder in (tmp_path, history.folder / "sub", history.folder / "sub/file.txt"):
        with pytest.raises(BadRecord, match="is not a git repository"):
            connector.read(folder, "x", {})


def test_an_empty_repository_has_nothing_to_read(history: History, db: None) -> None:
    assert counts(import_it(history)[0]) == (0, 0, 0, 0)
    history.commit("One")
    assert counts(import_it(history)[0]) == (1, 1, 0, 0)


def test_a_shallow_clone_credits_nobody_with_what_lies_beyond(history: History, tmp_path: Path, db: None) -> None:
    history.commit("Everything", {"all.py": "old_name()\n"}, by=BRUNO)
    history.commit("A little", {"little.py": "new_name()\n"})
    clone = History(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--depth=1", history.folder.as_uri(), "main:copy")
    assert counts(import_it(clone)[0]) == (1, 1, 0, 0)
    assert Version.objects.get().text == ""
    clone.git("fetch", "--quiet", "--unshallow", history.folder.as_uri(), "main:copy")
    assert counts(import_it(clone)[0]) == (2, 1, 1, 0)


def test_missing_objects_are_said_and_nothing_is_fetched(history: History, tmp_path: Path) -> None:
    history.commit("One", {"a.py": "first_name()\n"})
    history.commit("Two", {"a.py": "second_name()\n"})
    history.git("config", "uploadpack.allowFilter", "true")
    clone = History(tmp_path / "clone")
    clone.git("clone", "--quiet", "--bare", "--filter=blob:none", history.folder.as_uri(), "partial.git")
    trap, sprung = lay_trap(tmp_path)
    for key, value in (("remote.origin.url", "ssh://far.example/pump"), ("core.sshCommand", str(trap))):
        clone.git("-C", "partial.git", "config", key, value)
    with pytest.raises(BadRecord, match="partial clone"):
        list(connector.read(clone.folder / "partial.git", "x", {}).records)
    assert not sprung.exists()


def lay_trap(folder: Path) -> tuple[Path, Path]:
    """A program that must not run, and the file that is there once it did."""
    trap, sprung = folder / "trap", folder / "sprung"
    trap.write_text(f'#!/bin/sh\necho "$0 $@" >> "{sprung}"\ncat "$1" 2>/dev/null\n')
    trap.chmod(0o755)
    return trap, sprung


def test_a_repository_cannot_make_us_run_a_program(history: History, tmp_path: Path) -> None:
    trap, sprung = lay_trap(tmp_path)
    history.commit("One", {"a.txt": "1\n", ".gitattributes": "*.txt diff=trap filter=trap\n"})
    history.commit("Two", {"a.txt": "2\n"})
    hooks = history.folder / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (hooks / hook).symlink_to(trap)
    keys = "core.pager pager.log diff.external diff.trap.command diff.trap.textconv core.fsmonitor gpg.program"
    more = "filter.trap.clean filter.trap.smudge core.sshCommand core.editor core.askPass alias.log trailer.x.command"
    for key in f"{keys} {more}".split():
        history.git("config", key, str(trap))
    for key in ("log.showSignature", "core.preloadIndex"):
        history.git("config", key, "true")
    sprung.unlink(missing_ok=True)
    assert [one.title for one in records_of(history)] == ["One", "Two"]
    assert not sprung.exists()
    history.git("log", "--patch")
    assert sprung.exists(), "the trap itself does not work"


def test_what_the_repository_prefers_to_show_changes_nothing(history: History) -> None:
    history.commit("One", {"a.py": "one_name()\n"})
    history.commit("Two", {"a.py": "two_name()\n"})
    before = [one.digest() for one in records_of(history)]
    for setting in (
        "log.showRoot=false log.diffMerges=first-parent log.decorate=full log.date=raw log.mailmap=false "
        "diff.noprefix=true diff.mnemonicPrefix=true diff.context=9 diff.interHunkContext=9 diff.algorithm=histogram "
        "diff.renames=copies diff.relative=true diff.submodule=log color.ui=always core.quotePath=true "
        "format.pretty=oneline notes.displayRef=refs/notes/* i18n.logOutputEncoding=ISO-8859-1"
    ).split():
        history.git("config", *setting.split("=", 1))
    assert [one.digest() for one in records_of(history)] == before


def test_our_own_surroundings_do_not_lead_elsewhere(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.commit("One")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert [one.title for one in records_of(history)] == ["One"]


def test_without_git_the_reason_is_said(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BadRecord, match="git is not installed"):
        connector.read(history.folder, "x", {})


# The stream


@pytest.mark.parametrize("block", [1, 3, 7, 1000])
def test_marks_are_found_wherever_the_blocks_end(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociable.carriers.connectors.git.log.BLOCK", block)
    assert list(pieces(BytesIO(b"noise<M>one<M><M>three"), b"<M>")) == [b"one", b"", b"three"]
    long = list(pieces(BytesIO(b"<M>" + b"x" * 5000 + b"<M>after"), b"<M>", longest=10))
    assert long[0].startswith(b"x" * 10)
    assert long[1] == b"after"


def test_only_what_looks_like_code_is_a_name() -> None:
    patch = (
        b"@@ -1 +1 @@ class HeatPump:\n--- a/skipped_path.py\n+++ b/skipped_path.py\n"
        b"+def Defrost(self): return self.core.temperature if (x) else readSensor()\n"
        b"-The plain words of a sentence. Not names, e.g. HTML or Paris.\n"
        b"+class Fan:\n context_line()\n"
    )
    assert names_in(patch) == ["HeatPump", "Defrost", "core.temperature", "readSensor", "Fan"]
