"""Five questions a reader brings, answered in at most two clicks from the first screen, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stemma.dossier import render
from tests.dossier.sample import sample

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich sample, in which one report alters a quotation."""
    dossier = sample()
    first, *rest = dossier.findings.drifts
    altered = replace(first, kind="quote-altered", words="One report alters what the other has inside quotation marks.")
    file = tmp_path_factory.mktemp("tasks") / "dossier.html"
    file.write_text(render(replace(dossier, findings=replace(dossier.findings, drifts=(altered, *rest)))), "utf-8")
    return file


class Reader:
    """Clicks links by their words, counts the clicks, and reads what then stands on the screen."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.clicks = 0

    def click(self, selector: str) -> None:
        self.driver.find_element("css selector", selector).click()
        self.clicks += 1

    def seen(self, selector: str) -> list[str]:
        """The words of the elements that are inside the window now."""
        height = self.driver.execute_script("return innerHeight")
        found = []
        for element in self.driver.find_elements("css selector", selector):
            box = self.driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", element)
            if element.is_displayed() and box["bottom"] > 0 and box["top"] < height:
                found.append(element.text)
        return found


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reader(request: pytest.FixtureRequest, visit: Visit, quoting: Path) -> Reader:
    return Reader(visit(file=quoting, script=request.param))


def test_how_many_origins_has_the_main_claim(reader: Reader) -> None:
    (told,) = reader.seen(".facts .key")
    dossier = sample()
    main = next(o for o in dossier.origins if o.side == "asserting" and o.claim == max(dossier.claims, key=lambda c: c.weight).id)
    assert told.startswith(str(main.lower)) and "origin" in told
    assert reader.clicks == 0
    reader.click(".facts .key a")
    assert any("origin" in line for line in reader.seen(".claims > .main > p"))
    assert reader.clicks <= 2


def test_who_denies_it(reader: Reader) -> None:
    reader.click('nav a[href="#stands"]')
    assert any("✕" in line for line in reader.seen(".stands tbody td:nth-child(2)"))
    assert reader.clicks <= 2


def test_what_did_this_outlet_change_in_the_quotation(reader: Reader) -> None:
    reader.click('nav a[href="#drift"]')
    assert sum("inside quotation marks" in f for f in reader.seen("#drift .findings > li")) == 1
    assert len(reader.seen("#drift .findings > li:first-child blockquote")) == 2
    assert reader.clicks <= 2


def test_what_did_it_leave_out(reader: Reader) -> None:
    reader.click('nav a[href="#omissions"]')
    assert any("does not say that the harbour authority declined to comment" in line for line in reader.seen("#omissions li"))
    assert reader.clicks <= 2


def test_who_are_the_unnamed_sources(reader: Reader) -> None:
    reader.click('.facts a[href="#voices"]')
    rows = [row for row in reader.seen(".voices tbody tr") if "not named" in row]
    assert len(rows) >= 2
    assert reader.clicks <= 2
