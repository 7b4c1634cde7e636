"""Pages in, runs, stories: the endpoints of the way from a drop to a dossier."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from stemma.archive import OPEN, NewPage, RunState
from stemma.dossier import render, render_changes
from stemma.dossier.names import count
from stemma.dossier.render import Desk, policy
from stemma.dossier.safe import oddities
from stemma.model import Dossier, Rejected
from stemma.web.desk import waiting
from stemma.web.forms import Before, Sent, first
from stemma.web.runs import STEPS, Live
from stemma.web.shell import OLD_FORM, Stale, fields, form, go, page, shell, stylesheet, templates

MAX_NAME: Final = 120
EMPTY: Final[Sent] = {}
_ODD: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_BEAT: Final = 0.05
"""Seconds between two looks at a run that is watched."""
_QUIET: Final = 15.0
"""Seconds after which a watcher hears that the line still stands."""


def start(request: Request) -> Response:
    """The first screen: drop pages, and the stories so far."""
    return _start(request, search=request.query_params.get("q", "")[:200])


def _start(request: Request, *, search: str = "", problem: str = "", sent: Sent = EMPTY, status: int = 200) -> Response:
    app = shell(request)
    context = {
        "stories": app.store.stories(search),
        "search": search,
        "pages": len(app.store.pages()),
        "fetch": app.fetch,
        "problem": problem,
        "sent": Before(sent),
        "limit": app.limit // 1_000_000,
    }
    return page(request, "start.html.j2", context, status)


async def add(request: Request) -> Response:
    """Keep what was dropped or pasted, and have it examined."""
    try:
        sent = await form(request)
    except Stale as old:
        return await run_in_threadpool(_once_more, request, old)
    app = shell(request)
    uploads = [one for one in sent.getlist("files") if isinstance(one, UploadFile) and one.filename]
    new = [NewPage(name=named(one.filename or ""), data=await one.read()) for one in uploads]
    own = fields(sent)
    text = own.get("text", [""])[0]
    if text.strip():
        new.append(NewPage(name=named(first(own, "name") or "pasted page") + ".txt", data=text.replace("\r\n", "\n").encode()))
    addresses = first(own, "addresses").split() if app.fetch else []
    new += [NewPage(name=one, data=None, url=one) for one in dict.fromkeys(addresses) if re.match(r"https?://", one, re.I)]
    if not new:
        return await run_in_threadpool(_nothing, request, own)
    await run_in_threadpool(app.store.add_pages, new, app.now())
    run = await run_in_threadpool(app.runs.ask)
    return go(f"/runs/{run.id}")


def _once_more(request: Request, old: Stale) -> Response:
    problem = OLD_FORM
    if old.files:
        problem += f" Choose the {count(old.files, 'file')} again, too: a page cannot keep them."
    return _start(request, problem=problem, sent=old.sent, status=403)


def _nothing(request: Request, sent: Sent) -> Response:
    return _start(request, problem="Nothing was given: choose files, or paste a page.", sent=sent, status=400)


def named(given: str) -> str:
    """A file's name as it is kept: no folders, nothing that hides, not too long, its ending kept."""
    name = _ODD.sub("", PurePosixPath(given.replace("\\", "/")).name).strip().lstrip(".") or "page"
    if len(name) <= MAX_NAME:
        return name
    suffix = PurePosixPath(name).suffix[:12]
    return name[: MAX_NAME - len(suffix)] + suffix


def kept(request: Request) -> Response:
    """All pages of the archive, and what became of each."""
    store = shell(request).store
    latest = next((r for r in store.runs() if r.state == "done"), None)
    refused: dict[str, Rejected] = {}
    for one in latest.rejected if latest else ():
        refused.setdefault(one.source, one)
    return page(request, "pages.html.j2", {"pages": store.pages(), "refused": refused, "problem": ""})


