"""axe-core finds nothing in the dossier page, in any colours, with everything folded or open."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import stemma
from stemma.asking import compare
from stemma.dossier import render_changes
from tests.browser.conftest import screenshot
from tests.support.walk import demo_pages

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe() -> str:
    """The script of axe-core, from the package that ships it (the package itself, and what it drives, is not needed)."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None and spec.origin is not None, "axe-playwright-python is in the extra dev"
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


def breaches(driver: Any) -> list[str]:
    """Every breach that axe finds, and where."""
    driver.execute_script(axe())
    driver.set_script_timeout(60)
    found = driver.execute_async_script(
        "const done = arguments[1]; axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}}).then(r => done("
        "r.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + n.html.slice(0, 120))}`)),"
        " e => done([String(e)]))",
        RULES,
    )
    return list(found)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(visit: Visit, dark: bool) -> None:
    driver = visit(dark=dark)
    assert breaches(driver) == []


def test_axe_finds_nothing_with_all_open_and_in_use(visit: Visit) -> None:
    driver = visit(width=1000)
    driver.execute_script(
        "document.querySelectorAll('details').forEach(d => d.open = true);"
        "document.getElementById('show-heat').click(); document.getElementById('beside').scrollIntoView()"
    )
    driver.find_element("css selector", "#find").send_keys("the")
    assert breaches(driver) == []


def test_axe_finds_a_breach_that_was_made(visit: Visit) -> None:
    driver = visit()
    driver.execute_script("document.querySelector('#find').removeAttribute('aria-label'); document.documentElement.lang = ''")
    assert any(b.startswith("html-has-lang") for b in breaches(driver))


def test_axe_finds_nothing_in_the_page_of_what_is_new(visit: Visit, tmp_path: Path) -> None:
    pages = demo_pages()
    (new,), (old,) = stemma.examine(pages), stemma.examine(pages[1:])
    file = tmp_path / "changes.html"
    file.write_text(render_changes(old, new, compare(old, new)), "utf-8")
    driver = visit(file=file)
    assert breaches(driver) == []
    assert driver.get_log("browser") == []
    screenshot(driver, "changes", whole=True)
