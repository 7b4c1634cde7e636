"""The local app in a real browser: from a drop to a corrected dossier, with script and without."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from stemma.archive import MemoryStore, NewPage
from stemma.exporting import FORMS
from stemma.web.app import create_app, hosts
from stemma.web.server import bind
from stemma.web.worker import DirectWorker
from tests.browser.conftest import go, screenshot
from tests.browser.test_accessible import breaches

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")
PAGES = sorted((files("stemma.demo") / "pages").iterdir(), key=lambda f: f.name)
DROP = """
const held = new DataTransfer();
for (const [name, data] of arguments[0]) held.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name));
for (const kind of ["dragenter", "dragover", "drop"])
  document.querySelector(".zone").dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: held}));
"""
PATIENCE = 60


class App:
    """The app, served for a test, and where."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        listening = bind("127.0.0.1", 0)
        port = listening.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.app = create_app(self.store, DirectWorker(), hosts=hosts(port), port=port)
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=1, ws="none"))
        listening.listen()
        self._thread = threading.Thread(target=lambda: self._server.run(sockets=[listening]), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture
def app() -> Iterator[App]:
    """An empty archive, served."""
    one = App()
    yield one
    one.close()


@pytest.fixture(scope="module")
def filled() -> Iterator[App]:
    """An archive with the built-in story in it, examined, and a picture that was set aside."""
    one = App()
    pages = [NewPage(name=f.name, data=f.read_bytes()) for f in PAGES]
    one.store.add_pages(
        [*pages, NewPage(name="photo.jpg", data=b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)], "2026-03-01T08:00:00Z"
    )
    one.app.state.shell.runs.ask()
    end = time.monotonic() + PATIENCE
    while not one.store.stories():
        assert time.monotonic() < end, one.store.runs()
        time.sleep(0.05)
    yield one
    one.close()


@pytest.fixture
def browse(chromium: Any) -> Callable[..., Any]:
    """Goes to an address with the width, colours and scripting wanted; returns the driver."""

    yield partial(go, chromium)
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def until(what: Callable[[], Any], driver: Any) -> Any:
    """What a condition gives once it is true."""
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, (driver.current_url, driver.title)
        time.sleep(0.05)
    return found


def addresses(app: App) -> list[str]:
    """Every kind of page that the app has."""
    store = app.store
    [story] = store.stories()
    dossier = store.dossier(story.id)
    assert dossier is not None
    correct = f"/stories/{story.id}/correct"
    claim, report = dossier.claims[0].id, dossier.articles[0].sha256
    return [
        "/", "/?q=harbour", "/pages", f"/pages/{store.pages()[0].id}/remove", "/runs", "/runs/1", "/corrections", "/nothing",
        correct, f"{correct}/claim/{claim}", f"{correct}/edges", f"{correct}/voices", f"{correct}/report/{report}",
        f"/stories/{story.id}/take",
    ]  # fmt: skip


def sign(driver: Any, then: str) -> None:
    """Fill in who and why, and send."""
    driver.find_element("css selector", "#who").send_keys("R. D.")
    driver.find_element("css selector", "#why").send_keys("a lease is no sale")
    driver.find_element("css selector", f"button[value={then}]").click()


def test_drop_watch_read_correct_and_see_it_marked(app: App, browse: Callable[..., Any]) -> None:
    driver = browse(app.base + "/")
    screenshot(driver, "app-first-screen")
    driver.execute_script(DROP, [[f.name, base64.b64encode(f.read_bytes()).decode()] for f in PAGES])
    listed = [e.text for e in driver.find_elements("css selector", "#chosen li")]
    assert len(listed) == len(PAGES) and listed[0].startswith("calder-gazette.txt")
    assert driver.switch_to.active_element.get_attribute("id") == "go"
    driver.switch_to.active_element.click()
    until(lambda: "/runs/1" in driver.current_url, driver)
    seen: set[str] = set()

    def over() -> bool:
        told = driver.execute_script(
            "return [document.title, ...Array.from(document.querySelectorAll('.steps .now .what'), e => e.textContent)]"
        )
        seen.update(told[1:])
        return bool(told[0].startswith("Done"))

    until(over, driver)
    assert {"Finding who says what", "Tracing who repeats whom"} & seen, seen
    screenshot(driver, "app-done")
    driver.find_element("css selector", ".stories h2 a").click()
    until(lambda: "/stories/" in driver.current_url, driver)
    story = driver.current_url
    screenshot(driver, "app-dossier")
    assert not driver.find_elements("css selector", ".badge.hand")
    driver.get(driver.find_element("css selector", ".claims > .main .fix").get_attribute("href"))
    mark = driver.find_element("css selector", "input[name=apart]")
    label = driver.find_element("css selector", f"label[for={mark.get_attribute('id')}] .wording").text
    mark.click()
    screenshot(driver, "app-correct-claim", whole=True)
    sign(driver, "run")
    until(lambda: "/runs/2" in driver.current_url, driver)
    until(lambda: driver.title.startswith("Done"), driver)
    driver.find_element("css selector", "a.button").click()
    until(lambda: driver.current_url == story, driver)
    marked = driver.find_element("css selector", "#corrected")
    assert label in marked.text and "are not the same claim" in marked.text
    assert "R. D." in marked.text and "a lease is no sale" in marked.text
    assert driver.find_elements("css selector", ".claims .badge.hand")
    screenshot(driver, "app-corrected")
    driver.find_element("css selector", ".desk a[href$='/changes']").click()
    until(lambda: driver.current_url == story + "/changes", driver)
    assert "Corrections by hand" in driver.find_element("css selector", "main").text
    assert breaches(driver) == [] and driver.execute_script(CONTRAST) == []
    screenshot(driver, "app-changes")
    driver.find_element("css selector", f".desk a[href='{story.removeprefix(app.base)}']").click()
    until(lambda: driver.current_url == story, driver)
    severe = [entry["message"] for entry in driver.get_log("browser") if "favicon" not in entry["message"]]
    assert severe == []
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in driver.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert [url for url in asked if not url.startswith((app.base, "data:", "about:"))] == []


def test_the_same_without_script(app: App, browse: Callable[..., Any], tmp_path: Path) -> None:
    driver = browse(app.base + "/", script=False)
    saved = []
    for page in PAGES:
        file = tmp_path / page.name
        file.write_bytes(page.read_bytes())
        saved.append(str(file))
    driver.find_element("css selector", "#files").send_keys("\n".join(saved))
    driver.find_element("css selector", "#go").click()
    until(lambda: "/runs/1" in driver.current_url, driver)
    until(lambda: driver.title.startswith("Done"), driver)  # the page looks again by itself
    driver.find_element("css selector", ".stories h2 a").click()
    until(lambda: "/stories/" in driver.current_url, driver)
    story = driver.current_url
    driver.get(story + "/correct/edges")
    edge = driver.find_element("css selector", "fieldset.edge")
    words = edge.find_element("css selector", "legend").text
    edge.find_element("css selector", "input[value=wrong]").click()
    sign(driver, "keep")
    until(lambda: "/corrections" in driver.current_url, driver)
    assert "1 correction kept" in driver.find_element("css selector", "main").text
    driver.find_element("css selector", ".notice button").click()
    until(lambda: "/runs/2" in driver.current_url, driver)
    until(lambda: driver.title.startswith("Done"), driver)
    driver.get(story)
    child = re.split(r" \d| rests on ", words)[0]
    assert f"{child} does not rest on" in driver.find_element("css selector", "#corrected").text


def test_a_page_is_pasted_and_its_story_told_apart_from_the_rest(app: App, browse: Callable[..., Any]) -> None:
    app.store.add_pages([NewPage(name=f.name, data=f.read_bytes()) for f in PAGES[:2]], "2026-03-01T08:00:00Z")
    driver = browse(app.base + "/runs")
    driver.find_element("css selector", "main form button").click()
    until(lambda: driver.title.startswith("Done"), driver)
    assert driver.find_element("css selector", "a.button").text == "Open the dossier"
    driver.get(app.base + "/")
    driver.find_element("css selector", "details.paste summary").click()
    driver.find_element("css selector", "#name").send_keys("Island Echo")
    driver.find_element("css selector", "#text").send_keys(
        "Ferry line to stop at weekends\n\nThe ferry to Senn will not sail at weekends from May, its company said on Monday.\n\n"
        '"There are not enough passengers to pay for the fuel," said its manager, Olle Brandt.\n'
    )
    driver.find_element("css selector", "#go").click()
    until(lambda: "/runs/2" in driver.current_url and driver.title.startswith("Done"), driver)
    first = driver.find_element("css selector", ".stories li")
    assert "Ferry line" in first.text and first.find_element("css selector", ".badge").text == "new"


def test_a_form_left_open_across_a_restart_keeps_what_was_typed(filled: App, browse: Callable[..., Any]) -> None:
    driver = browse(f"{filled.base}{addresses(filled)[8]}/edges")
    driver.find_element("css selector", "fieldset.edge input[value=wrong]").click()
    driver.execute_script("document.querySelector('[name=token]').value = 'of the app as it was before'")
    made = len(filled.store.corrections())
    sign(driver, "keep")
    problem = until(lambda: driver.find_elements("css selector", "[role=alert]"), driver)[0]
    assert "started anew" in problem.text and len(filled.store.corrections()) == made
    assert driver.switch_to.active_element.get_attribute("role") == "alert"
    assert driver.find_element("css selector", "fieldset.edge input[value=wrong]").is_selected()
    assert breaches(driver) == []
    screenshot(driver, "app-once-more")
    driver.find_element("css selector", "button[value=keep]").click()
    until(lambda: "/corrections" in driver.current_url, driver)
    assert len(filled.store.corrections()) == made + 1


def test_every_form_is_taken_away_by_its_link(filled: App, browse: Callable[..., Any]) -> None:
    [story] = filled.store.stories()
    driver = browse(f"{filled.base}/stories/{story.id}/take", width=320)
    taken = driver.execute_script("""
      return Promise.all(Array.from(document.querySelectorAll('main table a'), a => fetch(a.href).then(
        r => r.arrayBuffer().then(
          b => [a.getAttribute('aria-label'), r.status, b.byteLength, r.headers.get('content-disposition')]))))
    """)
    assert len(taken) == 2 * (3 + len(FORMS))
    assert all(status == 200 and size > 50 and "attachment" in how for _, status, size, how in taken), taken
    right = driver.execute_script(
        "return Math.max(...Array.from(document.querySelectorAll('main table a'), a => a.getBoundingClientRect().right))"
    )
    assert right <= 320  # no link is out of sight


def test_a_run_is_cancelled_with_a_button(app: App, browse: Callable[..., Any]) -> None:
    many = [NewPage(name=f"{n}-{f.name}", data=f.read_bytes()) for n in range(6) for f in PAGES]
    app.store.add_pages(many, "2026-03-01T08:00:00Z")
    driver = browse(app.base + "/runs")
    driver.find_element("css selector", "main form button").click()
    until(lambda: "/runs/1" in driver.current_url, driver)
    driver.find_element("css selector", "form[action$=cancel] button").click()
    until(lambda: driver.title.startswith("Cancelled"), driver)
    assert "You stopped it" in driver.find_element("css selector", "main").text


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_has_contrast(filled: App, browse: Callable[..., Any], dark: bool) -> None:
    for address in addresses(filled):
        driver = browse(filled.base + address, dark=dark)
        assert driver.execute_script(CONTRAST) == [], address
    driver = browse(filled.base + "/", dark=dark)
    screenshot(driver, f"app-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("width", [320, 1440])
def test_no_page_of_the_app_scrolls_sideways(filled: App, browse: Callable[..., Any], width: int) -> None:
    for address in addresses(filled):
        driver = browse(filled.base + address, width=width)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width, address
    screenshot(driver, f"app-report-{width}", whole=True)


def test_every_control_has_a_name_a_size_and_a_visible_focus(filled: App, browse: Callable[..., Any]) -> None:
    nameless = """
    return Array.from(document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, progress, summary'))
      .filter(e => e.checkVisibility() && !(e.labels && e.labels.length) && !e.textContent.trim() && !e.getAttribute('aria-label'))
      .map(e => e.outerHTML)"""
    small = """
    return Array.from(document.querySelectorAll('button, input, select, textarea'))
      .filter(e => !['hidden', 'checkbox', 'radio'].includes(e.type) && e.checkVisibility())
      .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
    doubled = """
    const ids = Array.from(document.querySelectorAll('[id]'), e => e.id);
    return ids.filter((id, n) => ids.indexOf(id) !== n)"""
    for address in addresses(filled):
        driver = browse(filled.base + address)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        for check in (nameless, small, doubled):
            assert driver.execute_script(check) == [], address
        assert len(driver.find_elements("css selector", "h1")) == 1, address


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_the_app(filled: App, browse: Callable[..., Any], dark: bool) -> None:
    [story] = filled.store.stories()
    for address in (*addresses(filled), f"/stories/{story.id}"):
        driver = browse(filled.base + address, dark=dark, width=320 if dark else 1280)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert breaches(driver) == [], address


def test_the_keyboard_alone_makes_a_correction(filled: App, browse: Callable[..., Any]) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = browse(f"{filled.base}{addresses(filled)[8]}/edges")
    driver.find_element("css selector", "body").send_keys(Keys.TAB)
    assert driver.switch_to.active_element.get_attribute("class") == "skip"
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"
    for _ in range(60):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        active = driver.switch_to.active_element
        assert driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", active) != "none"
        if active.get_attribute("type") == "radio":
            active.send_keys(Keys.ARROW_DOWN)
            break
    for _ in range(60):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        active = driver.switch_to.active_element
        if active.get_attribute("id") == "who":
            active.send_keys("S. K.")
        if active.get_attribute("id") == "why":
            active.send_keys("they were there themselves")
        if active.get_attribute("value") == "keep":
            active.send_keys(Keys.ENTER)
            break
    until(lambda: "/corrections" in driver.current_url, driver)
    made = filled.store.corrections()[-1].correction
    assert (made.field, made.verdict, made.who) == ("edge", "cannot-be", "S. K.")
    screenshot(driver, "app-corrections")


def test_what_is_missing_is_said_where_it_is_seen_and_kept_in_the_form(filled: App, browse: Callable[..., Any]) -> None:
    driver = browse(f"{filled.base}{addresses(filled)[8]}/voices", script=False)
    driver.find_element("css selector", "#who").send_keys("S. K.")
    driver.find_element("css selector", "#why").send_keys("no reason")
    driver.find_element("css selector", "button[value=keep]").click()
    problem = until(lambda: driver.find_elements("css selector", "[role=alert]"), driver)[0]
    assert "Nothing was chosen" in problem.text
    assert driver.find_element("css selector", "#why").get_attribute("value") == "no reason"


def test_a_folder_is_dropped_with_all_below_it(app: App, browse: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pile" / "deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.txt", ".hidden"):
        (tmp_path / "pile" / name).write_text(f"words of {name}", "utf-8")
    driver = browse(app.base + "/")
    zone = driver.find_element("css selector", ".zone").rect
    data = {"items": [], "files": [str(tmp_path / "pile")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        driver.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, "x": zone["x"] + 50, "y": zone["y"] + 20, "data": data})
    until(lambda: driver.find_elements("css selector", "#chosen li"), driver)
    assert sorted(e.text.split()[0] for e in driver.find_elements("css selector", "#chosen li")) == ["a.txt", "b.txt"]
    driver.find_element("css selector", "#go").click()
    until(lambda: "/runs/1" in driver.current_url, driver)
    assert sorted(k.name for k in app.store.pages()) == ["a.txt", "b.txt"]
