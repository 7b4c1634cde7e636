from pathlib import Path

import pytest

from tools.check_house import allowed, breaches


def test_the_project_keeps_its_own_rules() -> None:
    assert list(breaches(Path(__file__).parents[2])) == []


@pytest.mark.parametrize(
    ("own", "other", "may"),
    [
        ("tracing.tree", "collating", False),
        ("tracing.tree", "tracing.kinship", True),
        ("tracing.tree", "text.words", True),
        ("tracing.tree", "pipeline", False),
        ("text.words", "values.times", False),
        ("values.times", "text.words", True),
        ("background.idf", "models.weights", True),
        ("models.parser", "background.idf", False),
        ("model.story", "text", False),
        ("codec", "model", True),
        ("codec", "reading", False),
        ("pipeline", "tracing", True),
        ("cli.examine", "pipeline", True),
        ("cli.serve", "web.server", True),
        ("web.pages", "archive", True),
        ("web.desk", "tracing", False),
        ("archive.sqlite", "codec", True),
        ("archive.sqlite", "pipeline", False),
        ("pipeline", "archive", False),
        ("dossier.render", "web", False),
    ],
)
def test_who_may_import_whom(own: str, other: str, may: bool) -> None:
    assert allowed(own, other) is may


@pytest.mark.parametrize(
    ("file", "source", "breach"),
    [
        ("weighing/__init__.py", "from stemma.tracing import trace\n__all__ = ['a']\n", "must not import tracing"),
        ("weighing/__init__.py", "import os\n", "needs an __all__"),
        ("model/x.py", "import numpy\n", "only the standard library"),
        ("text/x.py", "import msgspec\n", "for codec.py only"),
        ("text/x.py", "import torch\n", "not in the default install"),
        ("text/x.py", "import spacy\n", "is imported in"),
        ("web/x.py", "import uvicorn\n", "is imported in"),
        ("cli/x.py", "import starlette\n", "is imported in"),
        ("web/x.py", "import sqlite3\n", "is imported in"),
        ("text/x.py", "from .words import plain\n", "relative import"),
        ("text/x.py", "import sys\nsys.exit(1)\n", "outside the command line"),
        ("text/x.py", "x = 1\n" * 501, "at most 500"),
    ],
)
def test_each_breach_is_found(tmp_path: Path, file: str, source: str, breach: str) -> None:
    path = tmp_path / "src" / "stemma" / file
    path.parent.mkdir(parents=True)
    path.write_text(source)
    assert any(breach in found for found in breaches(tmp_path)), list(breaches(tmp_path))


def test_typing_only_imports_are_free(tmp_path: Path) -> None:
    path = tmp_path / "src" / "stemma" / "text" / "x.py"
    path.parent.mkdir(parents=True)
    path.write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import spacy\n")
    assert list(breaches(tmp_path)) == []
