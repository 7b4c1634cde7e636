"""Who denies and who would not comment, a voice a row: one report's denial beside the no-comment of the others."""

from __future__ import annotations

from dataclasses import dataclass

from stemma.dossier.places import Places
from stemma.dossier.views.claims import Link
from stemma.model import Dossier, Speaker, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """One denial: the words denied or said, and where they stand."""

    words: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class StandView:
    """A voice that denies or declines: its denials, one a report, and the reports in which it would not comment."""

    name: str
    unnamed: bool
    denials: tuple[Denied, ...]
    declines: tuple[Link, ...]


def stand_views(dossier: Dossier, at: Places) -> tuple[StandView, ...]:
    """Everyone who denies or declines at first mouth: those who do both first, then those who deny."""
    rows = [row for speaker in dossier.speakers if (row := _stand(speaker, at)) is not None]
    return tuple(sorted(rows, key=lambda r: (not (r.denials and r.declines), not r.denials, -len(r.declines), r.name)))


def _stand(speaker: Speaker, at: Places) -> StandView | None:
    told: dict[Stance, dict[str, str]] = {"denies": {}, "declines": {}}
    for name in sorted(
        {m.statement for m in speaker.mentions if m.hop == 0}, key=lambda s: (at.statements[s].article, at.number[s])
    ):
        statement = at.statements[name]
        if statement.stance in told and statement.place == "body":
            told[statement.stance].setdefault(statement.article, name)
    if not told["denies"] and not told["declines"]:
        return None
    order = [a.id for a in at.order]
    return StandView(
        name=speaker.name,
        unnamed=speaker.kind == "unnamed",
        denials=tuple(
            Denied(words=_words(told["denies"][a], at), link=Link(words=at.names[a], to=at.statement(told["denies"][a])))
            for a in order
            if a in told["denies"]
        ),
        declines=tuple(Link(words=at.names[a], to=at.statement(told["declines"][a])) for a in order if a in told["declines"]),
    )


def _words(name: str, at: Places) -> str:
    statement = at.statements[name]
    text = at.articles[statement.article].text
    return " ".join(" … ".join(text[s.start : s.end] for s in statement.content).split())
