"""Fetching: what is refused before a single byte is sent, what is bounded while bytes arrive, and what a site may ask of us.

Names lead to public addresses by an injected resolver, and an injected `connect` goes to a server on 127.0.0.1 in place of
the address that was judged: so every test runs the whole policy, and none needs a hole in it.
"""

from __future__ import annotations

import gzip
import ipaddress
import random
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from stemma.errors import CODES, BadInput
from stemma.model import Article, Rejected
from stemma.reading import read
from stemma.reading.sources import addresses
from stemma.reading.sources.addresses import locate, public, refusal
from stemma.reading.sources.fetching import AGENT, LIMITS, Fetched, Limits, Session, fetch, page
from stemma.reading.sources.robots import Rules

PUBLIC = "93.184.216.34"
PAGE = b"<html><body><p>The harbour board voted on Monday to close the old pier.</p></body></html>"
Answer = bytes | Callable[[socket.socket], None]

# A certificate for news.example that vouches for itself, valid from 2020 to 2120, made for these tests, and its key.
CERTIFICATE = """
MIIBazCCARCgAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxuZXdzLmV4YW1wbGUwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcx
FTATBgNVBAMMDG5ld3MuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFg5EhhgvuRMNpQ7xY3lAylowEKxhsAQnH7DBI4JvNoVihxW7YJxXR1N
jcJXbe7HjeuEO+5eCt0Fwxaek8VWBXqjSzBJMBcGA1UdEQQQMA6CDG5ld3MuZXhhbXBsZTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQ9NkUh++s95M8i
xbLHIkv7i3PQWDAKBggqhkjOPQQDAgNJADBGAiEAhiTPbsvbV49fhZqL4dpcUsWErNT3FdUKl+u5CENUUXkCIQDEeiWjvmChOqpp8CEYF8JyOXWsULRVYcMv
b9V4gR8P5Q=="""
KEY = """
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCRwi9dEWU2kXTuETOpvBGIb3qI2rH/w/46UUIQw++cWhRANCAARYORIYYL7kTDaUO8WN5QMp
aMBCsYbAEJx+wwSOCbzaFYocVu2CcV0dTY3CV23ux43rhDvuXgrdBcMWnpPFVgV6"""


def pem(kind: str, text: str) -> str:
    """A text in the armour that OpenSSL wants."""
    joined = text.replace("\n", "")
    lines = [joined[n : n + 64] for n in range(0, len(joined), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer of a server, closed by the end of the connection unless `headers` say how long it is."""
    head = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers, "Connection: close"]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", "Content-Length: 0", status=status)


def drip(head: bytes, piece: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """Sends `head`, then `piece` for ever."""

    def send(client: socket.socket) -> None:
        client.sendall(head)
        while True:
            client.sendall(piece)
            time.sleep(pause)

    return send


class World:
    """A server on 127.0.0.1 that stands for every host. `routes` maps "host/path", or "/path" on any host, to its answer."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Answer] = {}
        self.names: dict[str, Sequence[str]] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.reached: list[tuple[str, int]] = []
        self.slept: list[float] = []
        self.resolved: list[str] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port: int = self._listener.getsockname()[1]
        self._open = True
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def resolve(self, host: str, seconds: float) -> Sequence[str]:
        assert 0 < seconds <= LIMITS.connect_seconds
        self.resolved.append(host)
        return self.names.get(host, (PUBLIC,))

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.reached.append((address, port))
        return socket.create_connection(("127.0.0.1", self._port), timeout=seconds)

    def session(self, **limits: float) -> Session:
        return Session(
            limits=Limits(**limits),  # type: ignore[arg-type]
            resolve=self.resolve,
            connect=self.connect,
            sleep=self.slept.append,
            authorities=self.authorities,
        )

    authorities: str | None = None

    def close(self) -> None:
        self._open = False
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        self._serving.join()
        self._listener.close()

    def _serve(self) -> None:
        while self._open:
            client, _ = self._listener.accept()
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError), client, self._above(client) as above:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := above.recv(65536)):
                    return
                head += more
            text = head.decode("latin-1")
            path = text.split(" ")[1]
            host = next(line[6:] for line in text.split("\r\n") if line.startswith("Host: "))
            self.asked.append(host + path)
            self.heads.append(text)
            default = answer(b"", status="404 Not Found") if path == "/robots.txt" else answer()
            reply = self.routes.get(host + path, self.routes.get(path, default))
            if isinstance(reply, bytes):
                above.sendall(reply)
            else:
                reply(above)

    def _above(self, client: socket.socket) -> socket.socket:
        return client if self._tls is None else self._tls.wrap_socket(client, server_side=True)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def refused(session: Session, url: str) -> BadInput:
    """The refusal of `url`, which must be told as the house tells: found, needed, hint, a known code."""
    with pytest.raises(BadInput) as caught:
        session.fetch(url)
    error = caught.value
    assert error.code in CODES
    assert error.message.startswith("found ") and "; needed " in error.message and error.hint
    return error


