"""Which addresses a page may be fetched from: the address as written, and the machines that its name leads to.

Two gates. `locate` judges the text of an address and takes it apart once, so that what is judged is what is asked for.
`public` judges the machines: every one that a name leads to must stand on the public internet, and the caller then connects
to one of those very addresses, never to the name again (a name that answers differently the second time gains nothing).

The lists are those of IANA's registries of special-purpose IPv4 and IPv6 addresses (RFC 6890 and its updates), written out
because `ipaddress` learnt some of them only in later patch releases; what `ipaddress` calls not global is refused as well.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from stemma.errors import BadInput

PORTS: Final = frozenset((80, 443, 8080, 8443))
"""Where pages are served. Others (mail, databases, consoles) are what a forged address would be after."""

_DEFAULT: Final = {"http": 80, "https": 443}
_LONGEST: Final = 4096
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_AUTHORITY: Final = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*:/*)[^/?#\\]*@")
_STRAY: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What an old-style reader of addresses takes for a number (inet_aton, and browsers): 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that never lead to the public internet: RFC 6761, 6762, 7686, 8375, 9476, and ICANN's .internal.
_LOCAL: Final = ("localhost", "local", "internal", "home.arpa", "onion", "alt")
_HINT: Final = "only pages on the public internet are fetched: save the page and name the file"

_V4: Final = tuple(
    (ipaddress.IPv4Network(block), why)
    for block, why in (
        ("0.0.0.0/8", "no host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud's inside"),  # Not in the registries: Azure gives every machine its secrets there.
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "for protocols"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6: Final = tuple(
    (ipaddress.IPv6Network(block), why)
    for block, why in (
        ("::1/128", "this machine"),
        ("::/128", "no host"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "a local translation to IPv4"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "for protocols"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP: Final = frozenset((0x00005EFE, 0x02005EFE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A web address taken apart: `host` is ASCII, lower case, without brackets or final dot; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address already, with no name to resolve."""
        return ":" in self.host or self.host[-1].isdigit()

    @property
    def netloc(self) -> str:
        """Host and port as the Host header wants them: IPv6 in brackets, the scheme's own port left out."""
        return _netloc(self.host, self.port, self.scheme)

    @property
    def origin(self) -> str:
        """Scheme, host and port, to which one robots.txt applies (RFC 9309, 2.3)."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address, in its normal form and without fragment."""
        return self.origin + self.target


def shown(url: str, most: int = 200) -> str:
    """An address fit to be printed: no password, no control character, at most `most` characters."""
    safe = "".join(c if c.isprintable() else "\ufffd" for c in _AUTHORITY.sub(r"\1…@", url))
    return safe if len(safe) <= most else f"{safe[: most - 1]}…"


def locate(url: str, source: str, base: Place | None = None, trusted: Collection[str] = ()) -> Place:
    """Take an absolute address apart, or one that is relative to `base`. Raises `BadInput` (`address-refused`).

    `trusted` are hosts ("wire.internal", "127.0.0.1:9000", as `Place.netloc` writes them) that a person vouches for: port and name
    may be what they are.

    Refused: any scheme but http and https, a user name or password, a port outside `PORTS`, an empty, local or malformed
    host, a host that is a number in any form but the four plain decimal parts of IPv4, and characters that readers of
    addresses disagree about (white space, control characters, backslashes). Names in other scripts become Punycode (IDNA 2008).
    """
    url = url.strip(" \t\r\n")
    if len(url) > _LONGEST:
        raise _refused(source, f"an address of {len(url):,} characters", f"at most {_LONGEST:,}", "check the address")
    if _UNSAFE.search(url):
        raise _refused(
            source, f"white space, a control character or a backslash in {shown(url)}", "an address without", "check the address"
        )
    if base is not None:
        try:
            url = urljoin(base.url, url)
        except ValueError as error:
            raise _malformed(source, url) from error
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in _DEFAULT:
        found = f"the scheme {scheme[1][:20]!r}" if scheme else "no scheme"
        raise _refused(source, f"{found} in {shown(url)}", "http:// or https://", "write the whole address of the page")
    try:
        # A % that begins no escape is made one first: beside such a one, parse_url would escape the good ones as well.
        parsed = parse_url(_STRAY.sub("%25", url))
    except LocationParseError as error:
        raise _malformed(source, url) from error
    # An @ anywhere before the path, even an empty user name: nobody but a deceiver needs it in the address of a page.
    if parsed.auth is not None or _AUTHORITY.match(url):
        raise _refused(source, f"a user name or password in {shown(url)}", "an address without", "leave out all up to the @")
    kind = str(parsed.scheme)
    port = parsed.port if parsed.port is not None else _DEFAULT[kind]
    if trusted and _netloc(parsed.host or "", port, kind) in trusted:
        return Place(scheme=kind, host=(parsed.host or "").strip("[]").lower(), port=port, target=parsed.request_uri)
    if port not in PORTS:
        raise _refused(source, f"port {port} in {shown(url)}", f"one of {', '.join(map(str, sorted(PORTS)))}", _HINT)
    # What parse_url leaves as it is in path and query is ASCII: all else it percent-encodes.
    return Place(scheme=kind, host=_host(parsed.host or "", url, source), port=port, target=parsed.request_uri)


