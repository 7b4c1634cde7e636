"""No sheet asks for a variable that the page it is on does not have."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from stemma.dossier.render import asset
from stemma.web.shell import stylesheet


def unknown(sheet: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", sheet)) - set(re.findall(r"(--[\w-]+):", sheet))


@pytest.mark.parametrize("page", ["dossier", "changes", "app", "dossier with a desk"])
def test_every_variable_is_given_a_value(page: str) -> None:
    base, more = asset("style.css"), asset("more.css")
    app = (files("stemma.web") / "static" / "app.css").read_text("utf-8")
    desk = base + stylesheet()
    sheet = {"dossier": base, "changes": base + more, "app": desk + more + app, "dossier with a desk": desk}[page]
    assert len(re.findall(r"var\(", sheet)) > 40
    assert unknown(sheet) == set()


def test_one_that_has_none_is_found() -> None:
    assert unknown(":root{--ink:#000}a{color:var(--ink);background:var(--tint)}") == {"--tint"}