# Addresses as they are written.


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/page",
        "//news.example/page",
        "file:///etc/hostname",
        "ftp://news.example/page",
        "gopher://news.example:80/_",
        "data:text/html,hello",
        "javascript:alert(1)",
        "unix:///run/docker.sock",
        "http://",
        "http:///page",
        "http:page",
        "https://:443/",
        "http://news.example@10.0.0.1/",
        "http://me:secret@news.example/",
        "http://@news.example/",
        "http://news.example:22/",
        "http://news.example:0/",
        "http://news.example:65536/",
        "http://news.example:81/",
        "http://news.example:6379/",
        "http://news.example\\@10.0.0.1/",
        "http://news.example/a b",
        "http://news.example/a\r\nHost: inner",
        "http://news.example/\x00",
        "http://news.exa\tmple/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://db.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router.home.arpa/",
        "http://intranet/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.0/",
        "http://127.0.0.0xf/",
        "http://news.0x/",
        "http://8.8.8.08/",
        "http://134744072/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://news..example/",
        "http://news.example../",
        "http://.news.example/",
        "http://./",
        "http://-news.example/",
        "http://news%2eexample%00/",
        "http://news%2fexample/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        "http://[::1/",
        "http://[v1.x]/",
        "http://[::1]x/",
        "http://news.example:8o/",
        f"http://news.example/{'a' * 5000}",
    ],
)
def test_an_address_that_is_not_plainly_a_pages_is_refused_before_any_name_is_asked_for(url: str, world: World) -> None:
    assert refused(world.session(), url).code == "address-refused"
    assert not world.resolved and not world.reached


INSIDE = """
10.0.0.1 127.0.0.1 %31%32%37.0.0.1 127.0.0.1. 169.254.169.254 168.63.129.16 0.0.0.0 100.64.0.1 192.0.0.192
192.0.2.1 192.88.99.1 192.168.1.1 172.31.255.255 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1
255.255.255.255 [::1] [::] [fc00::] [fd00:ec2::254] [fe80::1] [fe80::1%25eth0] [fec0::1] [ff02::1]
[::ffff:10.0.0.1] [::ffff:a00:1] [::ffff:8.8.8.8] [::10.0.0.1] [::ffff:0:10.0.0.1] [64:ff9b::a00:1]
[64:ff9b:1::808:808] [2002:a00:1::] [2002:7f00:1::1] [2001:0:a00:1::] [2001:db8::1] [2001:10::1] [3fff::1]
[100::1] [5f00::1] [2a00:1450::5efe:10.0.0.1]
"""


@pytest.mark.parametrize("host", INSIDE.split())
def test_a_machine_that_is_not_public_is_refused_and_never_connected_to(host: str, world: World) -> None:
    for scheme in ("http", "https"):
        assert refused(world.session(), f"{scheme}://{host}/page").code == "address-refused"
    literal = host.strip("[]").rstrip(".").replace("%25", "%").replace("%31%32%37", "127")
    world.names["news.example"] = (literal,)
    assert refused(world.session(), "http://news.example/page").code == "address-refused"
    assert not world.reached