def _netloc(host: str, port: int, scheme: str) -> str:
    bare = host.strip("[]").lower()
    name = f"[{bare}]" if ":" in bare else bare
    return name if port == _DEFAULT[scheme] else f"{name}:{port}"


def _host(host: str, url: str, source: str) -> str:
    """The host in its one normal form. Raises `BadInput` where it is none."""
    if host.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host[1:-1]))
        except ValueError as error:
            raise _malformed(source, url) from error
    host = host.removesuffix(".").lower()
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _malformed(source, url)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _refused(source, f"a number for a host in {shown(url)}", "a name, or four decimal parts", _HINT) from error
    if len(labels) == 1 or any(host == name or host.endswith(f".{name}") for name in _LOCAL):
        raise _refused(source, f"the local name {host!r}", "a name on the public internet", _HINT)
    return host


def refusal(address: str) -> str | None:
    """Why this IP address is not on the public internet, in a few words; None where it is.

    Public is what IANA's registries call globally reachable unicast: of IPv6 only 2000::/3. Addresses that carry an IPv4
    address (mapped, compatible, translated, 6to4, Teredo, ISATAP) are refused whatever they carry, except for NAT64's
    well-known prefix 64:ff9b::/96 (RFC 6052), which networks without IPv4 need: there the inner address is judged. A NAT64
    prefix that a network chose for itself looks like any other and cannot be seen.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no IP address"
    if isinstance(ip, ipaddress.IPv4Address):
        why = next((why for block, why in _V4 if ip in block), None)
    elif ip.scope_id is not None:
        return "bound to one network card"
    elif ip in _NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        why = refusal(str(inner))
        return None if why is None else f"a way to {inner}: {why}"
    else:
        why = next((why for block, why in _V6 if ip in block), None)
        if why is None and ip not in _UNICAST:
            why = "outside what is given out"
        if why is None and (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
            why = "an ISATAP tunnel"
    if why is None and (not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified):
        why = "not public"
    return why


def public(source: str, host: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses in normal form, each once, in the order given. Raises `BadInput` unless every one is public.

    One private address among public ones refuses the name: such an answer is how a forged name reaches inside.
    """
    out: dict[str, None] = {}
    for address in addresses:
        if (why := refusal(address)) is not None:
            found = f"the address {address}" if address == host else f"that {host} leads to {shown(address)}"
            raise _refused(source, f"{found} ({why})", "an address on the public internet", _HINT)
        out[str(ipaddress.ip_address(address))] = None
    return tuple(out)


def resolve(host: str, seconds: float) -> tuple[str, ...]:
    """All IPv4 and IPv6 addresses of a name, from the system's resolver, in its order.

    Raises `OSError` where the name has none and `TimeoutError` after `seconds`: the system's resolver knows no time limit,
    so it is asked on a thread of its own, which is left behind if it does not answer.
    """
    answer: list[tuple[str, ...] | OSError] = []

    def ask() -> None:
        try:
            # Bytes, because Python would put text through the IDNA of 2003 again.
            found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
        except OSError as error:
            answer.append(error)
        else:
            answer.append(tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found)))

    asking = threading.Thread(target=ask, name="stemma-resolve", daemon=True)
    asking.start()
    asking.join(max(seconds, 0.0))
    if not answer:
        raise TimeoutError("the name was not resolved in time")
    if isinstance(answer[0], OSError):
        raise answer[0]
    return answer[0]


def _refused(source: str, found: str, needed: str, hint: str) -> BadInput:
    return BadInput(source, "address-refused", f"found {found}; needed {needed}", hint)


def _malformed(source: str, url: str) -> BadInput:
    return _refused(
        source, f"no proper host in {shown(url)!r}", "a whole address such as https://example.org/page", "check the address"
    )
