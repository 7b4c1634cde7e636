"""What wire packets tell of a piece of copy: the steps of its life in order, who is credited, for the words and for pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from stemma.background.agencies import canonical, is_known
from stemma.model import Handling, HandlingKind
from stemma.reading.formats import cells
from stemma.reading.html.authors import is_person

_BEFORE: Final = ("derived-from", "evolved-from", "translated-from", "same-as")
_RELATIONS: Final[tuple[tuple[re.Pattern[str], HandlingKind], ...]] = (
    (re.compile(r"translat", re.IGNORECASE), "translated-from"),
    (
        re.compile(r"evolv|previous|predecess|rewrite|revis|updates?of|replaces|supersed|follows|correct", re.IGNORECASE),
        "evolved-from",
    ),
    (re.compile(r"deriv|basedon|original|sourceof|extract|adapt|summar", re.IGNORECASE), "derived-from"),
    (re.compile(r"sameas|same$|exactmatch|equivalent|duplicate|identical", re.IGNORECASE), "same-as"),
)
_DEEDS: Final[tuple[tuple[re.Pattern[str], HandlingKind], ...]] = (
    (re.compile(r"publi", re.IGNORECASE), "published"),
    (re.compile(r"transmi|sen[dt]|deliver|distribut|forward|receiv|ingest|rout|aggregat|relay", re.IGNORECASE), "transmitted"),
    (re.compile(r"provid|suppl|releas", re.IGNORECASE), "provided"),
    (re.compile(r"creat|originat|author|wr[io]t", re.IGNORECASE), "created"),
    (re.compile(r"\w", re.IGNORECASE), "revised"),
)
_PIECES: Final = re.compile(r"\s*(?:/|;|\||,| via | - | – )\s*", re.IGNORECASE)
_STROKES: Final = re.compile(r"\s*(?:/|;|\|)\s*| (?:via|-|–|—) ", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\(([^()]{2,60})\)")


def relation(name: str) -> HandlingKind | None:
    """What a link of this name says of the copy ("irel:translatedFrom"), None where it says nothing of its descent."""
    bare = re.sub(r"[\W_]+", "", re.split(r"[:/#]", name)[-1])
    return next((kind for pattern, kind in _RELATIONS if pattern.search(bare)), None)


def deed(action: str, target: str = "") -> HandlingKind:
    """What an action of a hop was to the words: only who created the content created it; no action at all passes it on."""
    bare = re.split(r"[:/#]", action)[-1]
    found: HandlingKind = next((kind for pattern, kind in _DEEDS if pattern.search(bare)), "transmitted")
    return "revised" if found == "created" and re.search(r"meta", target, re.IGNORECASE) else found


def part_played(role: str) -> HandlingKind:
    """What the role of a source was to the words: who gave mere information, or whose role is not told, is credited."""
    bare = re.split(r"[:/#]", role)[-1]
    if re.search(r"info|photo|camera", bare, re.IGNORECASE):
        return "credited"
    if re.search(r"origcont|creat|author|originat", bare, re.IGNORECASE):
        return "created"
    if re.search(r"enhanc|modif|edit|translat|transform", bare, re.IGNORECASE):
        return "revised"
    found = deed(bare) if bare else "credited"
    return found if found in ("published", "transmitted", "provided") else "credited"


def ordered(steps: Iterable[Handling]) -> tuple[Handling, ...]:
    """The steps, oldest first, each once: what it comes from, then what has a time by that, then who else is named.

    Steps of one time stay in their order; a step without a time, that is no descent, stays behind the one before it if that
    belongs to the same chain of hops (`how` begins alike), else comes last.
    """
    keyed: list[tuple[tuple[int, float, int], Handling]] = []
    since: tuple[str, tuple[int, float]] = ("", (2, 0.0))
    for n, step in enumerate(dict.fromkeys(steps)):
        chain = step.how.split(" ")[0]
        if step.action in _BEFORE and step.time is None:
            rank = (0, 0.0)
        elif step.time is not None and (at := _instant(step.time)) is not None:
            rank = (1, at)
        else:
            rank = since[1] if chain == since[0] == "hop" else (2, 0.0)
        since = (chain, rank)
        keyed.append(((*rank, n), step))
    return tuple(step for _, step in sorted(keyed, key=lambda k: k[0]))


def _instant(time: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 value, in UTC where it names no zone; None for what names no day."""
    full = f"{time}-01-01" if len(time) == 4 else f"{time}-01" if len(time) == 7 else time
    try:
        at = datetime.fromisoformat(full)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def agencies_in(words: str) -> tuple[str, ...]:
    """The known agencies in a short field such as a place line "OSKVIK, Monday (Reuters)" or a signature "Ida Marlowe/AFP"."""
    pieces = [words, *_PIECES.split(words), *(p for b in _BRACKETS.findall(words) for p in _PIECES.split(b))]
    return tuple(dict.fromkeys(p.strip() for p in pieces if is_known(p.strip(" ()."))))


def credited(lines: Iterable[str], names: Iterable[str], outlet: str | None, people: Iterable[str] = ()) -> tuple[str, ...]:
    """Who is credited for the words: by credit `lines`, and `names` out of fields for a source; each agency once.

    The packet's own provider is not among them, and no people: none of `people`, and of `names` nobody shaped like a person.
    """
    own = canonical(outlet) if outlet else None
    signed = {p.casefold() for p in people}
    kept: dict[str, str] = {}
    for name, is_line in (*((w, True) for w in lines), *((w, False) for w in names)):
        for piece in () if cells.address(name) else _STROKES.split(name):
            found = (piece,) if is_known(piece.strip(" ().")) else agencies_in(piece) or (piece,)
            for one in found:
                bare = " ".join(one.split()).strip(" ().")
                if len(bare) > 80 or canonical(bare) == own or cells.address(bare) or not re.search(r"[^\W\d_]{2}", bare):
                    continue
                if bare.casefold() in signed or re.match(r"by\b", bare, re.IGNORECASE) or (is_person(bare) and not is_line):
                    continue
                kept.setdefault(canonical(bare), bare)
    return tuple(kept.values())


def pictured(names: Iterable[str]) -> tuple[str, ...]:
    """Who is credited for pictures: the agencies in the names, else what stands after a stroke, else bodies, but no people."""
    kept: dict[str, str] = {}
    for name in names:
        bare = re.sub(r"^(?:photo|picture|image)?\s*(?:by|credit|:)+\s*", "", name, flags=re.IGNORECASE)
        pieces = [] if cells.address(bare) else [p for p in _STROKES.split(bare) if p]
        for piece in agencies_in(name) or pieces[-1:]:
            one = piece.strip(" .()")
            if 1 < len(one) <= 60 and re.search(r"[^\W\d_]{2}", one) and (len(pieces) > 1 or not is_person(one)):
                kept.setdefault(canonical(one), one)
    return tuple(kept.values())
