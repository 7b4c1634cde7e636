"""Pages made to do harm, in a real browser: nothing runs, nothing is asked for, nothing spills, what is read is what is there."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import stemma
from stemma import codec
from stemma.dossier import render, render_changes, withhold
from stemma.model import Dossier
from tests.browser.conftest import go, screenshot
from tests.support.hostile import QUAY, hostile_pages, plain_pages, written

pytestmark = pytest.mark.browser
FORMS = ("whole", "withheld", "changes")

READ = """
return [...document.querySelectorAll('article.report')].map(report =>
  [...report.querySelectorAll('.text p')].map(p => {
    const copy = p.cloneNode(true)
    copy.querySelectorAll('a').forEach(a => a.remove())
    copy.querySelectorAll('.odd').forEach(o => {
      const code = /^U\\+([0-9A-F]+)$/.exec(o.textContent)
      o.replaceWith(code ? String.fromCodePoint(parseInt(code[1], 16)) : '\\u0301')
    })
    return copy.textContent
  }))
"""
"""The paragraphs of every report as the page shows them, without the numbers of statements, marks taken back to the characters
that they name."""

PLACES = """
const walker = document.createTreeWalker(arguments[0], NodeFilter.SHOW_TEXT)
const found = []
while (walker.nextNode()) {
  const node = walker.currentNode
  for (const match of node.data.matchAll(/[A-Za-z0-9]+/g)) {
    const range = document.createRange()
    range.setStart(node, match.index)
    range.setEnd(node, match.index + match[0].length)
    const box = range.getBoundingClientRect()
    if (box.width) found.push([match[0], Math.round(box.top), Math.round(box.left)])
  }
}
return found
"""
"""Every word of ours in an element with the line and the column where it is painted."""

BEGINS = """
const all = document.createRange()
all.selectNodeContents(arguments[0])
return all.getBoundingClientRect().left
"""
"""Where what an element holds begins."""

LINES = """
const blocks = 'p, li, summary, h1, h2, h3, h4, td, th, dt, dd, figcaption'
const inside = blocks.replace('p', 'p:not(.claims ol p)')
return [...document.querySelectorAll(blocks)].filter(e =>
  !e.querySelector(inside) && !e.closest('[dir=rtl], svg') && /[\u0590-\u06ff]/.test(e.textContent))
"""
"""What runs from left to right and holds something that does not: the innermost blocks of the page."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The hostile pages and two plain ones, examined."""
    folder = tmp_path_factory.mktemp("hostile")
    written(folder, {**plain_pages(), **hostile_pages()})
    found = stemma.examine([folder])
    assert found.rejected == ()
    (dossier,) = found
    assert len(dossier.articles) == 10
    return dossier


@pytest.fixture(scope="module")
def shown(story: Dossier, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that stemma makes of it, as files."""
    folder = tmp_path_factory.mktemp("shown")
    before = next(iter(stemma.examine(written(folder / "before", plain_pages()))))
    bare = codec.sealed(withhold(story))
    pages = {
        "whole": render(story, codec.packed(codec.encode(story))),
        "withheld": render(bare, codec.packed(codec.encode(bare))),
        "changes": render_changes(before, story, stemma.compare(before, story)),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_runs_nothing_is_asked_for_nothing_spills(
    chromium: Any, shown: dict[str, Path], form: str, width: int, script: bool
) -> None:
    driver = go(chromium, shown[form].as_uri(), width=width, script=script)
    assert driver.get_log("browser") == []  # where a violation of the policy would be told
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in driver.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert shown[form].as_uri() in asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert driver.execute_script("return window.pwned") is None
    handlers = "return [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert driver.execute_script(handlers) == []
    addresses = driver.execute_script("return [...document.querySelectorAll('a[href]')].map(e => e.href.baseVal ?? e.href)")
    assert all(a.startswith(("#", "file:", "https://ostvik.example/")) for a in addresses)
    assert driver.execute_script("return document.querySelectorAll('script').length") <= (2 if form != "changes" else 1)
    for opened in (False, True):
        if opened:
            driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    screenshot(driver, f"hostile-{form}-{width}")


def test_what_is_read_is_what_is_there(chromium: Any, shown: dict[str, Path], story: Dossier) -> None:
    driver = go(chromium, shown["whole"].as_uri())
    read = [" ".join(" ".join(p).split()) for p in driver.execute_script(READ)]
    for article in story.articles:
        for span in article.body:
            words = " ".join(article.text[span.start : span.end].split())
            if re.search("\u0301", words):
                continue  # a pile of marks is cut to eight and a count
            assert any(words in report for report in read), words[:80]


def _after(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a word stands to the right of one before it, or in a later line; lines are more than 12 pixels high."""
    return other[0] > one[0] + 12 or other[1] > one[1]


def test_what_runs_from_right_to_left_moves_nothing_beside_it(chromium: Any, shown: dict[str, Path]) -> None:
    """Our words and numbers stand in their order, whatever name or quotation stands between them."""
    driver = go(chromium, shown["whole"].as_uri())
    driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    seen = 0
    for element in driver.execute_script(LINES):
        words = [(top, left) for word, top, left in driver.execute_script(PLACES, element) if not word.isdecimal()]
        assert all(_after(a, b) for a, b in pairwise(words)), element.text
        seen += len(words) > 3
    assert seen > 6
    dated = [e for e in driver.execute_script(LINES) if re.fullmatch(rf"\u2068?{QUAY}\u2069? 12 May 2025", e.text)]
    assert dated, "no line that names the report and its day"
    for element in dated:  # the day is not drawn to the left of the name
        begins = driver.execute_script(BEGINS, element)
        days = driver.execute_script(PLACES, element)
        assert all(left > begins + 20 for _, _, left in days) and all(_after(a[1:], b[1:]) for a, b in pairwise(days))