@pytest.mark.parametrize("address", ["8.8.8.8", PUBLIC, "100.128.0.1", "172.32.0.1", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_public_machines_are_let_through(address: str) -> None:
    assert refusal(address) is None
    assert public("x", "news.example", [address, address]) == (address,)
    host = f"[{address}]" if ":" in address else address
    assert locate(f"http://{host}/", "x").netloc == host


@pytest.mark.parametrize("text", ["", "news.example", "1.2.3", "010.8.8.8", "8.8.8.8 ", "::1::", "2606:4700::1%eth0"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert refusal(text)


def test_one_private_machine_among_public_ones_refuses_the_name(world: World) -> None:
    world.names["news.example"] = (PUBLIC, "10.0.0.1")
    error = refused(world.session(), "http://news.example/")
    assert error.code == "address-refused" and "10.0.0.1 (private)" in error.message
    assert not world.reached


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        (" https://news.example./a/../b?c=d#e\n", "https://news.example/b?c=d"),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:8080/x", "http://news.example:8080/x"),
        ("http://news.example:443/x", "http://news.example:443/x"),
        ("https://bücher.example/é?ü", "https://xn--bcher-kva.example/%C3%A9?%C3%BC"),
        ("https://新聞.example/", "https://xn--efvv70d.example/"),
        ("https://under_score.example/", "https://under_score.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700:0::1111]:8080/", "http://[2606:4700:4700::1111]:8080/"),
        ("https://news.example/a%20b?q=%2Fx", "https://news.example/a%20b?q=%2Fx"),
        ("https://news.example/100%-sure%20thing?%", "https://news.example/100%25-sure%20thing?%25"),
    ],
)
def test_an_address_has_one_normal_form(url: str, normal: str) -> None:
    place = locate(url, "x")
    assert place.url == normal
    assert locate(place.url, "x") == place


def inside(blocks: Iterable[tuple[Any, str]], v: Literal[4, 6]) -> SearchStrategy[Any]:
    """Any address, with every second one from a special block: chance alone would seldom find these."""
    return st.ip_addresses(v=v) | st.sampled_from([block for block, _ in blocks]).flatmap(lambda b: st.ip_addresses(network=b))


V4 = inside(addresses._V4, 4)
V6 = inside(addresses._V6, 6)


def wrapped(ip: ipaddress.IPv4Address) -> dict[str, str]:
    """Every way we know to write an IPv4 address inside an IPv6 address."""
    n = int(ip)
    forms = {
        "mapped": 0xFFFF << 32 | n,
        "compatible": n,
        "translated": 0xFFFF << 48 | n,
        "NAT64": 0x64FF9B << 96 | n,
        "local NAT64": 0x64FF9B0001 << 80 | n,
        "6to4": 0x2002 << 112 | n << 80 | 1,
        "Teredo": 0x20010000 << 96 | 0x41D0E2F8 << 64 | n ^ 0xFFFFFFFF,
        "Teredo server": 0x20010000 << 96 | n << 64 | 0xF7F7F7F7,
        "ISATAP": 0x2A001450 << 96 | 0x5EFE << 32 | n,
        "ISATAP, own": 0x2A001450 << 96 | 0x02005EFE << 32 | n,
    }
    return {name: str(ipaddress.IPv6Address(value)) for name, value in forms.items()}


@given(V4)
@settings(max_examples=150, deadline=None)
def test_whatever_is_not_global_is_refused_in_every_wrapping(ip: ipaddress.IPv4Address) -> None:
    for name, form in wrapped(ip).items():
        why = refusal(form)
        if name == "NAT64":
            assert (why is None) == (refusal(str(ip)) is None)
        else:
            assert why, name
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        assert refusal(str(ip))
        for form in (str(ip), *wrapped(ip).values()):
            with pytest.raises(BadInput):
                public("x", "news.example", [PUBLIC, form])


@given(V6)
@settings(max_examples=150, deadline=None)
def test_whatever_is_not_global_in_ipv6_is_refused(ip: ipaddress.IPv6Address) -> None:
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_site_local or ip not in ipaddress.ip_network("2000::/3"):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        assert refusal(str(ip)) or (ip in ipaddress.ip_network("64:ff9b::/96") and refusal(str(inner)) is None)
        assert refusal(f"{ip}%1")


@given(st.text(max_size=60) | st.from_regex(r"https?://[!-~]{0,30}(/[!-~]{0,20})?", fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_any_text_is_either_refused_or_taken_apart_for_good(text: str) -> None:
    try:
        place = locate(text, "x")
    except BadInput as error:
        assert error.code == "address-refused" and all(c.isprintable() for c in error.message)
    else:
        assert place.scheme in ("http", "https") and place.port in addresses.PORTS
        assert place.url.isascii() and place.url.isprintable() and " " not in place.url
        assert locate(place.url, "x") == place


# The way there.


def test_a_page_comes_as_it_was_served(world: World) -> None:
    found = world.session().fetch(" http://News.example/2024/pier?id=7#top")
    assert found == Fetched(
        data=PAGE,
        url="http://news.example/2024/pier?id=7",
        content_type="text/html",
        charset="utf-8",
        fetched_from="http://News.example/2024/pier?id=7#top",
    )
    assert world.asked == ["news.example/robots.txt", "news.example/2024/pier?id=7"]
    assert world.reached == [(PUBLIC, 80)] * 2
    assert f"User-Agent: {AGENT}\r\n" in world.heads[1] and AGENT.startswith("stemma/")
    assert world.heads[1].count("Host: ") == 1 and "Cookie" not in world.heads[1] and "Referer" not in world.heads[1]


def test_fetch_is_a_session_of_its_own(world: World) -> None:
    assert fetch("http://news.example:8080/", limits=Limits(pause=0), resolve=world.resolve, connect=world.connect).data == PAGE
    assert world.reached == [(PUBLIC, 8080)] * 2 and world.asked[1] == "news.example:8080/"


def test_a_page_is_named_by_what_was_asked_for_and_knows_where_it_was_found(world: World) -> None:
    world.routes["/short"] = moved("http://news.example/2024/pier")
    world.routes["/2024/pier"] = answer(kind="text/html; charset=windows-1252")
    part = page("http://news.example/short", world.session())
    assert (part.data, part.form, part.source) == (PAGE, "page", "http://news.example/short")
    assert (part.given.url, part.given.charset) == ("http://news.example/2024/pier", "windows-1252")
    assert part.name == part.given.url


def test_read_fetches_only_when_asked_to_and_one_refusal_never_sinks_the_rest(world: World) -> None:
    sentences = b"<p>The harbour board of Oskvik voted on Monday to close the old pier, its chairwoman said.</p>" * 12
    world.routes["/pier"] = answer(b"<html><body><article><h1>Old pier to close</h1>" + sentences + b"</article></body></html>")
    session = world.session()
    urls = ["http://news.example/pier", "http://10.0.0.1/pier", "http://other.example/pier"]
    assert [a.code for a in read(urls) if isinstance(a, Rejected)] == ["address"] * 3 and not world.asked
    first, second, third = read(urls, fetch=lambda url: page(url, session))
    assert isinstance(first, Article) and "harbour board" in first.text
    assert isinstance(second, Rejected) and second.code == "address-refused" and second.source == urls[1]
    assert isinstance(third, Article) and third.id != first.id


def test_a_name_that_answers_differently_the_second_time_gains_nothing(world: World) -> None:
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    session = Session(resolve=lambda host, seconds: next(answers), connect=world.connect, sleep=world.slept.append)
    assert refused(session, "http://news.example/").code == "address-refused"
    assert world.asked == ["news.example/robots.txt"]
    assert world.reached == [(PUBLIC, 80)]


def test_each_connection_resolves_once_and_goes_to_the_address_that_was_judged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: pytest.fail("a second resolution"))
    answers = iter([("8.8.4.4",), ("2606:4700:4700:0::1111",)])

    def go(address: str, port: int, seconds: float) -> socket.socket:
        world.reached.append((address, port))
        made = socket.socket()
        made.connect(("127.0.0.1", world._port))
        return made

    assert Session(resolve=lambda host, seconds: next(answers), connect=go, sleep=world.slept.append).fetch("http://news.example/")
    assert world.reached == [("8.8.4.4", 80), ("2606:4700:4700::1111", 80)]


def test_an_address_that_does_not_answer_gives_way_to_the_next(world: World) -> None:
    world.names["news.example"] = ("8.8.4.4", "2606:4700:4700::1111", PUBLIC)
    tried: list[str] = []

    def go(address: str, port: int, seconds: float) -> socket.socket:
        assert seconds <= LIMITS.connect_seconds / (3 - len(tried) % 3)
        tried.append(address)
        if address != PUBLIC:
            raise ConnectionRefusedError(111, "Connection refused")
        return world.connect(address, port, seconds)

    found = Session(resolve=world.resolve, connect=go, sleep=world.slept.append).fetch("http://news.example/")
    assert found.data == PAGE


def test_nobody_there(world: World) -> None:
    def nowhere(host: str, seconds: float) -> Sequence[str]:
        world.resolved.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    session = Session(resolve=nowhere, connect=world.connect)
    for _ in range(2):
        error = refused(session, "http://news.example/")
        assert error.code == "fetch-failed" and "Name or service not known" in error.message
    assert len(world.resolved) == 1, "a dead host is asked for once in a run"
    assert (
        "the name has no address" in refused(Session(resolve=lambda h, s: (), connect=world.connect), "http://a.example/").message
    )


def test_settings_of_the_surroundings_do_not_matter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "STEMMA_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert world.session().fetch("http://news.example/").data == PAGE
    assert world.reached == [(PUBLIC, 80)] * 2


def test_the_systems_resolver_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def slow(*given: object, **named: object) -> list[object]:
        stop.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with pytest.raises(TimeoutError):
        addresses.resolve("news.example", 0.05)
    stop.set()
    monkeypatch.undo()
    assert addresses.resolve("8.8.8.8", 5.0) == ("8.8.8.8",)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: (_ for _ in ()).throw(socket.gaierror(-2, "unknown")))
    with pytest.raises(socket.gaierror):
        addresses.resolve("news.example", 5.0)


# TLS.


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "both.pem").write_text(pem("CERTIFICATE", CERTIFICATE) + pem("PRIVATE KEY", KEY))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    made = World(context)
    made.authorities = str(tmp_path / "both.pem")
    yield made
    made.close()


def test_https_checks_the_certificate_for_the_name_though_it_connects_to_an_address(secure: World) -> None:
    assert secure.session().fetch("https://news.example/pier").data == PAGE
    assert secure.reached == [(PUBLIC, 443)] * 2
    error = refused(secure.session(), "https://other.example/pier")
    assert error.code == "fetch-failed" and "certificate" in error.message and "other.example" in error.message
    secure.authorities = None
    error = refused(secure.session(), "https://news.example/pier")
    assert error.code == "fetch-failed" and "certificate" in error.message
    assert secure.asked == ["news.example/robots.txt", "news.example/pier"]


def test_https_to_a_server_that_speaks_plain_http(world: World) -> None:
    world.routes["/"] = PAGE
    assert refused(world.session(connect_seconds=0.3), "https://news.example/").code == "fetch-failed"


def test_https_is_never_left_for_http(secure: World) -> None:
    secure.routes["/pier"] = moved("http://news.example/pier")
    error = refused(secure.session(), "https://news.example/pier")
    assert error.code == "address-refused" and "https" in error.message
    assert (PUBLIC, 80) not in secure.reached


def test_a_slow_drip_above_tls_ends_in_time(secure: World) -> None:
    secure.routes["/"] = drip(answer(), b".", 0.02)
    started = time.monotonic()
    assert refused(secure.session(seconds=0.4), "https://news.example/").code == "fetch-failed"
    assert time.monotonic() - started < 3


def test_a_handshake_that_never_ends_does(world: World) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    session = Session(
        limits=Limits(connect_seconds=0.2),
        resolve=world.resolve,
        connect=lambda a, p, s: socket.create_connection(silent.getsockname(), timeout=s),
    )
    started = time.monotonic()
    error = refused(session, "https://news.example/")
    silent.close()
    assert error.code == "fetch-failed" and "no answer in time" in error.message
    assert time.monotonic() - started < 3


# Redirects.


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed_and_each_origin_is_asked_for_its_rules(status: str, world: World) -> None:
    world.routes["news.example/a"] = moved("../b?x=1", status)
    world.routes["news.example/b?x=1"] = moved("//www.news.example/é".encode().decode("latin-1"), status)
    found = world.session().fetch("http://news.example/a")
    assert (found.url, found.data) == ("http://www.news.example/%C3%A9", PAGE)
    assert found.fetched_from == "http://news.example/a"
    assert world.asked == [
        "news.example/robots.txt",
        "news.example/a",
        "news.example/b?x=1",
        "www.news.example/robots.txt",
        "www.news.example/%C3%A9",
    ]


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://127.0.0.1:8080/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "//localhost/",
        "http://inner.example/",
        "http://news.example:22/",
        "http://me@news.example/",
        "file:///etc/hostname",
        "gopher://news.example/",
        "http://@/",
        "/a\\b",
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_refused(location: str, world: World) -> None:
    world.names["inner.example"] = ("192.168.0.7",)
    world.routes["/page"] = moved(location)
    error = refused(world.session(), "http://news.example/page")
    assert error.code == "address-refused" and error.source == "http://news.example/page"
    assert error.message.endswith("(led there from http://news.example/page)")
    assert world.asked == ["news.example/robots.txt", "news.example/page"]
    assert {address for address, _ in world.reached} == {PUBLIC}


def test_redirects_in_a_circle_and_without_end(world: World) -> None:
    world.routes["/a"], world.routes["/b"] = moved("/b"), moved("/a#again")
    assert "circle" in refused(world.session(), "http://news.example/a").message
    assert world.asked.count("news.example/a") == 1
    for n in range(9):
        world.routes[f"/{n}"] = moved(f"/{n + 1}")
    error = refused(world.session(), "http://news.example/0")
    assert error.code == "fetch-failed" and "more than 5 redirects" in error.message
    assert "news.example/5" in world.asked and "news.example/6" not in world.asked
    assert world.session().fetch("http://news.example/4").data == PAGE, "exactly five are followed: 4 to 9"


def test_a_redirect_without_a_place_is_an_error(world: World) -> None:
    world.routes["/"] = answer(b"", status="302 Found")
    assert "302 Found" in refused(world.session(), "http://news.example/").message


# What comes back.


@pytest.mark.parametrize(
    ("kind", "content_type", "charset"),
    [
        ("text/html", "text/html", None),
        ("TEXT/HTML;Charset='Windows-1252'", "text/html", "windows-1252"),
        ('application/xhtml+xml; profile=x; charset="ISO-8859-1"', "application/xhtml+xml", "iso-8859-1"),
        ("text/plain;charset=../../x", "text/plain", None),
        ("text/plain; notcharset=utf-8", "text/plain", None),
        ("application/rss+xml", "application/rss+xml", None),
        ("application/atom+xml", "application/atom+xml", None),
        ("application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsitem+xml", None),
        ("application/xml", "application/xml", None),
        ("text/xml", "text/xml", None),
        ("application/json", "application/json", None),
        ("application/feed+json", "application/feed+json", None),
    ],
)
def test_pages_text_and_feeds_are_taken(kind: str, content_type: str, charset: str | None, world: World) -> None:
    world.routes["/"] = answer(kind=kind)
    found = world.session().fetch("http://news.example/")
    assert (found.content_type, found.charset, found.data) == (content_type, charset, PAGE)


@pytest.mark.parametrize(
    "kind", ["", "application/pdf", "image/svg+xml", "application/zip", "video/mp4", "text/css", "html", "\x1b[31mtext/html"]
)
def test_anything_else_is_not_a_page_and_its_body_is_not_read(kind: str, world: World) -> None:
    world.routes["/"] = drip(answer(kind=kind), b"x" * 65536)
    error = refused(world.session(), "http://news.example/")
    assert error.code == "not-a-page" and error.message.isprintable()


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "429 Slow", "500 Oops", "204 No Content", "206 Part", "799 \x1b"]
)
def test_an_error_status_is_an_error(status: str, world: World) -> None:
    world.routes["/"] = answer(status=status)
    error = refused(world.session(), "http://news.example/")
    assert error.code == "fetch-failed" and status[:3] in error.message and error.message.isprintable()


