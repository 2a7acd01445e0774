"""Rulesets in the tree are tests, in a repository without any Python."""

import pathlib

import pytest
import tomli

# Imported once, since what runs inside would else import them again.
import parrules.examples
import parrules.testing.properties  # noqa: F401  # as above
from project.blocks import blocks_of

pytest_plugins = ["pytester"]

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "test-in-your-repository.md"
MINIATURE = (ROOT / "tests" / "data" / "miniature.toml").read_text("utf-8")
# Whether the package was installed with its entry point or not.
PLUGIN = ("-p", "no:parrules", "-p", "parrules.testing.plugin")
FEW = "[pytest]\nparrules_examples = 3\n"


def names(result: pytest.RunResult) -> list[str]:
    """Return the ids of what was collected."""
    return [line for line in result.outlines if "::" in line]


def test_ruleset_is_checked_run_and_held_to_properties(
    pytester: pytest.Pytester,
) -> None:
    """Each example is a test of its own name."""
    pytester.makeini(FEW)
    path = pytester.mkdir("rulesets") / "2024.toml"
    path.write_text(MINIATURE, "utf-8")
    result = pytester.runpytest(*PLUGIN, "-q", "--collect-only")
    examples = [
        f"example[{each['name']}]"
        for each in tomli.loads(MINIATURE)["example"]
    ]
    properties = ["bounds", "sums", "directions", "order", "engines"]
    tests = ["check", *examples, *properties]

    assert [f"rulesets/2024.toml::{test}" for test in tests] == names(result)
    # No fact there has a direction.
    pytester.runpytest(*PLUGIN).assert_outcomes(
        passed=len(tests) - 1, skipped=1
    )


def test_failing_example_shows_expected_beside_got(
    pytester: pytest.Pytester,
) -> None:
    """In words of the ruleset, with no Python in it."""
    pytester.makeini(FEW)
    changed = MINIATURE.replace("penalty = 0.5", "penalty = 0.25")
    assert MINIATURE != changed
    pytester.makefile(".toml", ruleset=changed)
    result = pytester.runpytest(*PLUGIN)

    seen = result.parseoutcomes()
    result.assert_outcomes(failed=1, passed=seen["passed"], skipped=1)
    result.stdout.fnmatch_lines(
        [
            "example `*` comes out otherwise:",
            "           expected  got",
            "  penalty  0.25      0.50",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_broken_ruleset_fails_its_check_and_nothing_else(
    pytester: pytest.Pytester,
) -> None:
    """All its problems are shown, each with its place."""
    broken = MINIATURE.replace('"yes_no"', '"yes_now"', 1).replace(
        "maximum = 4,", "maximum = 5,", 1
    )
    pytester.makefile(".toml", ruleset=broken)
    result = pytester.runpytest(*PLUGIN)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ruleset.toml:*: error PAR410: *"])
    result.stdout.fnmatch_lines(["*ruleset.toml:*: error PAR201: *"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_file_that_is_no_toml_is_a_broken_ruleset(
    pytester: pytest.Pytester,
) -> None:
    """What looks like a ruleset is one, so that no mistake hides it."""
    pytester.makefile(".toml", ruleset=MINIATURE.replace("{", "", 1))
    result = pytester.runpytest(*PLUGIN)

    result.assert_outcomes(failed=1)


@pytest.mark.parametrize("heading", ["[rulset]", "[Ruleset]", "[rule-set]"])
def test_mistyped_heading_hides_no_ruleset(
    pytester: pytest.Pytester, heading: str
) -> None:
    """Its check fails, with the key that is unknown and the one meant."""
    changed = MINIATURE.replace("[ruleset]", heading, 1)
    assert MINIATURE != changed
    pytester.makefile(".toml", ruleset=changed)
    result = pytester.runpytest(*PLUGIN)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*ruleset.toml:*: error PAR104: unknown key*",
            "*did you mean `ruleset`*",
        ]
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "\ufeff"), ("language", '"language"'), ("[ruleset]", "['ruleset']")],
)
def test_no_spelling_hides_a_ruleset(
    pytester: pytest.Pytester, before: str, after: str
) -> None:
    """Neither the mark of an editor, nor quotes around a key."""
    changed = MINIATURE.replace(before, after, 1)
    assert MINIATURE != changed
    pytester.makefile(".toml", ruleset=changed)
    result = pytester.runpytest(*PLUGIN, "-k", "check")

    result.assert_outcomes(
        passed=1, deselected=result.parseoutcomes()["deselected"]
    )


