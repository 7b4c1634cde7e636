"""The documentation says nothing that the program does not do."""

import doctest
import re
from pathlib import Path

import pytest

from stemma.background.lexicon_files import names_from

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["docs/tour.md"])
def test_the_pages_with_examples_run(page: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 15
    assert failed == 0


def test_the_lines_of_python_in_the_readme_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
    assert len(code.strip().splitlines()) <= 12
    exec(compile(code, "README.md", "exec"), {})


def test_the_files_of_names_and_outlets_in_the_documentation_can_be_used() -> None:
    text, houses = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "names.md").read_text("utf-8"), flags=re.DOTALL)
    names = names_from([("channel.toml", text.encode())], [("houses.toml", houses.encode())])
    assert len(names.outlets) == 5 and len(names.lexicons) == 2
    assert names.own("Ostrel Canal Board's") == names.own("OSK") == "Ostrel Waterways Board"
    assert names.own_place("Marrowgate") == "Veldish government"
    assert len(names.entries) == 5


def test_links_inside_the_documentation_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