def test_compressed_pages(world: World) -> None:
    for name, body in (("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE)), ("identity", PAGE)):
        world.routes["/"] = answer(body, f"Content-Encoding: {name}")
        assert world.session().fetch("http://news.example/").data == PAGE
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (PAGE[:5], PAGE[5:])) + b"0\r\n\r\n"
    world.routes["/"] = answer(chunks, "Transfer-Encoding: chunked")
    assert world.session().fetch("http://news.example/").data == PAGE
    for name in ("gzip, gzip", "br", "zstd", "compress"):
        world.routes["/"] = answer(PAGE, f"Content-Encoding: {name}")
        assert refused(world.session(), "http://news.example/").code == "fetch-failed"
    world.routes["/"] = answer(b"no gzip at all", "Content-Encoding: gzip")
    assert refused(world.session(), "http://news.example/").code == "fetch-failed"


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_bomb_is_put_out_before_it_fills_the_memory(name: str, chunked: bool, world: World) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if name == "gzip" else 15)
    body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    assert len(body) < 200_000
    headers = [f"Content-Encoding: {name}"]
    if chunked:
        headers, body = [*headers, "Transfer-Encoding: chunked"], b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    world.routes["/"] = answer(body, *headers)
    tracemalloc.start()
    error = refused(world.session(), "http://news.example/")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == "too-large" and "100-fold" in error.message
    assert peak < 30_000_000