@pytest.mark.parametrize("heading", ["[questionnaire]", "[index]"])
def test_questionnaires_and_indices_are_no_rulesets(
    pytester: pytest.Pytester, heading: str
) -> None:
    """Their language is a number, too, and they are left alone."""
    pytester.makefile(".toml", form=f"language = 1\n\n{heading}\n")
    result = pytester.runpytest(*PLUGIN)

    result.assert_outcomes()


def test_direction_is_held_where_a_fact_declares_one(
    pytester: pytest.Pytester,
) -> None:
    """A wrong one fails, with the units that show it."""
    pytester.makeini("[pytest]\nparrules_examples = 60\n")
    changed = MINIATURE.replace(
        'tasks_done       = { type = "count",',
        'tasks_done       = { type = "count", more = "worse",',
    )
    pytester.makefile(".toml", ruleset=changed)
    result = pytester.runpytest(*PLUGIN, "-k", "directions")

    result.assert_outcomes(
        failed=1, deselected=result.parseoutcomes()["deselected"]
    )
    result.stdout.fnmatch_lines(
        ["*more of `tasks_done` raises the total", "[[][[]example]]"]
    )


@pytest.mark.parametrize(
    ("ini", "collected"),
    [
        ("", ["a.toml", "old/b.toml"]),
        ("parrules_rulesets =\n", []),
        ("parrules_rulesets = old/*\n", ["old/b.toml"]),
        ("parrules_rulesets = a.toml\n", ["a.toml"]),
        ("parrules_rulesets =\n    *.toml\n    !old/*\n", ["a.toml"]),
    ],
)
def test_setting_chooses_the_files(
    pytester: pytest.Pytester, ini: str, collected: list[str]
) -> None:
    """By name, or by path from the root; the last pattern decides."""
    pytester.makeini(f"[pytest]\n{ini}")
    (pytester.path / "a.toml").write_text(MINIATURE, "utf-8")
    (pytester.mkdir("old") / "b.toml").write_text(MINIATURE, "utf-8")
    result = pytester.runpytest(*PLUGIN, "-q", "--collect-only")

    assert collected == sorted({n.partition("::")[0] for n in names(result)})


@pytest.mark.parametrize(
    "text",
    [
        "[project]\nname = 'x'\n",
        "language = 'vi'\n",
        "[tool.x]\nlanguage = 1\n",
        "[ruleset]\nid = 'x'\n",
        "# language = 1\n# [ruleset]\n",
        "[tool.x]\nlanguage_of = 1\nrulesets = 2\n",
    ],
)
def test_other_toml_files_are_left_alone(
    pytester: pytest.Pytester, text: str
) -> None:
    """Nor is anything of the library imported for them."""
    (pytester.path / "pyproject.toml").write_text(text, "utf-8")
    pytester.makefile(".toml", other=text)
    result = pytester.runpytest(*PLUGIN)

    result.assert_outcomes()


def test_repository_without_rulesets_imports_nothing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No engine, no Hypothesis: pytest starts as fast as it did."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    pytester.makepyfile(
        """
        import sys

        def test_nothing():
            names = set(sys.modules)
            assert not names & {"hypothesis", "durable_rules_engine", "attrs"}
            assert "parrules.testing.plugin" in names
            assert "parrules.model" not in names
        """
    )
    result = pytester.runpytest_subprocess(
        *PLUGIN, "-p", "no:hypothesispytest", "-p", "no:cov"
    )

    result.assert_outcomes(passed=1)


