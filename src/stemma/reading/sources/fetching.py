"""A page by its address, only where a person asks for it, from the public internet only, and politely.

An address is judged as it is written (`addresses.locate`), every machine that its name leads to is judged (`public`), and
the connection is made to one of the machines judged, with the certificate checked for the name; all of it again on every
redirect. Time, size and the growth of compressed pages are bounded while the bytes arrive. robots.txt is honoured
(RFC 9309), one page is fetched at a time, and a host is left in peace between two requests.

Proxies, cookies, passwords (`netrc`) and other settings of the surroundings are not used: a proxy would resolve the name
again and connect where it likes, which is what the check is there to prevent. See docs/decisions/0014-fetching.md.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import urllib3
from urllib3.connection import HTTPConnection

import stemma
from stemma.errors import BadInput
from stemma.reading.parts import Given, Part
from stemma.reading.sources.addresses import Place, locate, resolve, shown
from stemma.reading.sources.connecting import Bounds, Connect, Opener, Resolve, Unreached, connect, reason
from stemma.reading.sources.decoding import MAX_BYTES
from stemma.reading.sources.robots import TOKEN, Rules

AGENT: Final = f"{TOKEN}/{stemma.__version__} (fetches single pages when a person asks for them)"

_CHUNK: Final = 65_536
_ENVELOPE: Final = 1_000_000  # Headers, chunk sizes and the like: what may come beside the page itself, in bytes.
_UNFOLDED: Final = 1_000_000  # Below this many bytes a page may grow as much as it likes while it is decompressed.
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_ENCODINGS: Final = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
_PAGE: Final = re.compile(r"text/(?:html|plain|xml)|application/(?:(?:[a-z0-9_-][a-z0-9._-]*\+)?(?:xml|json))")
_CHARSET: Final = re.compile(r"""(?:^|[;\s])charset\s*=\s*["']?([a-z0-9][a-z0-9._:-]{0,39})""", re.IGNORECASE)
_LASTING: Final = frozenset((301, 308))
_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age=(\d+)", re.IGNORECASE)
_HEADER: Final = 500  # Characters of an ETag or a date that are kept and sent back.
_SAVE: Final = "save the page in a browser and name the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may cost: bytes, seconds, and how polite we are."""

    size: int = MAX_BYTES
    """Bytes of one page, after decompression."""
    expansion: int = 100
    """How many times larger decompression may make a page of over a million bytes (HTML: 4 to 20; bombs: 1,000)."""
    seconds: float = 30.0
    """Wall clock for one page with all its redirects, pauses and robots.txt not counted."""
    connect_seconds: float = 10.0
    """Of these, for one connection: resolving the name, connecting and shaking hands."""
    redirects: int = 5
    robots_size: int = 512_000
    """Bytes of robots.txt that are read; what comes after is ignored (RFC 9309, 2.5, wants at least these 500 KiB)."""
    pause: float = 1.0
    """Seconds from the end of one request to a host to the start of the next."""
    longest_pause: float = 10.0
    """The longest Crawl-delay of a robots.txt that is waited for, in seconds; a longer one is cut to this."""


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it was served: `data` are its bytes once the transfer's compression is undone, nothing decoded.

    `url` is where it was found in the end, `fetched_from` what was asked for. `content_type` is lower case and without
    parameters; `charset` is what the header says, as an unproven name in lower case, or None.
    """

    data: bytes
    url: str
    content_type: str
    charset: str | None
    fetched_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a server said when it was asked for something again: `status` 200 with new `data`, 304 for nothing new, or an error's.

    `moved` is where it stands now if every redirect on the way was a lasting one (301, 308). `etag` and `modified` are to be sent
    the next time; `wait` is for how many seconds the server asks to be left in peace (Retry-After, Cache-Control: max-age).
    """

    status: int
    url: str
    data: bytes = b""
    charset: str | None = None
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    status: int
    location: str | None = None
    content_type: str = ""
    charset: str | None = None
    data: bytes = b""
    lasting: bool = False
    etag: str | None = None
    modified: str | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Robots:
    """What one origin's robots.txt says: rules, or why none could be had (`code`, `message`, `hint` of the refusal)."""

    rules: Rules | None = None
    code: str = ""
    message: str = ""
    hint: str = ""


