"""Rulesets that come with the library are found by id, edition or day."""

import pathlib

import pytest

from parrules.errors import RulesetError
from parrules.loading import bundled as room
from parrules.loading import read_ruleset
from parrules.loading.bundled import bundled, resolve
from parrules.model import Title

HEAD = """\
# A comment.
language = 1

[ruleset]  # the heading
id       = "vn/a"
edition  = "{edition}"
from     = {year}-01-01
to       = {year}-12-31

[total]
id = "not this"
"""


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder with two editions of one id and one of another."""
    for year in (2021, 2022):
        text = HEAD.format(edition=f"e{year}", year=year)
        (tmp_path / f"{year}.toml").write_text(text)
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    windows = '[ruleset]\r\nid = "vn/b"\r\nedition = "1"\r\n'.encode(
        "utf-8-sig"
    )
    (inner / "b.toml").write_bytes(windows)
    (tmp_path / "none.toml").write_text("[total]\nid = 'x'\n")
    (tmp_path / "half.toml").write_text('[ruleset]\nid = "vn/c"\n')
    (tmp_path / "folder.toml").mkdir()

    return tmp_path


def test_rulesets_are_listed_by_id_and_edition(folder: pathlib.Path) -> None:
    """Without parsing; what is no ruleset is left out."""
    assert ["vn/a@e2021", "vn/a@e2022", "vn/b@1"] == [
        each.name for each in bundled(folder)
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("vn/b", "deep/er/b.toml"),
        ("vn/b@1", "deep/er/b.toml"),
        ("vn/b@1999-01-01", "deep/er/b.toml"),
        ("vn/a@e2022", "2022.toml"),
        ("vn/a@2021-01-01", "2021.toml"),
        ("vn/a@2021-12-31", "2021.toml"),
        ("vn/a@2022-06-01", "2022.toml"),
    ],
)
def test_name_means_one_file(
    folder: pathlib.Path, name: str, file: str
) -> None:
    """By edition, by a day in force, or bare where there is one."""
    assert folder / file == resolve(name, folder)


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [
        ("vn/a", "PAR119", None),
        ("vn/a@2023-01-01", "PAR118", ""),
        ("vn/a@2021-13-01", "PAR118", ""),
        ("vn/a@e2023", "PAR118", "vn/a@e2022"),
        ("nothing", "PAR118", ""),
        ("vn/bb", "PAR118", "vn/b"),
        ("a\0b", "PAR118", ""),
        ("", "PAR118", ""),
        ("a" * 5000, "PAR118", ""),
    ],
)
def test_name_of_none_or_several_is_refused(
    folder: pathlib.Path, name: str, code: str, near: str | None
) -> None:
    """With what was probably meant."""
    with pytest.raises(RulesetError) as caught:
        resolve(name, folder)
    (problem,) = caught.value.problems

    assert code == problem.code
    assert near == problem.arguments.get("near")


def test_a_day_on_which_no_edition_is_in_force_names_all(
    folder: pathlib.Path,
) -> None:
    """Which of them is meant is never guessed."""
    with pytest.raises(RulesetError) as caught:
        resolve("vn/a@2023-01-01", folder)
    (problem,) = caught.value.problems

    assert (
        "error PAR118: there is no ruleset `vn/a@2023-01-01`\n"
        "  why: a ruleset is a path to a TOML file, or the id of a bundled "
        "one: `id`, `id@edition` or `id@date`\n"
        "  fix: no edition is in force on that day; where you know that one "
        "fits all the same, name it: `vn/a@e2021, vn/a@e2022`"
    ) == problem.text("en")
    assert (
        "cách sửa: không bản nào có hiệu lực vào ngày đó; nếu biết chắc vẫn "
        "có bản phù hợp, hãy ghi rõ tên: `vn/a@e2021, vn/a@e2022`"
    ) in problem.text("vi")


def test_path_means_itself(folder: pathlib.Path) -> None:
    """Whether it exists is found out when it is read."""
    file = folder / "plain"
    file.touch()

    assert pathlib.Path("no/such.toml") == resolve("no/such.toml")
    assert file == resolve(str(file))
    assert file == resolve(file)


def test_rulesets_of_the_library_are_found_and_sound() -> None:
    """What is listed is what the files say."""
    for each in bundled():
        scheme = read_ruleset(each.path).scheme

        assert scheme is not None
        assert (each.id, each.edition, each.starts, each.ends) == (
            scheme.id,
            scheme.edition,
            scheme.starts,
            scheme.ends,
        )
        assert (each.status, each.title) == (scheme.status, scheme.title)
    assert bundled()


@pytest.mark.parametrize(
    ("lines", "title", "status"),
    [
        ('title = "Một"\nstatus = "template"', Title("Một"), "template"),
        ('title = { en = "One" }', Title(en="One"), ""),
        (
            'title.vi = "Một"\ntitle.en = "One"\nstatus = "mine"',
            Title("Một", "One"),
            "",
        ),
        ("title = 'Một'", Title("Một"), ""),
        ("title = 3", Title(), ""),
        ('title = { vi = 1, fr = "Un" }', Title(), ""),
        ('title = { vi = "Mộ', Title(), ""),
        ("", Title(), ""),
    ],
)
def test_title_and_status_are_seen_at_a_glance(
    tmp_path: pathlib.Path, lines: str, title: Title, status: str
) -> None:
    """In whatever form; what cannot be read is left out."""
    (tmp_path / "a.toml").write_text(
        f'[ruleset]\nid = "a"\nedition = "1"\n{lines}\n', "utf-8"
    )
    (found,) = bundled(tmp_path)

    assert (title, status) == (found.title, found.status)


def test_installation_without_rulesets_has_none(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is searched for elsewhere."""
    monkeypatch.setattr(room, "FOLDERS", (tmp_path / "none",))

    assert () == bundled()


def test_file_that_cannot_be_opened_is_left_out(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list is no place for exceptions."""

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)

    assert () == bundled(folder)


@pytest.mark.parametrize("name", ["", "nothing", "deep/nothing"])
def test_path_of_no_file_is_a_path(folder: pathlib.Path, name: str) -> None:
    """A folder, and what would stand in one, is no name of a ruleset."""
    (folder / "deep").mkdir(exist_ok=True)
    path = str(folder / name)

    assert pathlib.Path(path) == resolve(path, folder)