def test_a_long_page_that_compresses_well_is_no_bomb(world: World) -> None:
    paragraphs = [b"<p>%d %d</p>" % (n, random.Random(n).randrange(10**9)) for n in range(50_000)]
    world.routes["/"] = answer(gzip.compress(b"".join(paragraphs)), "Content-Encoding: gzip")
    assert len(world.session().fetch("http://news.example/").data) > 1_000_000


def test_size_is_bounded_announced_or_not(world: World) -> None:
    world.routes["/1"] = drip(answer(b"", "Content-Length: 5001"), b"", 0.05)  # Refused by what it announces, not waited for.
    world.routes["/2"] = answer(b"x" * 5001)
    world.routes["/3"] = answer(gzip.compress(b"x" * 5001), "Content-Encoding: gzip")
    world.routes["/4"] = drip(answer(b"", "Transfer-Encoding: chunked"), b"100\r\n" + b"x" * 256 + b"\r\n")
    world.routes["/5"] = answer(b"x" * 5000)
    for n in range(1, 5):
        error = refused(world.session(size=5000, seconds=3), f"http://news.example/{n}")
        assert error.code == "too-large" and "5,000" in error.message
    assert len(world.session(size=5000).fetch("http://news.example/5").data) == 5000
    assert LIMITS.size == 20_000_000 and LIMITS.seconds == 30 and LIMITS.connect_seconds == 10


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (answer(), b"."),
        (answer(b"", "Transfer-Encoding: chunked"), b"1\r\n.\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n"),
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "one header", "many headers", "status", "continue"],
)
def test_a_slow_drip_ends_by_the_clock_on_the_wall(head: bytes, piece: bytes, world: World) -> None:
    world.routes["/"] = drip(head, piece, 0.02)
    started = time.monotonic()
    error = refused(world.session(seconds=0.4), "http://news.example/")
    assert error.code == "fetch-failed"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 4096),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n" * 400),
        (b"", b"x" * 4096),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400),
        (answer(b"", "Transfer-Encoding: chunked"), b"0" * 4096),
        (answer(b"0\r\n", "Transfer-Encoding: chunked"), b"X-Trailer: y\r\n" * 400),
    ],
    ids=["one header", "many headers", "status", "continue", "chunk size", "trailers"],
)
def test_heads_and_trailers_without_end_meet_a_bound(head: bytes, piece: bytes, world: World) -> None:
    world.routes["/"] = drip(head, piece)
    error = refused(world.session(size=50_000), "http://news.example/")
    assert error.code in ("too-large", "fetch-failed")


