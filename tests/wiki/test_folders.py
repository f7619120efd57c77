"""A folder of Markdown comes in as pages and goes out again, and nothing of it is lost on the way."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sociable.publics.readers import INSIDER
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import named_in, pages_for, text_of
from sociable.surfaces.cli.main import sociable
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)

FILES = {
    "handbook.md": "# The handbook\n\nBegin with [the tides](handbook/tides.md), then [[spring-tides]].\n",
    "handbook/tides.md": '---\ntitle: "Tides: what they are"\nweight: 3\n---\nThey come.\n',
    "handbook/deep/spring-tides.md": "They are [higher](../../handbook.md#why).\n\n```\n[[spring-tides]] stays\n```\n",
    "été/index.md": "# L’été\n\nChaud.\n",
    "été/plage.md": "# La plage\n\nSable.\n",
    "picture.png": "not a page",
    ".hidden.md": "# Hidden\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "in" / "latin.md").write_bytes("# Été".encode("latin-1"))
    (tmp_path / "in" / "away.md").symlink_to("/etc/hostname")
    return tmp_path


def run(*words: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(sociable, ["wiki", *map(str, words)])
    assert result.exit_code == exit_code, result.output
    return result.output


def test_a_folder_comes_in_with_its_titles_its_tree_and_its_links(office: Office, folder: Path) -> None:
    said = run("import", "handbook", folder / "in", "--as", "ada@office.example")
    assert "picture.png: not Markdown" in said
    assert "latin.md: not UTF-8" in said
    assert "away.md: a link to elsewhere" in said
    tree = {str(page): str(page.parent or "") for page in Page.objects.select_related("parent")}
    assert tree == {
        "The handbook": "",
        "Tides: what they are": "The handbook",
        "spring-tides": "The handbook",
        "L’été": "",
        "La plage": "L’été",
    }
    handbook = Page.objects.get(key="the handbook")
    assert [one.page is not None for one in named_in(text_of(handbook), handbook.space).values()] == [True, True]
    assert "weight: 3" in text_of(Page.objects.get(key="tides: what they are")), "nothing is lost"


def test_out_and_back_is_the_same(office: Office, folder: Path) -> None:
    run("import", "handbook", folder / "in", "--as", office.ada.pk)
    run("export", "handbook", folder / "out")
    assert (folder / "out" / "l-ete" / "la-plage.md").read_text(encoding="utf-8") == "# La plage\n\nSable.\n"
    run("import", "again", folder / "out", "--as", office.ada.pk)
    first, second = (pages_for(INSIDER).filter(space=one).order_by("key") for one in Space.objects.order_by("pk"))
    assert [(str(one), text_of(one), str(one.parent)) for one in first] == [
        (str(one), text_of(one), str(one.parent)) for one in second
    ]
    assert "is not empty" in run("export", "handbook", folder / "out", exit_code=2)


def test_what_is_there_already_is_replaced_only_when_asked(office: Office, folder: Path) -> None:
    words = ("import", "handbook", folder / "in", "--as", office.ada.pk)
    run(*words)
    assert "unchanged          5" in run(*words)
    (folder / "in" / "été" / "plage.md").write_text("# La plage\n\nGalets.\n", encoding="utf-8")
    assert "--over replaces it" in run(*words)
    assert text_of(Page.objects.get(key="la plage")) == "Sable."
    run(*words, "--over")
    assert text_of(Page.objects.get(key="la plage")) == "Galets."


def test_a_circles_space_is_not_written_for_who_is_outside_it(office: Office, folder: Path) -> None:
    run("import", "handbook", folder / "in", "--as", office.ada.pk)
    assert "there is no space" in run("export", "nowhere", folder / "out", exit_code=2)
    run("import", "secret", folder / "in", "--as", office.ada.pk, "--public", "partners")
    assert "there is no public" in run(
        "import", "third", folder / "in", "--as", office.ada.pk, "--public", "atlantis", exit_code=2
    )
