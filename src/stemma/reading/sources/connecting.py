"""A connection to a machine that has been judged, bounded in time and bytes whatever the other side does.

The usual time limit of a socket starts anew with every read, so that one byte every few seconds keeps a reader for days.
Here every read, below TLS and above it, is given what is left of one limit; and every byte received is counted, so that
headers or chunks without end meet a bound as well.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

import certifi

from stemma.errors import BadInput
from stemma.reading.sources.addresses import Place, public, resolve, shown

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Resolve = Callable[[str, float], Sequence[str]]
"""(host, seconds) -> its IP addresses; raises `OSError` where it has none, `TimeoutError` after `seconds`."""
Connect = Callable[[str, int, float], socket.socket]
"""(IP address, port, seconds) -> a connected stream socket; raises `OSError`."""

_TRIED: Final = 4  # Addresses of one name that are tried before giving up.


class Unreached(BadInput):
    """`fetch-failed` before anything was asked: no such name, nobody there, a certificate of someone else's."""


class Bounds:
    """What one connection may still take, in seconds of `clock` and in bytes; says afterwards which of the two was hit."""

    def __init__(self, clock: Callable[[], float], seconds: float, most: int) -> None:
        self._clock, self._until, self._most = clock, clock() + seconds, most
        self.received = 0
        self.late = self.over = False

    def left(self) -> float:
        """Seconds left, more than 0; raises `TimeoutError`."""
        left = self._until - self._clock()
        if left <= 0:
            self.late = True
            raise TimeoutError("out of time")
        return left

    def took(self, n: int) -> int:
        """Count `n` bytes received; raises `OSError` where they are too many."""
        self.received += n
        if self.received > self._most:
            self.over = True
            raise OSError("too many bytes")
        return n


class Plain(socket.socket):
    """A socket that is given the time left, not a fresh helping of it, for every single read."""

    bounds: Bounds

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        """As the parent's; raises `TimeoutError` and `OSError` at the bounds."""
        self.settimeout(self.bounds.left())
        return self.bounds.took(super().recv_into(buffer, nbytes, flags))


class Secure(ssl.SSLSocket):
    """The same above TLS (made by way of `SSLContext.sslsocket_class`)."""

    bounds: Bounds

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """As the parent's; raises `TimeoutError` and `OSError` at the bounds."""
        self.settimeout(self.bounds.left())
        return self.bounds.took(super().recv_into(buffer, nbytes, flags))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to an IP address (never a name). Raises `OSError`."""
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect((address, port))
    except OSError:
        made.close()
        raise
    return made


class Opener:
    """Opens connections: resolves a name once, judges every address, connects to one of these, checks the certificate."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        resolve: Resolve = resolve,
        connect: Connect = connect,
        authorities: str | None = None,
        trusted: Collection[str] = (),
    ) -> None:
        self._clock, self._resolve, self._connect, self._authorities = clock, resolve, connect, authorities
        self._trusted = frozenset(trusted)
        self._tls: ssl.SSLContext | None = None

    def open(self, source: str, place: Place, bounds: Bounds, seconds: float) -> tuple[str, Plain | Secure]:
        """(address, connection to it) within `seconds`, bounded by `bounds` from then on.

        Raises `BadInput` (`address-refused`), `Unreached` and, where `bounds` are spent already, `TimeoutError`.
        """
        until = self._clock() + min(bounds.left(), seconds)
        failure = OSError("the name has no address")
        try:
            named = (place.host,) if place.is_address else self._resolve(place.host, until - self._clock())
            found = tuple(named) if place.netloc in self._trusted else public(source, place.host, named)
        except OSError as error:
            found, failure = (), error
        tried = found[:_TRIED]
        for n, address in enumerate(tried):
            # An address that never answers must leave time for those after it.
            if (share := (until - self._clock()) / (len(tried) - n)) <= 0:
                failure = TimeoutError("out of time")
                break
            try:
                made = self._connect(address, place.port, share)
            except OSError as error:
                failure = error
                continue
            try:
                made.settimeout(max(until - self._clock(), 0.001))
                wire = self._shaken(made, place)
            except OSError as error:
                made.close()
                failure = error
            else:
                wire.bounds = bounds
                return address, wire
        if isinstance(failure, ssl.SSLCertVerificationError):
            told, needed = f"a certificate that is not good for {place.host} ({failure.verify_message})", "a good one"
        else:
            told, needed = f"no connection to {shown(place.origin)} ({reason(failure)})", "one"
        raise Unreached(
            source, "fetch-failed", f"found {told}; needed {needed}", "check the address, or save the page and name the file"
        ) from failure

    def _shaken(self, made: socket.socket, place: Place) -> Plain | Secure:
        """The connection made readable: above TLS where the scheme is https, the certificate checked for the host."""
        if place.scheme == "http":
            seconds = made.gettimeout()
            plain = Plain(fileno=made.detach())
            plain.settimeout(seconds)
            return plain
        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._authorities or certifi.where())
            self._tls.set_alpn_protocols(["http/1.1"])
            self._tls.sslsocket_class = Secure
        secure = self._tls.wrap_socket(made, server_hostname=place.host)
        assert isinstance(secure, Secure)
        return secure


def reason(error: Exception) -> str:
    """What broke, in the system's words where it has some: never in the server's own, which could be anything."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if type(error) is OSError else type(error).__name__
