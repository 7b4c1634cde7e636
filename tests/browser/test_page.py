"""The dossier page in a real browser."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stemma.dossier import render
from stemma.dossier.places import places
from stemma.dossier.tree_layout import PER_ROW
from tests.browser.conftest import screenshot
from tests.dossier.sample import sample

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")

OVERLAPS = (Path(__file__).parent / "overlaps.js").read_text("utf-8")


def test_no_console_message_and_no_request(visit: Visit, page: Path) -> None:
    driver = visit()
    assert driver.get_log("browser") == []
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in driver.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert page.as_uri() in asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    screenshot(driver, "first-screen")
    screenshot(driver, "whole-page", whole=True)


def test_the_policy_stops_a_script_that_is_not_ours(visit: Visit) -> None:
    driver = visit()
    driver.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i)"
    )
    assert driver.execute_script("return window.pwned") is None
    assert any("Content Security Policy" in entry["message"] for entry in driver.get_log("browser"))


@pytest.mark.parametrize("script", [True, False])
def test_from_a_claim_to_its_words_and_back(visit: Visit, script: bool) -> None:
    driver = visit(script=script)
    link = driver.find_element("css selector", ".claims > li > p > .denies ~ a")
    link.click()
    anchor = driver.current_url.partition("#")[2]
    assert re.fullmatch(r"[A-F]\d+", anchor)
    target = driver.find_element("css selector", ":target")
    assert target.get_attribute("id") == anchor
    box = driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", target)
    assert 0 <= box["top"] <= 900
    report = target.find_element("xpath", "ancestor::article")
    assert "City Tribune" in report.text
    if script:
        marked = [e.text for e in driver.find_elements("css selector", ".here")]
        assert "the company will close its grain berth" in marked
    screenshot(driver, f"words-script-{'on' if script else 'off'}")
    target.click()
    claim = driver.find_element("css selector", ".claims > :target")
    assert "close" in claim.text
    assert driver.current_url.partition("#")[2] == claim.get_attribute("id")


def test_the_apparatus_opens_without_script(visit: Visit) -> None:
    driver = visit(script=False)
    summary = driver.find_element("css selector", ".claims > .main summary")
    summary.click()
    wording = driver.find_element("css selector", ".claims > .main ol p a")
    assert wording.is_displayed()
    assert wording.text == "[Meridian Wire]"
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.execute_script("arguments[0].scrollIntoView()", summary)
    screenshot(driver, "apparatus")


def test_a_link_into_a_folded_place_opens_it(visit: Visit) -> None:
    driver = visit()
    driver.find_element("css selector", 'svg.tree a[href="#lost-1"]').click()
    driver.execute_async_script("setTimeout(arguments[0], 200)")  # that the hash has changed is told after the click
    assert driver.find_element("css selector", "#lost-1").get_attribute("open") is not None


@pytest.mark.parametrize("dark", [False, True])
def test_colours_have_contrast(visit: Visit, dark: bool) -> None:
    driver = visit(dark=dark)
    background = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    light = sum(int(v) for v in re.findall(r"\d+", background)[:3]) > 3 * 128
    assert light is not dark
    assert driver.execute_script(CONTRAST) == []
    screenshot(driver, "dark" if dark else "light")


@pytest.mark.parametrize("width", [320, 768, 3840])
def test_no_page_scrolls_sideways(visit: Visit, width: int) -> None:
    driver = visit(width=width)
    for opened in (False, True):
        if opened:
            driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    tree = driver.find_element("css selector", "svg.tree")
    assert tree.size["width"] > 300  # it scrolls in its own box instead of shrinking until it cannot be read
    screenshot(driver, f"width-{width}", whole=width == 320)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_jump_lands_where_the_section_stands(visit: Visit, demo_page: Path, width: int, script: bool) -> None:
    for section in ("claims", "drift", "omissions", "timeline", "reports", "about"):
        driver = visit(file=demo_page, width=width, script=script)
        driver.find_element("css selector", f'nav a[href="#{section}"]').click()
        driver.execute_async_script("setTimeout(arguments[0], 300)") if script else time.sleep(0.3)
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        top, padding, end = driver.execute_script(
            "const e = document.getElementById(arguments[0]), html = document.documentElement;"
            "return [e.getBoundingClientRect().top, parseFloat(getComputedStyle(html).scrollPaddingTop),"
            " html.scrollHeight - innerHeight - scrollY]",
            section,
        )
        assert abs(top - padding) <= 3 or end < 2, (section, top)


@pytest.mark.parametrize("name", ["claim-{}", "c{}", "c{:.7}"])
def test_a_link_with_more_of_a_claims_id_leads_to_the_claim(visit: Visit, name: str) -> None:
    claim = sample().claims[0].id
    driver = visit(fragment="#" + name.format(claim))
    driver.execute_async_script("setTimeout(arguments[0], 200)")
    top = driver.execute_script(
        "const claims = [...document.querySelectorAll('.claims>li,.singles>li')];"
        "return claims.find(e => e.id === arguments[0]).getBoundingClientRect().top",
        places(sample()).claim[claim],
    )
    assert 0 <= top < 400


def test_no_text_of_the_tree_overlaps(visit: Visit) -> None:
    assert visit().execute_script(OVERLAPS) == []


def test_no_text_of_a_large_tree_overlaps(visit: Visit, tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.dossier.test_bind import NOTHING, again

    d = sample()
    wide = [
        "The Wide Mountain Morning Mercury WWWWWWWWWWWWWWWW",
        "m",
        "Il Filo",
        "ÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅ",
        "漢字新聞漢字新聞漢字新聞漢字新聞",
    ]
    articles, edges = [], []
    base, edge = d.articles[0], d.stemma.derivations[0]
    for n in range(4 * PER_ROW):
        outlet = replace(base.title, value=f"{wide[n % 5]} {n}")  # type: ignore[type-var]
        articles.append(replace(base, id=f"x{n:02}", outlet=outlet))
        parent = "lost-wire" if n < 9 else f"x{n - 9:02}"
        kind = ("light-edit", "rewritten", "summary", "abridged", "extended", "verbatim")[n % 6]
        edges.append(replace(edge, id=f"e{n}", parent=parent, child=f"x{n:02}", share=1.0, kind=kind, direction=0.5, evidence=()))
        if n % 4 == 3:
            edges.append(replace(edge, id=f"f{n}", parent=f"x{n - 1:02}", child=f"x{n:02}", share=0.3, direction=0.5, evidence=()))
    stemma = replace(
        d.stemma,
        articles=tuple(a.id for a in articles),
        lost=(replace(d.stemma.lost[0], recovered=(), evidence=()),),
        derivations=tuple(edges),
    )
    large = again(
        d, articles=tuple(articles), statements=(), speakers=(), claims=(), carriers=(), origins=(), stemma=stemma, findings=NOTHING
    )
    file = tmp_path / "large.html"
    file.write_text(render(large), "utf-8")
    driver = visit(file=file, width=1400)
    assert len(driver.find_elements("css selector", "svg.tree a")) == 25
    assert driver.execute_script(OVERLAPS) == []
    screenshot(driver, "large-tree")


def test_the_keyboard_reaches_all(visit: Visit) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = visit()
    body = driver.find_element("css selector", "body")
    body.send_keys(Keys.TAB)
    assert driver.switch_to.active_element.get_attribute("class") == "skip"
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"
    seen = set()
    for _ in range(45):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        active = driver.switch_to.active_element
        seen.add(active.tag_name)
        assert driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", active) != "none"
        if active.tag_name == "summary":
            break
    assert {"a", "summary"} <= seen
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.find_element("xpath", "..").get_attribute("open") is not None


def test_layers_can_be_switched_without_script(visit: Visit) -> None:
    driver = visit(script=False)
    box = driver.find_element("css selector", "#show-hedge")
    before = driver.find_element("css selector", ".report .text u").value_of_css_property("text-decoration-line")
    box.click()
    after = driver.find_element("css selector", ".report .text u").value_of_css_property("text-decoration-line")
    assert (before, after) == ("underline", "none")


def test_it_prints(visit: Visit) -> None:
    driver = visit()
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True})["data"])
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    assert driver.find_element("css selector", "nav").value_of_css_property("display") == "none"
    assert driver.find_element("css selector", ".legend").value_of_css_property("display") == "none"
    screenshot(driver, "print", whole=True)


def test_dots_tell_proven_from_open_in_print_too(visit: Visit) -> None:
    driver = visit()
    counted = [p.text for p in driver.find_elements("css selector", ".claims > li > p")]
    # Characters, which print wherever text does.
    assert any(c.startswith("● 1 origin") for c in counted) and any(c.startswith("●○ 1–2 origins") for c in counted), counted
