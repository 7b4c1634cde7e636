"""How results look in a notebook, with a stand-in for IPython."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType, SimpleNamespace

import pytest

from stemma import display
from stemma.model import SCHEMA_VERSION, Examination, Rejected
from tests.dossier.sample import CLOSES, article, sample


def test_without_ipython_nothing_is_installed_and_ipython_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert display.install() is False
    assert "IPython" not in sys.modules


def test_with_ipython_formatters_are_registered_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: dict[str, list[tuple[str, str]]] = {"text/html": [], "text/plain": []}

    def formatter(kind: str) -> SimpleNamespace:
        return SimpleNamespace(for_type_by_name=lambda home, name, how: registered[kind].append((home, name)))

    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={k: formatter(k) for k in registered}))
    fake = ModuleType("IPython")
    fake.get_ipython = lambda: shell  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", fake)
    assert display.install() is True
    assert {name for _, name in registered["text/html"]} == {"Dossier", "Examination", "Article", "Statement"}
    for home, name in registered["text/html"]:
        noun = getattr(sys.modules["stemma.model"], name)
        assert noun.__module__ == home  # a noun that moved would never be shown


def test_import_calls_install_only_where_ipython_runs() -> None:
    fake = "import sys, types; m = types.ModuleType('IPython'); m.get_ipython = lambda: None; sys.modules['IPython'] = m; "
    code = fake + "import stemma; print('stemma.display' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
    code = "import sys, stemma; print('stemma.display' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_dossier_is_a_frame_that_runs_nothing() -> None:
    html = display.dossier_html(sample())
    assert html.startswith('<iframe srcdoc="&lt;!doctype html&gt;')
    assert " sandbox " in html
    assert html.count("<") == 2  # the frame and its end: all else is escaped
    assert "6 reports" in html


def test_an_examination_shows_its_stories_and_what_was_set_aside() -> None:
    bad = Rejected(source="<b>.txt", code="empty", message="empty", hint="copy again")
    html = display.examination_html(Examination(schema=SCHEMA_VERSION, dossiers=(sample(),) * 7, rejected=(bad,)))
    assert html.count("<iframe") == display.SHOWN
    assert "and 2 more stories" in html
    assert "set aside: &lt;b&gt;.txt: empty (copy again)" in html


def test_articles_and_statements_are_cards() -> None:
    assert "The Harbour Post · 4 Mar 2025, 06:10 UTC" in display.article_html(article("hp"))
    assert "three people with knowledge of the plan → Meridian Wire" in display.statement_html(CLOSES[0])
