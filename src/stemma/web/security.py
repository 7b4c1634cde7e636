"""Who may speak to the app: this machine's own browser, on pages of ours, within bounds.

A page on the internet can make a browser send requests here. It is kept out three times over: the Host header must be ours (a
name of theirs that resolves to this machine is refused), a request that changes something must come from a page of ours (Origin,
Sec-Fetch-Site, where the browser sends them), and it must carry a token that only such a page holds.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of the app may do: load its own style and script, talk to its own server, send forms to it. Nothing else."""
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_SESSION: Final = re.compile(r"[0-9a-f]{32}")
MOST_DRAINED: Final = 4
"""So many times the limit is read of a request that is too large, so that its sender is there to hear why it was refused."""


class Guard:
    """Stands before the app.

    `hosts` are the Host headers that are ours, `limit` the most bytes of a request, `secret` what tokens are made with.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], limit: int, secret: bytes, cookie: str) -> None:
        self._app, self._hosts, self._limit, self._secret, self._cookie = app, frozenset(hosts), limit, secret, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on with a session, and send every answer with the headers that hold a page to its place."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session = self._session(headers)
        scope.setdefault("state", {})["token"] = token(self._secret, session or (fresh := secrets.token_hex(16)))
        refusal = self._refusal(scope["method"], headers)
        new = None if session or refusal else fresh

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own.setdefault(name, value)
                if new is not None:
                    own.append("set-cookie", f"{self._cookie}={new}; Path=/; HttpOnly; SameSite=Lax")
            await send(message)

        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                drained = received
                while message.get("more_body") and drained < MOST_DRAINED * self._limit:
                    message = await receive()
                    drained += len(message.get("body", b""))
                raise HTTPException(413)
            return message

        await self._app(scope, bounded, answer)

    def _session(self, headers: Headers) -> str | None:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return None
        return held.value if held is not None and _SESSION.fullmatch(held.value) else None

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        """Why a request is not even looked at; None if it is."""
        host = headers.get("host", "").casefold()
        if host not in self._hosts or len(headers.getlist("host")) != 1:
            return PlainTextResponse(
                f"This is stemma, for this machine only. Open http://{sorted(self._hosts)[0]}/ instead.\n", status_code=421
            )
        if method in ("GET", "HEAD"):
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if (origin is not None and origin.casefold() != f"http://{host}") or site not in (None, "same-origin"):
            return PlainTextResponse("This request came from a page that is not stemma's. Nothing was changed.\n", status_code=403)
        return None


def token(secret: bytes, session: str) -> str:
    """What a form of this session carries: 64 hex digits that nobody can work out who does not hold the secret."""
    return hmac.new(secret, session.encode("ascii"), hashlib.sha256).hexdigest()
