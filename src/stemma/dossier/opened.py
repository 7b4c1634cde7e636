"""A claim opened in plain text: who says it, on how many origins and why, and every wording with its chain."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from stemma.dossier.marks import Piece
from stemma.dossier.names import interval
from stemma.dossier.places import places
from stemma.dossier.safe import plainly
from stemma.dossier.strip import main_claim
from stemma.dossier.views.claims import ClaimView, Counted, Wording, claim_views
from stemma.errors import UnknownName
from stemma.model import Claim, Dossier

_STANCE = {"asserts": "✓", "denies": "✕", "declines": "—", "doubts": "?"}
_MARKS = {"differs": ("[", "]"), "hedge": ("~", "~")}
"""What stands around words that the gist has not, and around hedges."""


def opened(dossier: Dossier, name: str, *, width: int = 100) -> tuple[str, ...]:
    """The apparatus of a claim, each line at most `width` characters.

    `name` is a claim's number as the page and `outline` count them (from 1), its id, or words of any of its wordings. Raises
    `UnknownName` where it fits none, or several.
    """
    at = places(dossier)
    views = claim_views(dossier, at, main_claim(dossier.claims, dossier.origins)[0])
    return tuple(line for text, under in _lines(_meant(views, name)) for line in _wrapped(text, under, width))


def claim_called(dossier: Dossier, name: str) -> Claim:
    """The claim that a person means by its number, its id or words of it. Raises `UnknownName` as `opened` does."""
    views = claim_views(dossier, places(dossier), main_claim(dossier.claims, dossier.origins)[0])
    meant = _meant(views, name).id
    return next(c for c in dossier.claims if c.id == meant)


def _meant(views: tuple[ClaimView, ...], name: str) -> ClaimView:
    """The one claim that is meant."""
    exact = [v for v in views if name in (str(v.number), v.id, v.anchor, f"claim-{v.id}")]
    asked = " ".join(name.casefold().split())
    inside = [v for v in views if any(asked in said for said in (_flat(v.gist), *(_flat(_words(w)) for w in v.wordings)))]
    found = exact or [v for v in inside if asked in _flat(v.gist)] or inside
    if not found:
        raise UnknownName(
            f"no claim is called {name!r}",
            f"give a number from 1 to {len(views)} as `stemma show` counts them, an id, or words of it",
        )
    if len(found) > 1:
        these = ", ".join(str(v.number) for v in found[:8])
        raise UnknownName(f"{name!r} fits {len(found)} claims: {these}", "give the number of one, or more words")
    return found[0]


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(wording: Wording) -> str:
    return "".join(p.text for p in wording.parts)


def _lines(view: ClaimView) -> Iterator[tuple[str, int]]:
    """Each line with how far it is indented."""
    yield f"Claim {view.number}{' (main)' if view.main else ''}: “{view.gist}”", 0
    yield f"in the words of {view.gist_link.words} · {view.id}", 0
    for side in view.sides:
        denied = "denied by " if side.side == "denying" else ""
        yield f"{denied}{interval(side.lower, side.upper)}: {side.words}", 0
        for mark, counted in (("●", side.proven), ("○", side.unresolved)):
            for one in counted:
                yield from _counted(mark, one)
    if view.silent:
        yield f"not matched in {', '.join(view.silent)}", 0
    for wording in view.wordings:
        yield from _wording(wording)


def _counted(mark: str, one: Counted) -> Iterator[tuple[str, int]]:
    yield f"{mark} {one.words}", 2
    for reason in one.reasons:
        yield f"because {reason.note}{f': “{reason.link.words}”' if reason.link else ''}", 6


def _wording(wording: Wording) -> Iterator[tuple[str, int]]:
    place = " · in the headline" if wording.title else ""
    yield f"{_STANCE[wording.stance]} {wording.link.words} · {wording.when} · {wording.stance}{place}", 0
    yield f"“{''.join(_marked(p) for p in wording.parts)}”", 4
    yield " → ".join(f"({s.name})" if s.silent else s.name for s in wording.chain), 4
    if wording.without:
        yield f"without: {'; '.join(f'“{w}”' for w in wording.without)}", 4


def _marked(piece: Piece) -> str:
    """The words with signs around those that differ from the gist, and around hedges."""
    text = piece.text
    for kind, (before, after) in _MARKS.items():
        if kind in piece.kinds and text.strip():
            text = f"{before}{text}{after}"
    return text


def _wrapped(text: str, under: int, width: int) -> list[str]:
    safe = " ".join(plainly(text).split())
    lead = " " * under
    return wrap(safe, width, initial_indent=lead, subsequent_indent=lead + "  ", break_on_hyphens=False) or [lead]
