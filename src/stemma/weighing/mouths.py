"""First mouths: who a statement was first said by, and when two of them are surely different, or surely the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from stemma.model import Article, Passage, Speaker, Statement, Voice, VoiceKind
from stemma.weighing.names import (
    PRONOUNS,
    common,
    different_bodies,
    hollow,
    last_name,
    mentions,
    proper_words,
    same_body,
    same_person,
    telling,
)
from stemma.weighing.ties import Ties

_QUOTED: Final = 4
_LIKE: Final = 0.75
Bearing = Literal["voice", "people", "hearsay", "silent"]
"""`voice`: someone who can be told from others (named, a body, a role, a document); `people`: unnamed people;
`hearsay`: an outlet or "reports", which only passes on; `silent`: nobody is said to have said it."""

_OWN_VOICE: Final = frozenset(("press-release", "statement", "post", "transcript"))
"""Kinds of article that a body or person publishes for itself, without a newsroom."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """The first mouth of one statement in one article: one voice, or nobody.

    `speaker` is the id of the resolved speaker, `relays` are those whom the chain shows to pass it on, `passed_by` the last
    newsroom among them, if any, `said` what is said, `quoted` the words of what is quoted (none where it is told in other words),
    `at` the words that name it, `may` the newsrooms from which the article may have it.
    """

    statement: str
    article: str
    name: str
    kind: VoiceKind | None
    count: int
    bearing: Bearing
    speaker: str | None
    relays: tuple[str, ...]
    passed_by: str | None
    gathered: bool
    public: bool
    said: str
    quoted: frozenset[str]
    at: Passage
    may: frozenset[str] = frozenset()


def mouths(
    statement: Statement, issuer: str | None, speaker_of: Mapping[tuple[str, int, int], Speaker], text: str = ""
) -> tuple[Mouth, ...]:
    """The first mouths of a statement: the voices of its first hop; one silent mouth where the chain is empty.

    What an official page says in its own words, its `issuer` says. `text` is the article's, for what is said.
    """
    content = Passage(article=statement.article, span=statement.content[0])
    said = " ".join(text[c.start : c.end] for c in statement.content)
    if not statement.chain:
        return (_mouth(statement, Voice(name=issuer, kind="organisation") if issuer else None, None, content, said),)
    return tuple(
        _mouth(
            statement,
            voice,
            speaker_of.get((statement.id, 0, n)),
            Passage(article=statement.article, span=voice.span or statement.source or content.span),
            said,
        )
        for n, voice in enumerate(statement.chain[0].voices)
    )


def issuers(articles: Iterable[Article], statements: Iterable[Statement]) -> dict[str, str]:
    """The articles that are somebody's own publication, and whose: press releases, official pages, posts, transcripts.

    An article is one where it says so (its kind), or where other articles of the story name its outlet as a body that speaks,
    never as a newsroom that passes on.
    """
    given = sorted(articles, key=lambda a: a.id)
    bodies: dict[str, set[str]] = {}
    newsrooms: set[str] = set()
    for statement in statements:
        for hop in statement.chain:
            for voice in hop.voices:
                if voice.kind == "organisation":
                    bodies.setdefault(voice.name, set()).add(statement.article)
                elif voice.kind in ("agency", "outlet"):
                    newsrooms.add(voice.name)
    out = {}
    for article in given:
        own = article.issuer or article.outlet
        outlet = own.value if own else None
        if outlet is None or any(same_body(outlet, n) for n in newsrooms):
            continue
        known = sorted(name for name, where in bodies.items() if where - {article.id} and same_body(outlet, name))
        if known or article.kind in _OWN_VOICE:
            out[article.id] = max(known, key=lambda n: (len(n), n)) if known else outlet
    return out


def _mouth(statement: Statement, voice: Voice | None, speaker: Speaker | None, at: Passage, said: str) -> Mouth:
    quoted = said if statement.quotation != "indirect" else ""
    return Mouth(
        statement=statement.id,
        article=statement.article,
        name=voice.name if voice else "",
        kind=voice.kind if voice else None,
        count=voice.count if voice else 0,
        bearing=_bearing(voice),
        speaker=speaker.id if speaker else None,
        relays=tuple(v.name for hop in statement.chain[1:] for v in hop.voices if v.kind not in ("agency", "outlet")),
        passed_by=_passed_by(statement),
        gathered=statement.gathered is not None,
        public=statement.public is not None,
        said=said,
        quoted=frozenset(w.casefold() for w in re.findall(r"\w+", quoted)),
        at=at,
    )


def _passed_by(statement: Statement) -> str | None:
    """The last newsroom after the first mouth in the chain, or the newsroom that is itself the first mouth."""
    for hop in reversed(statement.chain):
        for voice in hop.voices:
            if voice.kind in ("agency", "outlet"):
                return voice.name
    return None


def _bearing(voice: Voice | None) -> Bearing:
    if voice is None:
        return "silent"
    if voice.kind in ("agency", "outlet"):
        return "hearsay"
    if voice.kind == "unnamed":
        return "people" if telling(voice.name) - PRONOUNS or voice.count > 1 else "hearsay"
    return "voice"


def same(a: Mouth, b: Mouth) -> bool:
    """Whether two mouths are surely one: the same speaker, or named and described alike."""
    if a.bearing != b.bearing or a.bearing in ("hearsay", "silent"):
        return False
    if a.speaker is not None and a.speaker == b.speaker:
        return True
    if a.kind == "named" and b.kind == "named":
        return same_person(a.name, b.name)
    words_a, words_b = telling(a.name), telling(b.name)
    return bool(words_a) and words_a == words_b


def different(a: Mouth, b: Mouth, ties: Ties) -> bool:
    """Whether two mouths are surely two different named or official voices or documents.

    Two persons are whose surnames differ, unless one passes on or speaks for the other; two bodies where each has a proper
    name of its own and the names share no word; a person and a body where no text of the story puts the two side by side. A
    document and its author may be one voice, and so may two documents. The same quoted words in two articles are one voice's,
    whatever names stand beside them.
    """
    if a.article != b.article and _one_quotation(a, b):
        return False
    if a.bearing != "voice" or b.bearing != "voice" or same(a, b) or _relayed(a, b) or _relayed(b, a):
        return False
    if a.kind == "named" and b.kind == "named":
        return not same_person(a.name, b.name) and not ties.speaks_for(a.name, b.name)
    if "document" in (a.kind, b.kind):
        return False
    if "named" in (a.kind, b.kind):
        person, body = (a, b) if a.kind == "named" else (b, a)
        return body.kind == "organisation" and bool(proper_words(body.name)) and not ties.belongs(person.name, body.name)
    return different_bodies(a.name, b.name)


def _one_quotation(a: Mouth, b: Mouth) -> bool:
    """Whether two mouths are quoted with the same words, at least four of them."""
    both = a.quoted & b.quoted
    return len(both) >= _QUOTED and len(both) >= _LIKE * min(len(a.quoted), len(b.quoted))


def unheard(mouth: Mouth, text: str) -> bool:
    """Whether a text can surely not be where this voice was heard: a named person whom it does not mention at all."""
    if mouth.kind != "named" or not last_name(mouth.name):
        return False
    return not mentions(text, mouth.name)


def resembles(a: Mouth, b: Mouth) -> bool:
    """Whether two descriptions of unnamed people may be of the same people: alike in a telling word, or both telling nothing."""
    return same(a, b) or common(a.name, b.name) or (a.bearing == b.bearing and hollow(a.name) and hollow(b.name))


def _relayed(a: Mouth, b: Mouth) -> bool:
    """Whether `b` is one of those who pass on what `a` said."""
    return any(same_person(b.name, r) or (telling(r) and telling(r) == telling(b.name)) for r in a.relays)


def alike(a: Mouth, b: Mouth) -> bool:
    """Whether two mouths may well be one, as far as their descriptions go: same, or sharing a telling word.

    Unnamed people of two newsrooms always may be the same people (rule 1).
    """
    return same(a, b) or (a.bearing == "people" and b.bearing == "people") or common(a.name, b.name)
