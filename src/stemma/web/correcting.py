"""Corrections: the forms that make them, the list of all that were made, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stemma import codec
from stemma.archive import Made, Store, Withdrawal
from stemma.dossier.places import places
from stemma.dossier.safe import oneline
from stemma.dossier.views.corrected import held, sentence
from stemma.model import Correction, Dossier
from stemma.web import desk
from stemma.web.forms import Before, Incomplete, Sent, corrections, first, signed
from stemma.web.pages import told
from stemma.web.shell import OLD_FORM, Stale, fields, form, go, page, remember, shell

KINDS: Final = ("claim", "edges", "voices", "report")


def overview(request: Request) -> Response:
    """What can be corrected in a dossier."""
    dossier, story = told(request)
    at = places(dossier)
    claims = [(c.id, oneline(at.quote(c.gist), 200), len(c.statements)) for c in desk.ranked(dossier)]
    reports = [(a.sha256, at.names[a.id]) for a in at.order]
    context = {"dossier": dossier, "story": story, "claims": claims, "reports": reports}
    return page(request, "correct.html.j2", context)


def ask(request: Request) -> Response:
    """The form for one kind of correction."""
    dossier, story = told(request)
    return _form(request, dossier, story, {}, "")


def _form(request: Request, dossier: Dossier, story: str, sent: Sent, problem: str, status: int = 400) -> Response:
    kind, id = request.path_params["kind"], request.path_params.get("item", "")
    shown: object
    match kind:
        case "claim":
            shown = desk.claim_desk(dossier, id)
        case "edges":
            shown = desk.edges_desk(dossier)
        case "voices":
            shown = desk.voices_desk(dossier)
        case "report":
            shown = desk.report_desk(dossier, id)
        case _:
            shown = None
    if shown is None:
        raise HTTPException(404)
    context: Mapping[str, object] = {
        "dossier": dossier,
        "story": story,
        "desk": shown,
        "problem": problem,
        "sent": Before(sent),
    }
    return page(request, f"correct_{kind}.html.j2", context, status if problem else 200)


async def make(request: Request) -> Response:
    """Keep the corrections that a form asks for; all of it or nothing."""
    try:
        sent = fields(await form(request))
    except Stale as old:
        return await run_in_threadpool(_anew, request, old)
    return await run_in_threadpool(_make, request, sent)


def _anew(request: Request, old: Stale) -> Response:
    """The form as it was filled in, with a token that holds."""
    dossier, story = told(request)
    return _form(request, dossier, story, old.sent, OLD_FORM, 403)


def _make(request: Request, sent: Sent) -> Response:
    app = shell(request)
    dossier, story = told(request)
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404)
    try:
        made = corrections(kind, request.path_params.get("item", ""), dossier, sent, app.now())
    except Incomplete as error:
        return _form(request, dossier, story, sent, str(error))
    app.store.add_corrections(made)
    if first(sent, "then") == "run":
        answer = go(f"/runs/{app.runs.ask().id}?story={story}")
    else:
        answer = go(f"/corrections?made={len(made)}&story={story}")
    return remember(answer, made[0].who)


def every(request: Request) -> Response:
    """All corrections that were ever made, the newest first."""
    app = shell(request)
    rows = _rows(app.store, app.store.corrections())
    asked = request.query_params.get("made", "")
    story = request.query_params.get("story", "")
    context = {
        "rows": rows,
        "made": int(asked) if asked.isdecimal() and len(asked) < 6 else 0,
        "story": app.store.story(story),
    }
    return page(request, "corrections.html.j2", context)


def _rows(store: Store, every: Sequence[Made]) -> list[dict[str, object]]:
    """Corrections as the list shows them, the newest first: what each says, and the stories in which it holds now."""
    words: dict[int, str] = {}
    holding: dict[int, list[tuple[str, str]]] = {made.id: [] for made in every}
    for entry in store.stories():
        own = [made for made in every if made.correction.page in entry.pages]
        dossier = store.dossier(entry.id) if own else None
        if dossier is None:
            continue
        at, held_ = places(dossier), held(dossier)
        for made in own:
            words.setdefault(made.id, sentence(made.correction, dossier.articles, at))
            if made.correction in held_:
                holding[made.id].append((entry.id, entry.title))
    return [
        {"made": made, "words": words.get(made.id) or _bare(made.correction), "holds": holding[made.id]} for made in reversed(every)
    ]


def _bare(one: Correction) -> str:
    """What a correction says whose pages stand in no story now."""
    verb = "must be" if one.verdict == "must-be" else "cannot be"
    about = f"“{oneline(one.quote, 160)}” " if one.quote.strip() else ""
    return (
        f"{about}{one.field} {verb} {oneline(one.value or one.other_quote or (one.other or '')[:12], 160)} (page {one.page[:12]})."
    )


def take_back(request: Request) -> Response:
    """The form to withdraw a correction."""
    return _take_back(request, {}, "")


def _take_back(request: Request, sent: Sent, problem: str, status: int = 400) -> Response:
    made = next((m for m in shell(request).store.corrections() if m.id == request.path_params["id"]), None)
    if made is None:
        raise HTTPException(404)
    context = {"row": _rows(shell(request).store, [made])[0], "sent": Before(sent), "problem": problem}
    return page(request, "withdraw.html.j2", context, status if problem else 200)


async def withdraw(request: Request) -> Response:
    """Withdraw a correction; it stays in the list, with who withdrew it and why."""
    try:
        sent = fields(await form(request))
    except Stale as old:
        return await run_in_threadpool(_take_back, request, old.sent, OLD_FORM, 403)
    return await run_in_threadpool(_withdraw, request, sent)


def _withdraw(request: Request, sent: Sent) -> Response:
    app = shell(request)
    try:
        by = signed(sent, app.now())
    except Incomplete as error:
        return _take_back(request, sent, str(error))
    id = request.path_params["id"]
    if not any(m.id == id for m in app.store.corrections()):
        raise HTTPException(404)
    app.store.withdraw(id, Withdrawal(who=by.who, when=by.when, why=by.why))
    answer = go(f"/runs/{app.runs.ask().id}") if first(sent, "then") == "run" else go("/corrections")
    return remember(answer, by.who)


def lines(request: Request) -> Response:
    """The corrections that hold, as the file that `--corrections` honours."""
    data = codec.correction_lines(shell(request).active())
    return Response(
        data, media_type="application/jsonl", headers={"content-disposition": 'attachment; filename="corrections.jsonl"'}
    )
