"""What every page of the app shares: the store and the runs, the templates, forms and their tokens, errors as pages."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import quote, unquote

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from stemma.archive import OPEN, Store
from stemma.dossier.names import date
from stemma.dossier.render import asset
from stemma.dossier.render import templates as templates_of
from stemma.model import Correction
from stemma.web.forms import Sent
from stemma.web.runs import Clock, Runs, stamp

MAX_FILES: Final = 2_000
MAX_FIELD: Final = 5_000_000
"""Bytes of one pasted page."""
MAX_FIELDS: Final = 20_000
WHO: Final = "stemma-who"
"""The cookie that remembers a name, so that it need not be typed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What the app is made of. `limit` is the most bytes of one request."""

    store: Store
    runs: Runs
    clock: Clock
    fetch: bool
    limit: int

    def active(self) -> list[Correction]:
        """The corrections that hold, in the order in which they were made."""
        return [m.correction for m in self.store.corrections() if m.withdrawn is None]

    def now(self) -> str:
        """The time, in ISO 8601."""
        return stamp(self.clock)


def shell(request: Request) -> Shell:
    """The shell of the app that a request is for."""
    held: Shell = request.app.state.shell
    return held


@cache
def _static() -> Mapping[str, tuple[bytes, str]]:
    own = files("stemma.web") / "static"
    return {
        "dossier.css": ((asset("style.css") + asset("more.css")).encode(), "text/css; charset=utf-8"),
        "app.css": ((own / "bar.css").read_bytes() + (own / "app.css").read_bytes(), "text/css; charset=utf-8"),
        "app.js": ((own / "app.js").read_bytes(), "text/javascript; charset=utf-8"),
    }


def stylesheet() -> str:
    """The app's own style, for the bar above a dossier."""
    return (files("stemma.web") / "static" / "bar.css").read_text("utf-8")


def static(request: Request) -> Response:
    """A file of the app's own."""
    found = _static().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found[0], media_type=found[1], headers={"cache-control": "max-age=31536000, immutable"})


def _address(name: str) -> str:
    """The address of a static file; another one when the file is another."""
    return f"/static/{name}?{hashlib.sha256(_static()[name][0]).hexdigest()[:12]}"


@cache
def templates() -> Environment:
    """The app's templates, made like those of the dossier's page."""
    environment = templates_of("stemma.web")
    environment.filters["date"] = date
    environment.filters["path"] = lambda text: quote(text, safe="")
    environment.globals["static"] = _address
    return environment


def page(request: Request, template: str, context: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page of the app. `context` is what the template shows beside what all of them know."""
    app = shell(request)
    latest = next(iter(app.store.runs(1)), None)
    seen = set(latest.seen) if latest is not None else set()
    made = app.store.corrections()
    common = {
        "token": request.state.token,
        "at": request.url.path,
        "who": unquote(request.cookies.get(WHO, ""))[:120],
        "latest": latest,
        "open": latest is not None and latest.state in OPEN,
        # Made or withdrawn since the latest run began.
        "unheard": sum((m.withdrawn is None) != (m.id in seen) for m in made),
    }
    return HTMLResponse(templates().get_template(template).render({**common, **context}), status_code=status)


class Stale(HTTPException):
    """A form without a token that holds now: most likely its page was open since before the app was last started.

    `sent` is what was typed and chosen in it, to be shown again; `files` how many files it brought, which a page cannot.
    """

    def __init__(self, sent: Sent, files: int) -> None:
        super().__init__(403, "token")
        self.sent = sent
        self.files = files


OLD_FORM: Final = (
    "stemma was started anew since you opened this page, so it could not be sure that this comes from you. "
    "What you filled in is still here: look it over, and send it again."
)


async def form(request: Request) -> FormData:
    """The form that was sent, if it comes from a page of ours; `Stale` if not, 413 or 400 if it cannot be read."""
    sent = await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD)
    token = sent.get("token")
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), str(request.state.token).encode()):
        own = {name: values for name, values in fields(sent).items() if name != "token"}
        raise Stale(own, sum(isinstance(v, UploadFile) and bool(v.filename) for _, v in sent.multi_items()))
    return sent


def fields(sent: FormData) -> Sent:
    """The fields of a form that are text."""
    out: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if not isinstance(value, UploadFile):
            out.setdefault(name, []).append(value)
    return out


def go(address: str) -> Response:
    """Lead on to another page of ours, after something was done."""
    return RedirectResponse(address, status_code=303)


def remember(response: Response, who: str) -> Response:
    """Keep a name for the next form."""
    response.set_cookie(WHO, quote(who), max_age=31_536_000, httponly=True, samesite="lax")
    return response


_TOLD: Final = {
    400: ("This could not be read", "The browser sent something that is no form of this app. Go back and try again."),
    403: (
        "Once more, please",
        "Nothing was changed. stemma was started anew since you opened that page, and could not be sure that this comes from you.",
    ),
    404: ("Nothing here", "There is no such page. A story that is gone may have become part of another."),
    405: ("Not like this", "This address takes another kind of request."),
    413: (
        "Too much at once",
        "Nothing was kept. Drop fewer or smaller files at a time, or use `stemma examine` for large collections.",
    ),
}


async def failure(request: Request, error: Exception) -> Response:
    """An error as a page that says what to do."""
    code = error.status_code if isinstance(error, HTTPException) else 500
    heading, words = _TOLD.get(code, ("Something went wrong", str(error)))
    if code == 400 and isinstance(error, HTTPException) and error.detail:
        words = f"{words} ({error.detail})"
    if code == 413:
        words = f"A request may have {shell(request).limit // 1_000_000} MB. {words}"
    again = _again(request, error) if isinstance(error, Stale) else None
    return await run_in_threadpool(page, request, "failure.html.j2", {"heading": heading, "words": words, "again": again}, code)


def _again(request: Request, error: Stale) -> Mapping[str, object]:
    """What a form that only has a button asked for, to be asked for again."""
    path = request.url.path
    asked = {"/runs": "Examine everything again"}
    words = asked.get(path) or ("Cancel the run" if path.endswith("/cancel") else "Remove the page")
    return {"path": path, "words": words, "sent": [(name, v) for name, values in error.sent.items() for v in values]}