def given(request: Request) -> Response:
    """A page as it was given, as plain text: nothing in it runs.

    Text that hides something, or piles marks on a letter until they cover the lines around it, is shown with that made visible;
    with `?raw` it comes as it is.
    """
    found = shell(request).store.page(request.path_params["id"])
    if found is None or found.data is None:
        raise HTTPException(404)
    words = _words(found.data)
    if "raw" not in request.query_params and next(oddities(words), None) is not None:
        return page(request, "given.html.j2", {"name": found.name, "words": words})
    headers = {"content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
    return Response(found.data, media_type="text/plain", headers=headers)


def _words(data: bytes) -> str:
    """What a page says where it is text in UTF-8, else nothing."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in words else words.replace("\r\n", "\n").replace("\r", "\n")


def leave(request: Request) -> Response:
    """Whether a page is really to be taken out."""
    found = shell(request).store.page(request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return page(request, "remove.html.j2", {"page": found})


async def remove(request: Request) -> Response:
    """Take a page out, and have the rest examined anew."""
    await form(request)
    app = shell(request)
    if not await run_in_threadpool(app.store.remove_page, request.path_params["id"]):
        raise HTTPException(404)
    run = await run_in_threadpool(app.runs.ask)
    return go(f"/runs/{run.id}")


def runs(request: Request) -> Response:
    """The latest runs."""
    return page(
        request,
        "runs.html.j2",
        {"runs": shell(request).store.runs(), "story": shell(request).store.story(request.query_params.get("story", ""))},
    )


async def again(request: Request) -> Response:
    """Have everything examined anew."""
    sent = await form(request)
    run = await run_in_threadpool(shell(request).runs.ask)
    return go(f"/runs/{run.id}{_then(first(fields(sent), 'story'))}")


def _then(story: str) -> str:
    return f"?story={story}" if re.fullmatch(r"\w+", story) else ""


async def cancel(request: Request) -> Response:
    """Stop a run."""
    await form(request)
    await run_in_threadpool(shell(request).runs.cancel, request.path_params["id"])
    return go(f"/runs/{request.path_params['id']}")


def run(request: Request) -> Response:
    """How far a run is, or what it gave."""
    app = shell(request)
    known = app.runs.known(request.path_params["id"])
    if known is None:
        raise HTTPException(404)
    found, live = known
    asked = request.query_params.get("story", "")
    story = app.store.story(asked)
    stories = app.store.stories() if found.state == "done" else ()
    changed, fresh = app.runs.changed(found.id), app.runs.new(found.id)
    listed = story is None
    if listed and len(stories) == 1:
        story = stories[0].id
    # What this run brought stands first; where all is new there is nothing to tell apart.
    stories = tuple(sorted(stories, key=lambda s: s.id not in fresh and s.id not in changed))
    context = {
        "run": found,
        "steps": steps(live, found.state),
        "story": story,
        "asked": asked,
        "changed": changed,
        "fresh": fresh if len(fresh) < len(stories) else (),
        "summary": _summary(request, story) if story in changed else "",
        "stories": stories if listed else (),
        "over": found.state not in OPEN,
    }
    return page(request, "run.html.j2", context)


def _summary(request: Request, story: str) -> str:
    """What the last run changed in a story, in a line."""
    from stemma.asking import compare

    app = shell(request)
    held, now = app.runs.before(story), app.store.dossier(story)
    return compare(held[1], now).words if held is not None and now is not None else ""


def steps(live: Live, state: RunState) -> list[dict[str, object]]:
    """The steps of a run: name, words, how many are done and how many there are, and whether it is before, now or past."""
    begun = [name for name, _ in STEPS if name in live.steps] or ([STEPS[0][0]] if state == "running" else [])
    out: list[dict[str, object]] = []
    for name, words in STEPS:
        done, total = live.steps.get(name, (0, 0))
        place = "before" if name not in begun else "now" if name == begun[-1] else "past"
        out.append({"name": name, "words": words, "done": done, "total": total, "state": place})
    return out


async def events(request: Request) -> Response:
    """A run as server-sent events: one whenever it gets further, the last when it is over."""
    app, id = shell(request), request.path_params["id"]
    if await run_in_threadpool(app.runs.known, id) is None:
        raise HTTPException(404)

    async def told() -> AsyncIterator[str]:
        seen, quiet = -1, 0.0
        while not app.runs.closed:
            changes = app.runs.changes(id)
            if changes != seen:
                seen, quiet = changes, 0.0
                known = await run_in_threadpool(app.runs.known, id)
                state: RunState = known[0].state if known else "failed"
                yield f"data: {json.dumps({'state': state, 'steps': steps(known[1], state) if known else []})}\n\n"
                if state not in OPEN:
                    return
            elif quiet >= _QUIET:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(_BEAT)
            quiet += _BEAT

    return StreamingResponse(told(), media_type="text/event-stream")


def story(request: Request) -> Response:
    """A dossier with the app's bar above it, and links to correct what it says."""
    dossier, found = told(request)
    if found != request.path_params["id"]:
        return go(f"/stories/{found}")
    app = shell(request)
    unheard = len(waiting(dossier, app.active()))
    desk = _desk(found, unheard=unheard, changed=app.runs.before(found) is not None)
    return _own(render(dossier, desk=desk), desk)


def changes(request: Request) -> Response:
    """What the last run that changed a story changed in it."""
    from stemma.asking import compare  # the first screen need not wait for it

    dossier, found = told(request)
    if found != request.path_params["id"]:
        return go(f"/stories/{found}/changes")
    held = shell(request).runs.before(found)
    if held is None:
        context = {
            "heading": "No earlier state is known",
            "words": "What a run changed is kept until the next run that changes the story, and no longer than the app runs. "
            "To compare two states at any time, take the story away before and after: stemma compare OLD NEW.",
            "story": found,
        }
        return page(request, "failure.html.j2", context, 404)
    desk = _desk(found, at="changes", run=held[0])
    return _own(render_changes(held[1], dossier, compare(held[1], dossier), desk), desk)


_BAR: Final[Mapping[str, object]] = {"unheard": 0, "changed": False, "at": "", "run": 0}
"""What the bar shows unless told otherwise."""


def _desk(story: str, **shown: object) -> Desk:
    """The bar of the app above a page that brings its own style."""
    bar = templates().get_template("bar.html.j2").render({"story": story, **_BAR, **shown})
    return Desk(address=f"/stories/{story}/correct", bar=Markup(bar), style=stylesheet())


def _own(html: str, desk: Desk) -> Response:
    """A page that brings its own style and policy."""
    return HTMLResponse(html, headers={"content-security-policy": f"{policy(desk)}; frame-ancestors 'none'"})


def told(request: Request) -> tuple[Dossier, str]:
    """The dossier that an address is about, and the id of its story now; 404 if there is none."""
    store = shell(request).store
    found = store.story(request.path_params["id"])
    dossier = store.dossier(found) if found is not None else None
    if dossier is None or found is None:
        raise HTTPException(404)
    return dossier, found
