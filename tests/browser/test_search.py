"""Search within the dossier, and two reports side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import screenshot

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


def test_search_leads_to_the_words_by_keyboard_alone(visit: Visit) -> None:
    driver = visit()
    driver.find_element("css selector", "body").send_keys("/")
    field = driver.switch_to.active_element
    assert field.get_attribute("id") == "find"
    field.send_keys("grain ELLERY")
    hits = driver.find_elements("css selector", "#hits a")
    assert hits and "place" in driver.find_element("css selector", "#told").get_attribute("textContent")
    screenshot(driver, "search")
    field.send_keys(Keys.ARROW_DOWN)
    first = driver.switch_to.active_element
    assert first.tag_name == "a"
    where = first.get_attribute("href").partition("#")[2]
    first.send_keys(Keys.ENTER)
    assert driver.current_url.partition("#")[2] == where
    box = driver.execute_script("return document.getElementById(arguments[0]).getBoundingClientRect().toJSON()", where)
    assert -5 <= box["top"] <= 900


def test_every_hit_has_every_word(visit: Visit) -> None:
    driver = visit()
    driver.find_element("css selector", "#find").send_keys("terminal")
    targets = [a.get_attribute("href").partition("#")[2] for a in driver.find_elements("css selector", "#hits a")]
    assert len(targets) > 2
    for target in targets:
        text = driver.execute_script(
            "const e = document.getElementById(arguments[0]);"
            "return (e.closest('li,p,tr,.event') || e.closest('.report,section')).textContent.toLowerCase()",
            target,
        )
        assert "terminal" in text


def test_words_that_nothing_has_are_told(visit: Visit) -> None:
    driver = visit()
    field = driver.find_element("css selector", "#find")
    field.send_keys("zeppelin")
    assert "Nothing has these words" in driver.find_element("css selector", "#hits").text
    field.send_keys(Keys.ESCAPE)
    assert driver.find_elements("css selector", "#hits li") == []


def test_what_needs_script_is_not_there_without_it(visit: Visit) -> None:
    driver = visit(script=False)
    assert not driver.find_element("css selector", "#find").is_displayed()
    assert not driver.find_element("css selector", "#beside").is_displayed()


def test_two_reports_stand_side_by_side_and_their_twins_are_joined(visit: Visit, demo_page: Path) -> None:
    from selenium.webdriver.support.ui import Select

    driver = visit(file=demo_page)
    driver.execute_script("document.getElementById('beside').scrollIntoView()")
    driver.execute_async_script("setTimeout(arguments[0], 300)")
    Select(driver.find_element("css selector", "#base")).select_by_index(0)
    Select(driver.find_element("css selector", "#other")).select_by_index(1)
    told = driver.find_element("css selector", "#shared").text
    assert int(told.split()[0]) > 0
    assert driver.find_elements("css selector", ".columns path")
    rows = [
        {
            r
            for e in driver.find_elements("css selector", f".col:nth-of-type({n}) .twin-text")
            for r in e.get_attribute("data-r").split()
        }
        for n in (1, 2)
    ]
    assert rows[0] & rows[1]
    ids = driver.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), "the copies carry no id twice"
    driver.find_element("css selector", ".col .twin-text").click()
    assert len(driver.find_elements("css selector", ".col .here")) >= 2
    screenshot(driver, "beside")
    Select(driver.find_element("css selector", "#other")).select_by_index(0)
    assert driver.find_element("css selector", "#shared").text == "0 passages in both"


def test_agreement_is_underlined_when_asked_for_without_script_too(visit: Visit, demo_page: Path) -> None:
    driver = visit(script=False, file=demo_page)
    marked = driver.find_elements("css selector", ".text [data-r]")
    assert marked
    before = marked[0].value_of_css_property("text-decoration-line")
    driver.find_element("css selector", "#show-heat").click()
    assert (before, marked[0].value_of_css_property("text-decoration-line")) == ("none", "underline")
