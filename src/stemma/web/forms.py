"""What a person sent -> corrections, or what is missing, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from stemma.dossier.amending import about_claim, about_edge, about_fact, about_line, about_voice, called, leader
from stemma.dossier.places import places
from stemma.dossier.safe import oddities, plainly
from stemma.errors import BadCorrection
from stemma.model import Correction, CorrectionField, Dossier, LineRole, Noted
from stemma.text.words import quote
from stemma.web import desk

Sent: TypeAlias = Mapping[str, Sequence[str]]
"""The fields of a form, each with all its values."""
WHO: Final = 120
WHY: Final = 2_000
_ODD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent already, to be shown again in a form that was not taken."""

    sent: Sent

    def text(self, name: str, otherwise: str = "") -> str:
        """What stood in a field."""
        return self.sent[name][0] if self.sent.get(name) else otherwise

    def has(self, name: str, value: str) -> bool:
        """Whether a choice was made."""
        return value in self.sent.get(name, ())


class Incomplete(Exception):
    """A form that cannot be taken as it is; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who says so, why, and when."""

    who: str
    why: str
    when: str


def first(sent: Sent, name: str) -> str:
    """The value of a field, without white space around it; empty if it was not sent."""
    values = sent.get(name, ())
    return _ODD.sub("", values[0]).strip() if values else ""


def signed(sent: Sent, when: str) -> Signed:
    """Who and why. Raises `Incomplete` where either is missing or too long."""
    who, why = " ".join(first(sent, "who").split()), first(sent, "why")
    if not who:
        raise Incomplete("Say who you are: a name or initials, so that others know whom to ask.")
    if not why:
        raise Incomplete("Say why, in a few words: others will read it beside the correction.")
    if len(who) > WHO or len(why) > WHY:
        raise Incomplete(f"A name has at most {WHO} characters, a reason {WHY:,}.")
    return Signed(who=who, why=why, when=when)


def corrections(kind: str, id: str, dossier: Dossier, sent: Sent, when: str) -> tuple[Correction, ...]:
    """The corrections that a form of one kind asks for.

    `kind` is claim, edges, voices or report, `id` which claim or page. Raises `Incomplete` for a form that says nothing, or speaks
    of what the dossier no longer has.
    """
    from stemma.reading import check  # reading loads much: the first screen need not wait for it

    by = signed(sent, when)
    match kind:
        case "claim":
            made = _claim(id, dossier, sent)
        case "edges":
            made = _edges(dossier, sent)
        case "voices":
            made = _voices(dossier, sent)
        case _:
            made = _report(id, dossier, sent)
    if not made:
        raise Incomplete("Nothing was chosen yet: mark what is wrong, then send.")
    out = tuple(replace(c, note=by.why, who=by.who, when=by.when) for c in made)
    for one in out:
        try:
            check(one)
        except BadCorrection as error:
            raise Incomplete(f"{error.message}: {error.hint}.") from error
    return out


def _gone() -> Incomplete:
    return Incomplete("The dossier was examined again since you opened this page, and no longer has what you chose. Look again.")


def _claim(id: str, dossier: Dossier, sent: Sent) -> list[Correction]:
    claims = {c.id: c for c in dossier.claims}
    claim = claims.get(id)
    if claim is None:
        raise _gone()
    statements = {s.id: s for s in dossier.statements}
    lead = leader(claim, dossier)
    out = []
    for value in sent.get("apart", ()):
        other = statements.get(value)
        if other is None or other.id not in claim.statements or other is lead:
            raise _gone()
        out.append(about_claim(lead, other, dossier, "cannot-be"))
    if same := first(sent, "same"):
        if same not in claims or same == id:
            raise _gone()
        out.append(about_claim(lead, leader(claims[same], dossier), dossier, "must-be"))
    return out


def _edges(dossier: Dossier, sent: Sent) -> list[Correction]:
    articles = {a.id: a for a in dossier.articles}
    out = []
    for row in desk.edges_desk(dossier).rows:
        child, _, parent = row.value.partition(".")
        other = articles[parent] if parent else None
        match first(sent, f"edge-{row.value}"):
            case "wrong":
                out.append(about_edge(articles[child], other, "cannot-be"))
            case "turned" if other is not None:
                out.append(about_edge(other, articles[child], "must-be"))
    child, parent = first(sent, "child"), first(sent, "parent")
    if child or parent:
        if child not in articles or (parent != "lost" and parent not in articles):
            raise Incomplete("Choose both reports: the one that rests on another, and the one that it rests on.")
        out.append(about_edge(articles[child], None if parent == "lost" else articles[parent], "must-be"))
    return out


def _voices(dossier: Dossier, sent: Sent) -> list[Correction]:
    speakers, at = {s.id: s for s in dossier.speakers}, places(dossier)
    out = []
    one, other = first(sent, "one"), first(sent, "other")
    if one or other:
        if one not in speakers or other not in speakers or one == other:
            raise Incomplete("Choose two different voices that are the same.")
        out.append(about_voice(called(speakers[one], at)[0], called(speakers[other], at)[0], "must-be"))
    for value in sent.get("apart", ()):
        id, _, number = value.partition(".")
        if id not in speakers:
            raise _gone()
        names = called(speakers[id], at)
        if not number.isdecimal() or not 1 <= int(number) < len(names):
            raise _gone()
        out.append(about_voice(names[0], names[int(number)], "cannot-be"))
    return out


def _report(sha256: str, dossier: Dossier, sent: Sent) -> list[Correction]:
    article = next((a for a in dossier.articles if a.sha256 == sha256), None)
    if article is None:
        raise _gone()
    out = []
    roles: tuple[LineRole, ...] = ("chrome", "body")
    for role in roles:
        for value in sent.get(role, ()):
            if not value.isdecimal() or int(value) >= len(article.lines):
                raise _gone()
            words = quote(article.text, article.lines[int(value)].span)
            out.append(about_line(article, words, role))
    facts: tuple[tuple[CorrectionField, Noted | None], ...] = (
        ("published", article.published),
        ("title", article.title),
        ("outlet", article.outlet),
    )
    for name, found in facts:
        said = _meant(first(sent, name), found)
        if said:
            out.append(about_fact(article, name, said))
    return out


def _meant(said: str, found: Noted | None) -> str:
    """What a field says that it did not say before; empty where it says nothing new.

    The form shows a character that hides as "[U+202E]" and all white space as single spaces: sent as it was shown, it says nothing,
    and where it was changed the marks that are left were not meant.
    """
    value = " ".join((found.value if found else "").split())
    if " ".join(said.split()) in (value, plainly(value)):
        return ""
    for _, _, mark, _ in oddities(value):
        said = said.replace(f"[{mark}]", "")
    return said.strip()