class Session:
    """The pages of one run: remembers each origin's robots.txt and when each host was last asked. One page at a time.

    `resolve`, `connect`, `clock` and `sleep` can be replaced (tests, a resolver of one's own); what `resolve` answers is
    judged all the same. `authorities` is a PEM file of certificate authorities to trust instead of certifi's. `trusted` are hosts
    (with the port where it is not the scheme's own) that need not stand on the public internet, as a person vouches for them.
    `agent` is how we introduce ourselves.
    """

    def __init__(
        self,
        *,
        limits: Limits = LIMITS,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        authorities: str | None = None,
        trusted: Collection[str] = (),
        agent: str = AGENT,
    ) -> None:
        self._limits, self._clock, self._sleep = limits, clock, sleep
        self._trusted, self._agent = frozenset(trusted), agent
        self._opener = Opener(clock=clock, resolve=resolve, connect=connect, authorities=authorities, trusted=trusted)
        self._robots: dict[str, _Robots] = {}
        self._last: dict[str, float] = {}
        self._turn = threading.Lock()

    def fetch(self, url: str) -> Fetched:
        """The page at `url`, redirects followed.

        Raises `BadInput`: `address-refused` (scheme, port, password, not public, here or on a redirect), `robots`,
        `fetch-failed` (no answer in time, a broken connection, a wrong certificate, an error status, endless redirects),
        `too-large` (in bytes or in growth while decompressing), `not-a-page` (neither HTML nor text, XML or JSON).
        """
        source = shown(url, len(url) + 1)
        start = locate(url, source, trusted=self._trusted)
        with self._turn:
            place, reply = self._follow(source, start, robots=False)
        return Fetched(
            data=reply.data, url=place.url, content_type=reply.content_type, charset=reply.charset, fetched_from=url.strip()
        )

    def poll(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Polled:
        """Ask for `url` again: it is sent only if it is new since the answer with this `etag` and `modified` (RFC 9110, 13).

        An error status is an answer, too (`Polled.status`). Raises `BadInput` as `fetch` does for all else.
        """
        source = shown(url, len(url) + 1)
        start = locate(url, source, trusted=self._trusted)
        asked = {"If-None-Match": etag or "", "If-Modified-Since": modified or ""}
        with self._turn:
            place, reply = self._follow(source, start, robots=False, asked={k: v for k, v in asked.items() if v})
        return Polled(
            status=reply.status,
            url=place.url,
            data=reply.data,
            charset=reply.charset,
            moved=place.url if reply.lasting and place.url != start.url else None,
            etag=reply.etag,
            modified=reply.modified,
            wait=reply.wait,
        )

    def _follow(self, source: str, place: Place, *, robots: bool, asked: Mapping[str, str] | None = None) -> tuple[Place, _Reply]:
        """Ask, and ask again where the answer says to, each time by all the rules. Returns the place of the last answer.

        `asked` are headers of a question whose every status is an answer; None for one that needs a page.
        """
        lasting = True
        seen: list[str] = []
        seconds = self._limits.seconds
        while True:
            seen.append(place.url)
            try:
                self._wait(place.host, self._pause(place) if robots else self._admit(source, place))
                began = self._clock()
                try:
                    reply = self._exchange(source, place, seconds, robots=robots, asked=asked)
                finally:
                    self._last[place.host] = self._clock()
            except BadInput as error:
                if len(seen) > 1:
                    raise _led(error, seen[-2]) from error
                raise
            seconds -= self._last[place.host] - began
            if reply.location is None:
                return place, replace(reply, lasting=lasting)
            lasting = lasting and reply.status in _LASTING
            place = self._redirected(source, place, reply.location, seen)

    def _redirected(self, source: str, place: Place, location: str, seen: Sequence[str]) -> Place:
        """Where a redirect leads. Raises `BadInput` where we do not follow."""
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")  # Headers come as Latin-1; some servers send UTF-8.
        try:
            there = locate(location, source, place, self._trusted)
        except BadInput as error:
            raise _led(error, place.url) from error
        if place.scheme == "https" and there.scheme == "http":
            raise BadInput(
                source,
                "address-refused",
                f"found a redirect from {shown(place.url)} down to plain http; needed https",
                _SAVE,
            )
        if there.url in seen:
            raise BadInput(
                source,
                "fetch-failed",
                f"found a redirect in a circle, back to {shown(there.url)}; needed a page",
                f"the site may want cookies or a login: {_SAVE}",
            )
        if len(seen) > self._limits.redirects:
            raise BadInput(
                source,
                "fetch-failed",
                f"found more than {self._limits.redirects} redirects, the last to {shown(there.url)}; needed a page",
                "name the last address",
            )
        return there

    def _pause(self, place: Place) -> float:
        """Seconds between two requests to a host of the public internet; one that a person vouches for is asked at once."""
        return 0.0 if place.netloc in self._trusted else self._limits.pause

    def _wait(self, host: str, pause: float) -> None:
        """Leave the host in peace for `pause` seconds after the last request to it."""
        if host in self._last and (left := self._last[host] + pause - self._clock()) > 0:
            self._sleep(left)

    def _admit(self, source: str, place: Place) -> float:
        """The pause that the site asks for, in seconds. Raises `BadInput` where its robots.txt keeps us out."""
        said = self._robots.get(place.origin)
        if said is None:
            said = self._robots[place.origin] = self._robots_of(source, place)
        if said.code:
            raise BadInput(source, said.code, said.message, said.hint)
        if said.rules is None:
            return self._pause(place)
        if not said.rules.allow(place.url):
            raise BadInput(
                source,
                "robots",
                f"found that {place.origin}/robots.txt keeps programs from {shown(place.target)}; needed a page left open",
                _SAVE,
            )
        return max(self._pause(place), min(said.rules.delay(), self._limits.longest_pause))

    def _robots_of(self, source: str, place: Place) -> _Robots:
        """Fetch and read an origin's robots.txt (RFC 9309, 2.3.1): 4xx leaves all open; 5xx, 429 and silence close all."""
        where = Place(scheme=place.scheme, host=place.host, port=place.port, target="/robots.txt")
        try:
            _, reply = self._follow(source, where, robots=True)
        except Unreached as error:
            return _Robots(code=error.code, message=error.message, hint=error.hint)
        except BadInput as error:
            code = error.code if error.code == "address-refused" else "robots"
            return _Robots(code=code, message=f"{error.message}, for {where.url}", hint=error.hint)
        if 200 <= reply.status < 300:
            return _Robots(rules=Rules(reply.data))
        if (
            HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR
            and reply.status != HTTPStatus.TOO_MANY_REQUESTS
        ):
            return _Robots()
        return _Robots(
            code="robots",
            message=f"found status {_status(reply.status)} for {where.url}; needed rules, or a 404 for none",
            hint=f"try again later, or {_SAVE}",
        )

    def _exchange(self, source: str, place: Place, seconds: float, *, robots: bool, asked: Mapping[str, str] | None) -> _Reply:
        """One request and its answer, within `seconds`. Raises `BadInput`."""
        most = (self._limits.robots_size if robots else self._limits.size) + _ENVELOPE
        bounds = Bounds(self._clock, seconds, most)
        try:
            address, wire = self._opener.open(source, place, bounds, self._limits.connect_seconds)
            with closing(wire):
                # The address, not the name: should urllib3 ever connect by itself, it would go to the machine judged.
                asking = HTTPConnection(address, place.port, timeout=bounds.left())
                asking.sock = wire
                with suppress(BrokenPipeError):  # A server may answer, and close, before it has heard all.
                    asking.request(
                        "GET", place.target, headers={**_headers(place, self._agent), **(asked or {})}, preload_content=False
                    )
                with closing(asking.getresponse()) as response:
                    return self._reply(source, place, response, bounds, robots=robots, any_status=asked is not None)
        except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
            if bounds.over:
                raise _too_large(source, place, most) from error
            if bounds.late or isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
                found, hint = f"no end of the answer within {self._limits.seconds:g} seconds", "try again later"
            else:
                found, hint = f"a broken answer ({reason(error)})", "try again later"
            raise BadInput(
                source, "fetch-failed", f"found {found} from {shown(place.url)}; needed a page", f"{hint}, or {_SAVE}"
            ) from error

    def _reply(
        self,
        source: str,
        place: Place,
        response: urllib3.BaseHTTPResponse,
        bounds: Bounds,
        *,
        robots: bool,
        any_status: bool,
    ) -> _Reply:
        """Head, then body, of an answer; the body is read only where the head is one we want."""
        status, location = response.status, response.headers.get("location")
        if status in _REDIRECTS and location:
            return _Reply(status=status, location=location)
        wait = _wait_asked(response) if any_status else None
        if (robots or any_status) and status != HTTPStatus.OK:
            return _Reply(status=status, wait=wait, etag=_short(response, "etag"), modified=_short(response, "last-modified"))
        if status != HTTPStatus.OK:
            raise BadInput(
                source, "fetch-failed", f"found status {_status(status)} at {shown(place.url)}; needed 200 OK", _advice(status)
            )
        declared = response.headers.get("content-type", "")
        content_type = declared.split(";")[0].split(",")[0].strip().lower()
        if not robots and not _PAGE.fullmatch(content_type):
            raise BadInput(
                source,
                "not-a-page",
                f"found {shown(repr(content_type)) if content_type else 'no content type'} at {shown(place.url)}; "
                "needed HTML, plain text, a feed (XML) or JSON",
                "name the address of the report itself",
            )
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise BadInput(
                source, "fetch-failed", f"found the compression {shown(encoding)!r}; needed gzip, deflate or none", _SAVE
            )
        charset = _CHARSET.search(declared)
        return _Reply(
            status=status,
            content_type=content_type,
            charset=charset[1].lower() if charset else None,
            data=self._body(source, place, response, bounds, robots=robots),
            etag=_short(response, "etag"),
            modified=_short(response, "last-modified"),
            wait=wait,
        )

    def _body(self, source: str, place: Place, response: urllib3.BaseHTTPResponse, bounds: Bounds, *, robots: bool) -> bytes:
        most = self._limits.robots_size if robots else self._limits.size
        announced = response.headers.get("content-length", "")
        if not robots and announced.isdecimal() and len(announced) < 20 and int(announced) > most:
            raise _too_large(source, place, most)
        out = bytearray()
        for chunk in response.stream(_CHUNK, decode_content=True):
            out += chunk
            if len(out) > most:
                if robots:
                    return bytes(out[:most]).rpartition(b"\n")[0]
                raise _too_large(source, place, most)
            if len(out) > max(_UNFOLDED, self._limits.expansion * bounds.received):
                raise BadInput(
                    source,
                    "too-large",
                    f"found that {shown(place.url)} grows more than {self._limits.expansion}-fold while it is decompressed; "
                    "needed an honest page",
                    "no report compresses that well: leave it out",
                )
        return bytes(out)


def fetch(url: str, *, limits: Limits = LIMITS, resolve: Resolve = resolve, connect: Connect = connect) -> Fetched:
    """One page in a `Session` of its own. For several, make one `Session`, which knows robots.txt files and keeps its pauses.

    Raises `BadInput` as `Session.fetch` does.
    """
    return Session(limits=limits, resolve=resolve, connect=connect).fetch(url)


def page(url: str, session: Session) -> Part:
    """The page at `url` as a part to be read: named by the address asked for, with the address where it was found.

    Raises `BadInput` as `Session.fetch` does. A feed or a packet comes as it is, for `open_parts` to take apart.
    """
    found = session.fetch(url)
    given = Given(how="fetched page", url=found.url, charset=found.charset)
    return Part(data=found.data, source=found.fetched_from, name=found.url, given=given)


def _short(response: urllib3.BaseHTTPResponse, name: str) -> str | None:
    """A header that may be sent back as it came: short, and of printable ASCII."""
    value = response.headers.get(name, "")
    return value if 0 < len(value) <= _HEADER and value.isascii() and value.isprintable() else None


def _wait_asked(response: urllib3.BaseHTTPResponse) -> float | None:
    """Seconds for which the server asks to be left in peace: Retry-After (seconds or a date), else Cache-Control: max-age."""
    told = response.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told[:9])
    if told:
        try:
            then = parsedate_to_datetime(told)
            now = parsedate_to_datetime(response.headers.get("date", ""))
            return max(0.0, (then - now).total_seconds())
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    fresh = _MAX_AGE.search(response.headers.get("cache-control", ""))
    return float(fresh[1][:9]) if fresh else None


def _headers(place: Place, agent: str) -> dict[str, str]:
    return {
        "Host": place.netloc,
        "User-Agent": agent,
        "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8, text/plain;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _led(error: BadInput, origin: str) -> BadInput:
    """The same refusal, saying which address led to what was refused."""
    return BadInput(error.source, error.code, f"{error.message} (led there from {shown(origin)})", error.hint)


def _too_large(source: str, place: Place, most: int) -> BadInput:
    return BadInput(
        source,
        "too-large",
        f"found more than {most:,} bytes at {shown(place.url)}; needed at most that",
        "name the address of a single report",
    )


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _advice(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return "check the address"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        return f"the site does not serve this page to programs: {_SAVE}"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"try again later, or {_SAVE}"
    return _SAVE