def test_an_answer_that_comes_before_the_question_is_heard() -> None:
    def go(address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(answer(kind="text/plain"))
        return ours

    session = Session(limits=Limits(pause=0), resolve=lambda host, seconds: (PUBLIC,), connect=go)
    assert session.fetch("http://news.example/").data == PAGE


def test_a_page_cut_short_is_not_taken_for_whole(world: World) -> None:
    world.routes["/1"] = answer(PAGE, f"Content-Length: {len(PAGE) + 1}")
    world.routes["/2"] = answer(b"%x\r\n%b" % (len(PAGE) + 9, PAGE), "Transfer-Encoding: chunked")
    world.routes["/3"] = b""
    for n in range(1, 4):
        assert refused(world.session(), f"http://news.example/{n}").code == "fetch-failed"


SCRAPS = [
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"Content-Type: text/html\r\n", b"Location: http://\xff/\r\n"),
    *(b"\r\n", b"5\r\n", b"hello", b"\x00", b": \r\n", b" folded\r\n", b"\x1f\x8b\x08\x00", b"Location: ?\r\n"),
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Set-Cookie: a=b\r\n"),
    *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n"),
]
ANSWERS = st.binary(max_size=300) | st.lists(st.sampled_from(SCRAPS), max_size=12).map(
    lambda scraps: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" * (len(scraps) % 2) + b"".join(scraps)
)


