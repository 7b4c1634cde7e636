"""A dossier of sixty reports opens and scrolls without long waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stemma
from stemma.dossier import render
from tests.browser.conftest import SCREENSHOTS, screenshot
from tests.support.many import many
from tests.support.walk import demo_pages

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

LONGEST = 200.0
"""Longest task of the page's thread, in milliseconds."""
WATCH = (
    "window.tasks = []; new PerformanceObserver(l => tasks.push(...l.getEntries().map(e => e.duration)))"
    ".observe({type: 'longtask', buffered: true});"
)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (dossier,) = stemma.examine(demo_pages())
    file = tmp_path_factory.mktemp("sixty") / "dossier.html"
    file.write_text(render(many(dossier, 60)), "utf-8")
    return file


def opened(driver: Any, file: Path) -> tuple[float, list[float]]:
    """Seconds until the page was there, and the long tasks while it opened and was scrolled through, longest first."""
    added = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    try:
        began = time.monotonic()
        driver.get(file.as_uri())
        took = time.monotonic() - began
        height = driver.execute_script("return document.documentElement.scrollHeight")
        for step in range(40):
            driver.execute_script("scrollTo({top: arguments[0], behavior: 'instant'})", height * step / 40)
            driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        return took, sorted(driver.execute_script("return tasks"), reverse=True)
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})


def test_it_opens_and_scrolls_without_long_tasks(visit: Visit, sixty: Path) -> None:
    driver = visit(script=True)
    # The best of three: what another program takes of the machine lengthens a task, nothing shortens one.
    took, tasks = min((opened(driver, sixty) for _ in range(3)), key=lambda x: x[1][:1])
    assert driver.execute_script("return document.querySelectorAll('.report').length") == 60
    screenshot(driver, "sixty")
    told = f"{sixty.stat().st_size} bytes, opened in {took:.2f} s, long tasks {[round(t) for t in tasks[:8]]} ms\n"
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / "sixty.txt").write_text(told, "utf-8")
    assert not tasks or tasks[0] < LONGEST, told
