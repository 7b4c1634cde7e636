"""A real, headless Chromium; skipped with a reason where there is none."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import stemma
from stemma.dossier import render
from tests.dossier.sample import sample
from tests.support.walk import demo_pages

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests; each test asks for its own tab state through `visit`."""
    if BROWSER is None or DRIVER is None:
        reason = "no Chromium with chromedriver on this machine (Debian: apt-get install chromium chromium-driver)"
        if os.environ.get("STEMMA_NEED_BROWSER"):
            pytest.fail(reason)  # a check that CI believes it makes must not be skipped in silence
        pytest.skip(reason)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich sample as a file."""
    file = tmp_path_factory.mktemp("page") / "dossier.html"
    file.write_text(render(sample()), "utf-8")
    return file


@pytest.fixture(scope="session")
def demo_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built-in story, examined, as a file."""
    (dossier,) = stemma.examine(demo_pages())
    file = tmp_path_factory.mktemp("demo") / "dossier.html"
    file.write_text(render(dossier), "utf-8")
    return file


@pytest.fixture
def visit(chromium: Any, page: Path) -> Callable[..., Any]:
    """Opens the page with the width, colours and scripting wanted; returns the driver."""

    def open_(*, file: Path = page, fragment: str = "", **how: Any) -> Any:
        return go(chromium, file.as_uri() + fragment, **how)

    return open_


def go(chromium: Any, address: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Any:
    """Goes to an address with the width, colours and scripting wanted, logs emptied; returns the driver."""
    chromium.get("about:blank")
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme, still]})
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    chromium.get(address)
    return chromium


def screenshot(driver: Any, name: str, *, whole: bool = False) -> None:
    """Keep what the browser shows, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    size = driver.execute_script("return [document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"clip": {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}} if whole else {}
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole, **clip})
    (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))