@given(ANSWERS)
@settings(max_examples=150, deadline=None)
def test_whatever_a_server_sends_it_is_a_page_or_a_refusal(data: bytes) -> None:
    def go(address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(data if opened else answer(b"", status="404 Not Found"))
        theirs.shutdown(socket.SHUT_WR)
        opened.append(theirs)
        return ours

    opened: list[socket.socket] = []
    session = Session(limits=Limits(pause=0, seconds=2), resolve=lambda host, seconds: (PUBLIC,), connect=go)
    try:
        found = session.fetch("http://news.example/")
    except BadInput as error:
        assert error.code in ("fetch-failed", "address-refused", "too-large", "not-a-page")
        assert error.message.isprintable()
    else:
        assert len(found.data) <= len(data) * 100 and found.content_type == "text/html"
    finally:
        for theirs in opened:
            theirs.close()


# What a site asks of us.


def rules(*lines: str) -> bytes:
    return answer("\n".join(lines).encode(), kind="text/plain")


@pytest.mark.parametrize(
    ("robots", "open_to_us"),
    [
        (rules("User-agent: *", "Disallow: /"), False),
        (rules("User-agent: *", "Disallow:"), True),
        (rules("User-agent: other", "Disallow: /"), True),
        (rules("User-agent: STEMMA", "Disallow: /news"), False),
        (rules("User-agent: stemma/1.0 # us", "Disallow: /news"), False),
        (rules("User-agent: stem", "Disallow: /"), True),
        (rules("User-agent: stemmatologist", "Disallow: /"), True),
        (rules("User-agent: *", "Disallow: /", "", "User-agent: stemma", "Allow: /"), True),
        (rules("User-agent: stemma", "Allow: /", "", "User-agent: *", "Disallow: /"), True),
        (rules("User-agent: a", "User-agent: stemma", "User-agent: b", "Disallow: /news"), False),
        (rules("User-agent: *", "Disallow: /news", "Allow: /news/pier"), True),
        (rules("User-agent: *", "Allow: /news", "Disallow: /news/pier"), False),
        (rules("User-agent: *", "Disallow: /*?id="), False),
        (rules("User-agent: *", "Disallow: /*pier$"), True),
        (rules("User-agent: *", "Disallow: /NEWS"), True),
        (rules("Disallow: /"), True),
        (rules("﻿User-agent: *", "Disallow: /"), False),
        (answer(b"<html><body>Disallow: nothing here</body></html>"), True),
        (answer(b"\xff\xfe\x00\x01" * 50, kind="application/octet-stream"), True),
        (answer(gzip.compress(b"User-agent: *\nDisallow: /"), "Content-Encoding: gzip"), False),
        (answer(b"", status="204 No Content"), True),
        (answer(b"User-agent: *\nDisallow: /", status="404 Not Found"), True),
        (answer(b"", status="401 Unauthorized"), True),
        (answer(b"", status="403 Forbidden"), True),
        (answer(b"", status="410 Gone"), True),
        (answer(b"", status="429 Too Many Requests"), False),
        (answer(b"", status="500 Oops"), False),
        (answer(b"", status="503 Later"), False),
        (answer(b"", status="300 Choices"), False),
        (b"nonsense\r\n\r\n", False),
        (b"", False),
        (moved("/rules"), False),
        (moved("http://elsewhere.example/rules"), False),
        (moved("/robots.txt"), False),
    ],
)
def test_robots_txt_is_honoured(robots: bytes, open_to_us: bool, world: World) -> None:
    world.routes["/robots.txt"] = robots
    world.routes["/rules"] = rules("User-agent: *", "Disallow: /news")
    session = world.session()
    if open_to_us:
        assert session.fetch("http://news.example/news/pier?id=7").data == PAGE
    else:
        for _ in range(2):
            error = refused(session, "http://news.example/news/pier?id=7")
            assert error.code == "robots" and "robots.txt" in error.message
        assert not [path for path in world.asked if path.endswith("id=7")]
    assert world.asked.count("news.example/robots.txt") == 1, "asked for once in a run"


def test_robots_txt_counts_on_every_redirect_and_by_origin(world: World) -> None:
    world.routes["open.example/"] = moved("http://closed.example/")
    world.routes["closed.example/robots.txt"] = rules("User-agent: *", "Disallow: /")
    error = refused(world.session(), "http://open.example/")
    assert error.code == "robots" and "led there from http://open.example/" in error.message
    assert "closed.example/" not in world.asked
    assert world.session().fetch("http://closed.example:8080/").data == PAGE, "another port is another origin"


def test_robots_txt_may_not_lead_us_inside(world: World) -> None:
    world.routes["/robots.txt"] = moved("http://10.0.0.1/robots.txt")
    assert refused(world.session(), "http://news.example/").code == "address-refused"
    assert {address for address, _ in world.reached} == {PUBLIC}


def test_a_slow_robots_txt_ends_in_time(world: World) -> None:
    world.routes["/robots.txt"] = drip(answer(kind="text/plain"), b"#", 0.02)
    assert refused(world.session(seconds=0.3), "http://news.example/").code == "robots"


def test_only_the_first_part_of_an_endless_robots_txt_counts(world: World) -> None:
    world.routes["/robots.txt"] = drip(answer(b"User-agent: *\nDisallow: /closed\n", kind="text/plain"), b"# more\n" * 1000)
    session = world.session()
    assert session.fetch("http://news.example/open").data == PAGE
    assert refused(session, "http://news.example/closed").code == "robots"


def test_a_robots_txt_made_to_be_slow_to_read_is_read_fast(world: World) -> None:
    agents, paths = [f"User-agent: a{n}" for n in range(13_000)], [f"Disallow: /{n}" for n in range(13_000)]
    world.routes["/robots.txt"] = rules(*agents, "User-agent: stemma", *paths, "Disallow: /" + "*a" * 2000)
    started = time.monotonic()
    assert refused(world.session(), "http://news.example/12999").code == "robots"
    assert refused(world.session(), "http://news.example/" + "a" * 3000).code == "robots"
    assert time.monotonic() - started < 5


LINES = st.sampled_from(
    [
        *("User-agent: stemma", "user agent *", "Useragent:x", "Disallow: /", "Allow: ", "Crawl-delay: ", "Request-rate: "),
        *("Visit-time: ", "Sitemap: ", "Host: ", "\n", "1/5s", "1/0", "0600-0845", "1e999", "nan", "-1", "9" * 400),
        *("%", "%zz", "%e9", "$", "*", "http://["),
    ]
)


@given(st.lists(LINES | st.text(max_size=5), max_size=25).map("".join), st.text(alphabet="abc/%?*$[]=&", max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_robots_txt(text: str, path: str) -> None:
    read = Rules(text.encode())
    read.allow(f"http://news.example/{path}")
    assert 0 <= read.delay() < float("inf")
    group = "User-agent: *\nDisallow: /\n\n"
    assert not Rules(f"{group}User-agent: other{path.replace('/', '')}\nAllow: /\n".encode()).allow("http://news.example/x")


class Hand:
    """A clock that only sleeping moves, and work by a fixed step."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.mark.parametrize(
    ("asked", "pause"),
    [("", 1.0), ("Crawl-delay: 0.2", 1.0), ("Crawl-delay: 4", 4.0), ("Crawl-delay: 600", 10.0), ("Crawl-delay: x", 1.0)],
)
def test_a_host_is_left_in_peace_between_two_requests(asked: str, pause: float, world: World) -> None:
    world.routes["/robots.txt"] = rules("User-agent: *", "Disallow: /no", asked)
    hand = Hand()
    session = Session(resolve=world.resolve, connect=world.connect, clock=hand.clock, sleep=hand.sleep)
    session.fetch("http://news.example/1")
    assert hand.slept == [pause], "robots.txt is a request as well"
    session.fetch("http://other.example/1")
    assert hand.slept == [pause, pause], "another host need not be waited for, only its own robots.txt"
    session.fetch("http://news.example/2")
    hand.now += pause / 2
    session.fetch("http://news.example/3")
    assert hand.slept == [pause, pause, pause / 2][: len(hand.slept)] and len(hand.slept) == 3
    hand.now += pause
    session.fetch("http://news.example/4")
    assert len(hand.slept) == 3


def test_only_a_host_that_a_person_vouches_for_is_asked_without_a_pause(world: World) -> None:
    hand = Hand()
    session = Session(resolve=world.resolve, connect=world.connect, clock=hand.clock, sleep=hand.sleep, trusted=["wire.internal"])
    for n in range(3):
        session.fetch(f"http://wire.internal/{n}")
    assert hand.slept == []
    session.fetch("http://news.example/1")
    assert hand.slept == [1.0], "its robots.txt is a request as well"


def test_pauses_do_not_count_as_time_spent(world: World) -> None:
    for n in range(5):
        world.routes[f"/{n}"] = moved(f"/{n + 1}")
    hand = Hand()
    session = Session(limits=Limits(pause=20.0), resolve=world.resolve, connect=world.connect, clock=hand.clock, sleep=hand.sleep)
    assert session.fetch("http://news.example/0").data == PAGE
    assert hand.slept == [20.0] * 6


def test_time_is_counted_over_all_redirects(world: World) -> None:
    hand = Hand()

    def slow(address: str, port: int, seconds: float) -> socket.socket:
        hand.now += 9
        return world.connect(address, port, seconds)

    for n in range(5):
        world.routes[f"/{n}"] = moved(f"/{n + 1}")
    session = Session(resolve=world.resolve, connect=slow, clock=hand.clock, sleep=hand.sleep)
    error = refused(session, "http://news.example/0")
    assert error.code == "fetch-failed" and world.asked[1:] == [f"news.example/{n}" for n in range(3)]


def test_one_session_fetches_one_page_at_a_time(world: World) -> None:
    at_once = [0]
    most = [0]

    def count(client: socket.socket) -> None:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        at_once[0] -= 1
        client.sendall(answer())

    world.routes["/page"] = count
    session = world.session()
    threads = [threading.Thread(target=session.fetch, args=(f"http://news{n % 2}.example/page",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] and sum(path.endswith("/page") for path in world.asked) == 4


def test_no_password_is_repeated(world: World) -> None:
    error = refused(world.session(), "https://reader:hunter2@news.example/page")
    assert "hunter2" not in f"{error} {error.source} {error.message}"
