"""Where alerts go: lines of JSON, an address that is told, a feed file for a reader on the desktop."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import urllib3

import stemma
from stemma.archive.watched import Noted, Watched, watched
from stemma.disk import put
from stemma.errors import StemmaError

KEPT: Final = 200
"""Alerts in a feed file, at most."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_ID: Final = "urn:stemma:watch"
_FEED: Final = "feed "
_SECONDS: Final = 10.0
_TRIES: Final = 3
_TITLES: Final = {"origin": "New origin", "denial": "Denial", "number": "Changed number", "correction": "Correction"}


class Untold(StemmaError):
    """A sink could not be told; it is told again on the next turn."""

    code = "untold"


class Sink(Protocol):
    """Somebody to tell. `name` tells it from others, from run to run."""

    @property
    def name(self) -> str:
        """What tells it from other sinks."""
        ...

    def tell(self, alerts: Sequence[Noted], latest: Sequence[Noted]) -> None:
        """Tell alerts, in the order in which they came; `latest` are the last ones in all, the newest first. Raises `Untold`."""
        ...


def as_json(noted: Noted) -> str:
    """An alert as one line of JSON."""
    a = noted.alert
    told = {
        "alert": a.kind, "when": noted.made, "id": a.id, "story": a.story, "title": a.title, "words": a.words, "quote": a.quote,
        "outlet": a.outlet, "url": a.url, "article": a.article, "more": a.more,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


class Lines:
    """Prints every alert as a line of JSON."""

    name = "lines"

    def __init__(self, out: Callable[[str], None]) -> None:
        self._out = out

    def tell(self, alerts: Sequence[Noted], latest: Sequence[Noted]) -> None:
        """A line each."""
        for one in alerts:
            self._out(as_json(one))


class Webhook:
    """Posts every alert as JSON to an address, which is told once more if it does not answer with 2xx: so it may be told twice.

    The address is a person's own choice and may be within his network. Redirects are not followed.
    """

    def __init__(self, url: str, seconds: float = _SECONDS) -> None:
        self.name = f"webhook {url}"
        self._url = url
        # Who knows the rest of such an address can often post to it: it does not belong into a log.
        self._host = f"the webhook at {urllib3.util.parse_url(url).host}"
        retries = urllib3.Retry(
            total=_TRIES - 1, redirect=False, backoff_factor=0.2, status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=("POST",), raise_on_status=False, respect_retry_after_header=False,
        )  # fmt: skip
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(seconds), retries=retries)

    def tell(self, alerts: Sequence[Noted], latest: Sequence[Noted]) -> None:
        """One request each; raises `Untold` at the first that is not taken."""
        headers = {"Content-Type": "application/json", "User-Agent": f"stemma/{stemma.__version__}"}
        for one in alerts:
            headers["Idempotency-Key"] = one.alert.id
            try:
                answer = self._pool.request(
                    "POST", self._url, body=as_json(one).encode("utf-8"), headers=headers, redirect=False, preload_content=False
                )
                answer.close()  # whatever it says beside its status, and however much of it, is nothing to us
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                raise Untold(f"{self._host} could not be told: {type(error).__name__}", "it is told on the next turn") from error
            if not 200 <= answer.status < 300:
                raise Untold(f"{self._host} answered with status {answer.status}; needed 2xx", "it is told on the next turn")


class FeedFile:
    """Writes the latest alerts as an Atom feed (RFC 4287), which any feed reader on this machine can subscribe to."""

    def __init__(self, path: Path) -> None:
        self.name = f"{_FEED}{path.resolve()}"
        self._path = path

    def there(self) -> bool:
        """Whether the file has been written."""
        return self._path.exists()

    def tell(self, alerts: Sequence[Noted], latest: Sequence[Noted]) -> None:
        """The file is replaced whole."""
        try:
            put(self._path, atom(latest[:KEPT]))
        except OSError as error:
            raise Untold(f"{self._path} could not be written: {error.strerror or error}", "check the path and the disk") from error


def republished(folder: Path) -> tuple[Path, ...]:
    """Write anew the feed files of all watches of an archive, with the alerts that there still are; these files.

    Where a file was since removed, or has become another, it is let be. One that cannot be written is among them all the same, so
    that whoever looks into them finds what is left. Raises `BadArchive`.
    """
    book: Watched | None = watched(folder)
    if book is None:
        return ()
    files = [Path(name.removeprefix(_FEED)) for name in book.sinks() if name.startswith(_FEED)]
    own = tuple(f for f in files if _ours(f))
    for file in own:
        with suppress(OSError):
            put(file, atom(book.latest(KEPT)))
    return own


def _ours(file: Path) -> bool:
    """Whether a file is a feed that a watch wrote."""
    try:
        with file.open("rb") as opened:
            return _ID.encode() in opened.read(500)
    except OSError:
        return False


def atom(latest: Sequence[Noted]) -> bytes:
    """An Atom feed of alerts, the newest first."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")

    def child(under: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        one = ET.SubElement(under, f"{{{_ATOM}}}{name}", attributes)
        one.text = _clean(text) or None
        return one

    child(root, "id", _ID)
    child(root, "title", "stemma: what is new")
    child(root, "updated", latest[0].made if latest else "1970-01-01T00:00:00Z")
    child(child(root, "author"), "name", "stemma")
    for noted in latest:
        a = noted.alert
        entry = child(root, "entry")
        child(entry, "id", f"urn:stemma:alert:{a.id}")
        child(entry, "title", f"{_TITLES[a.kind]}: {a.title}")
        child(entry, "updated", noted.made)
        if a.url:
            child(entry, "link", href=_clean(a.url), rel="alternate")
        more = f" ({a.more} more)" if a.more else ""
        child(entry, "summary", f"{a.words}{more}\n\n“{a.quote}”{f' — {a.outlet}' if a.outlet else ''}", type="text")
        child(entry, "category", term=a.kind)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _clean(text: str) -> str:
    """Text without the characters that XML 1.0 does not know."""
    return "".join(c for c in text if c in "\t\n" or (" " <= c < "\ud800") or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