def test_guide_shows_what_pytest_shows(pytester: pytest.Pytester) -> None:
    """The ruleset of the page has these tests, and they fail in this way."""
    blocks = blocks_of(PAGE)
    (ruleset,) = (block for block in blocks if block.title)
    passed, example, broken = (b for b in blocks if b.language == "text")
    path = pytester.path / ruleset.title
    path.write_text(ruleset.text, "utf-8")
    # Which tests there are does not depend on how many units they draw.
    few = ("-o", "parrules_examples=5")
    first = pytester.runpytest(*PLUGIN, *few, "-v")
    changed = ruleset.text.replace("total = 6.5", "total = 7").replace(
        'more = "better"', 'more = "worse"'
    )
    path.write_text(changed, "utf-8")
    failing = ("-k", "example or directions")
    second = str(pytester.runpytest(*PLUGIN, *failing).stdout)

    assert passed.text.splitlines() == [
        line.partition(" " * 3)[0].rstrip() for line in names(first)
    ]
    assert example.text in second
    assert broken.text in second


def test_package_declares_the_plugin() -> None:
    """Whoever installs the package has it, with nothing to set up."""
    project = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert {"parrules": "parrules.testing.plugin"} == project["project"][
        "entry-points"
    ]["pytest11"]


@pytest.mark.parametrize(
    "data", [b"", b" \n", MINIATURE.encode("utf-16"), b"\xff\xfe\x00"]
)
def test_a_file_that_says_nothing_does_not_pass_in_silence(
    pytester: pytest.Pytester, data: bytes
) -> None:
    """It may have been a ruleset, before an editor saved it otherwise."""
    for name in ("ward.toml", "pyproject.toml", ".tool.toml"):
        (pytester.path / name).write_bytes(data)
    (pytester.path / "pyproject.toml").write_bytes(b"")
    result = pytester.runpytest(*PLUGIN, "-q")

    result.assert_outcomes(failed=1)


def test_what_has_no_direction_is_skipped_with_the_reason(
    pytester: pytest.Pytester,
) -> None:
    """A test that cannot fail shows nothing."""
    pytester.makeini(FEW)
    (pytester.path / "a.toml").write_text(MINIATURE, "utf-8")
    result = pytester.runpytest(*PLUGIN, "-q", "-rs", "-k", "directions")

    result.stdout.fnmatch_lines(["*no fact declares `more`*"])


@pytest.mark.parametrize("found", ["abc", "0", "-5", "1.5", ""])
def test_a_number_of_units_that_is_none_is_one_usage_error(
    pytester: pytest.Pytester, found: str
) -> None:
    """It names the setting, whatever is collected."""
    result = pytester.runpytest(*PLUGIN, "-o", f"parrules_examples={found}")

    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines([f"*`parrules_examples` is `{found}`*"])


def test_a_language_that_is_none_is_a_usage_error(
    pytester: pytest.Pytester,
) -> None:
    """There are two."""
    result = pytester.runpytest(*PLUGIN, "-o", "parrules_lang=fr")

    assert pytest.ExitCode.USAGE_ERROR == result.ret
    result.stderr.fnmatch_lines(["*`parrules_lang` is `fr`*"])


@pytest.mark.parametrize("by", ["variable", "setting"])
def test_what_is_wrong_is_told_in_the_language_of_the_team(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """By the variable of the command line, or by a setting."""
    (pytester.path / "a.toml").write_bytes(b"language = 1\n")
    options = []
    if by == "variable":
        monkeypatch.setenv("PARRULES_LANG", "vi")
    else:
        options = ["-o", "parrules_lang=vi"]
    result = pytester.runpytest(*PLUGIN, *options)

    result.stdout.fnmatch_lines(["*cách sửa:*"])
