"""What is new between two dossiers of a story, as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from stemma.dossier.names import published
from stemma.dossier.places import Places, places
from stemma.dossier.render import Desk, asset, facts_of, policy_of, style_of, template
from stemma.dossier.safe import oneline
from stemma.dossier.strip import Facts
from stemma.model import Changes, Dossier, Passage

_LONG = 500
_GROUPS: Mapping[str, str] = {
    "report": "Reports",
    "origin": "Origins",
    "bounds": "More or less certain",
    "denial": "Denials",
    "contradiction": "Contradictions",
    "claim": "Claims",
    "derivation": "The tree",
    "correction": "Corrections by hand",
}
"""The first word of a change's kind, and the section it stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The words of one side."""

    words: str
    report: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change: `way` is "added", "removed" or "changed"."""

    way: str
    words: str
    old: Quoted | None
    new: Quoted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Changes of one sort."""

    title: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One of the two dossiers."""

    dossier: Dossier
    facts: Facts


def render_changes(old: Dossier, new: Dossier, changes: Changes, desk: Desk | None = None) -> str:
    """The page as HTML; needs nothing but itself, has no script, is titled like `new`. The same dossiers give the same bytes.

    With a `desk` it has its bar.
    """
    before, after = places(old), places(new)
    groups: dict[str, list[ChangeView]] = {}
    for one in changes.changes:
        sort, way = one.kind.split("-")
        view = ChangeView(way=way, words=one.words, old=_quoted(one.old, before), new=_quoted(one.new, after))
        groups.setdefault(_GROUPS[sort], []).append(view)
    return template("changes.html.j2").render(
        dossier=new,
        summary=f"Since the older dossier: {changes.words}." if changes.changes else "Nothing has changed since the older dossier.",
        before=State(dossier=old, facts=facts_of(old)),
        after=State(dossier=new, facts=facts_of(new)),
        groups=[Group(title=t, changes=tuple(groups[t])) for t in _GROUPS.values() if t in groups],
        style=Markup(style := style_of(desk.style if desk else asset("more.css"))),
        policy=policy_of(style, ""),
        bar=desk.bar if desk else "",
    )


def _quoted(passage: Passage | None, at: Places) -> Quoted | None:
    if passage is None or passage.article not in at.articles:
        return None
    article = at.articles[passage.article]
    return Quoted(words=oneline(at.quote(passage), _LONG), report=at.names[passage.article], when=published(article))
