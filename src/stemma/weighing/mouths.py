"""First mouths: who a statement was first said by, and when two of them are surely different, or surely the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from stemma.model import Article, Passage, Speaker, Statement, Voice, VoiceKind

Bearing = Literal["voice", "people", "hearsay", "silent"]
"""`voice`: someone who can be told from others (named, a body, a role, a document); `people`: unnamed people;
`hearsay`: an outlet or "reports", which only passes on; `silent`: nobody is said to have said it."""

_WORD: Final = re.compile(r"\w+(?:[’'\-.]\w+)*")
_COUNTS: Final = frozenset("a an one two three four five six seven eight nine ten several some many few dozens another both".split())
_FUNCTION: Final = frozenset(
    "the a an of in on at to for with by from and or who whom whose that which their his her its is was were are be been has had "
    "have as not this these those other another former senior top".split()
)
_HOLLOW: Final = frozenset(
    "people person persons source sources insider insiders man men woman women those unknown someone somebody others familiar "
    "matter knowledge direct situation close briefed anonymous unnamed".split()
)
# Words for a body that do not tell one body from another.
_BODILY: Final = frozenset(
    "authorities authority government officials official police ministry company firm group agency department office court "
    "spokesman spokeswoman spokesperson statement management operator state local national federal city council service".split()
)
_STATE: Final = frozenset("government ministry minister department army navy air force military presidency cabinet defence defense".split())
_SPEAKS_FOR: Final = re.compile(
    r"(?i)\b(?:lawyers?|attorneys?|solicitors?|counsel|spokes\w+|representatives?|represents|representing|on behalf of)\b"
)
_SAME_SURNAME: Final = 0.8
_REACH: Final = 80
"""How far from a name, in code points, words are taken to describe its bearer: about an apposition's length."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """The first mouth of one statement in one article: one voice, or nobody.

    `speaker` is the id of the resolved speaker, `relays` are those whom the chain shows to pass it on, `passed_by` the last
    newsroom among them, if any, `at` the words.
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
    at: Passage


def mouths(statement: Statement, article: Article, speaker_of: Mapping[tuple[str, int, int], Speaker]) -> tuple[Mouth, ...]:
    """The first mouths of a statement: the voices of its first hop; one silent mouth where the chain is empty.

    What a press release or an official statement says in its own words, its issuer says.
    """
    content = Passage(article=statement.article, span=statement.content[0])
    if not statement.chain:
        issued = article.kind != "news-report" and article.outlet is not None
        issuer = Voice(name=article.outlet.value, kind="organisation") if issued and article.outlet else None
        return (_mouth(statement, issuer, None, content),)
    return tuple(
        _mouth(
            statement,
            voice,
            speaker_of.get((statement.id, 0, n)),
            Passage(article=statement.article, span=voice.span or statement.source or content.span),
        )
        for n, voice in enumerate(statement.chain[0].voices)
    )


def _mouth(statement: Statement, voice: Voice | None, speaker: Speaker | None, at: Passage) -> Mouth:
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
        return "people" if telling(voice.name) or voice.count > 1 else "hearsay"
    return "voice"


def telling(name: str) -> frozenset[str]:
    """The words of a name that carry meaning, in lower case and roughly singular: what is compared between two descriptions."""
    words = (w.casefold().strip("'’.") for w in _WORD.findall(name.replace("’s", "").replace("'s", "")))
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words if w not in _FUNCTION | _COUNTS and w != "unknown")


def same(a: Mouth, b: Mouth) -> bool:
    """Whether two mouths are surely one: the same speaker, or named and described alike."""
    if a.bearing != b.bearing or a.bearing in ("hearsay", "silent"):
        return False
    if a.speaker is not None and a.speaker == b.speaker:
        return True
    if a.kind == "named" and b.kind == "named":
        return _same_person(a.name, b.name)
    words_a, words_b = telling(a.name), telling(b.name)
    return bool(words_a) and words_a == words_b


def different(a: Mouth, b: Mouth, ties: Ties) -> bool:
    """Whether two mouths are surely two different named or official voices or documents.

    Two persons are whose surnames differ, unless one passes on or speaks for the other; two bodies where each has a proper
    name of its own and the names share no word; a person and a body where no text of the story puts the two side by side. A
    document and its author may be one voice, and so may two documents.
    """
    if a.bearing != "voice" or b.bearing != "voice" or same(a, b) or _relayed(a, b) or _relayed(b, a):
        return False
    if a.kind == "named" and b.kind == "named":
        return not _same_person(a.name, b.name) and not ties.speaks_for(a.name, b.name)
    if "document" in (a.kind, b.kind):
        return False
    if "named" in (a.kind, b.kind):
        person, body = (a, b) if a.kind == "named" else (b, a)
        return body.kind == "organisation" and bool(_proper(body.name)) and not ties.belongs(person.name, body.name)
    return _different_bodies(a.name, b.name)


def _relayed(a: Mouth, b: Mouth) -> bool:
    """Whether `b` is one of those who pass on what `a` said."""
    return any(_same_person(b.name, r) or (telling(r) and telling(r) == telling(b.name)) for r in a.relays)


def _different_bodies(a: str, b: str) -> bool:
    proper_a, proper_b = _proper(a), _proper(b)
    if not proper_a or not proper_b or telling(a) & telling(b) or _initials(a, b):
        return False
    # "Paris" may be the French foreign ministry: a bare name is not surely another body than an arm of a state.
    return not any(len(telling(x)) == 1 and telling(y) & _STATE for x, y in ((a, b), (b, a)))


class Ties:
    """What the texts of a story say about who belongs to whom."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._texts = [a.text for a in sorted(articles, key=lambda a: a.id)]

    def _near(self, name: str) -> Iterable[str]:
        """The words around every mention of a person's surname."""
        last = _last(name)
        if not last:
            return
        for text in self._texts:
            for match in re.finditer(rf"\b{re.escape(last)}\b", text, re.IGNORECASE):
                yield text[max(0, match.start() - _REACH) : match.end() + _REACH]

    def belongs(self, person: str, body: str) -> bool:
        """Whether any text has a word of the body's name close to the person's name, or a spokesman's word."""
        words = telling(body)
        return any(telling(around) & words or _SPEAKS_FOR.search(around) for around in self._near(person))

    def speaks_for(self, a: str, b: str) -> bool:
        """Whether any text has the two persons and a lawyer's or spokesman's word close together."""
        return any(
            _last(other) in telling(around) and _SPEAKS_FOR.search(around)
            for one, other in ((a, b), (b, a))
            for around in self._near(one)
        )


def alike(a: Mouth, b: Mouth) -> bool:
    """Whether two mouths may well be one, as far as their descriptions go: same, or sharing a telling word.

    Unnamed people of two newsrooms always may be the same people (rule 1).
    """
    if same(a, b) or (a.bearing == "people" and b.bearing == "people"):
        return True
    return bool((telling(a.name) - _HOLLOW - _BODILY) & (telling(b.name) - _HOLLOW - _BODILY))


def _same_person(a: str, b: str) -> bool:
    """Persons by their last names, a slip of the pen allowed (a misspelt name is the same person)."""
    last_a, last_b = _last(a), _last(b)
    if last_a == last_b or last_a in telling(b) or last_b in telling(a):
        return True
    return SequenceMatcher(None, last_a, last_b, autojunk=False).ratio() >= _SAME_SURNAME


def _last(name: str) -> str:
    words = _WORD.findall(name)
    return words[-1].casefold() if words else ""


def _proper(name: str) -> frozenset[str]:
    return frozenset(w.casefold() for w in _WORD.findall(name) if w[0].isupper()) - _FUNCTION - _BODILY


def _initials(a: str, b: str) -> bool:
    """Whether one name is the initials of the other ("WHO", "World Health Organization")."""
    for short, long in ((a, b), (b, a)):
        letters = "".join(w[0] for w in _WORD.findall(long) if w[0].isupper()).casefold()
        if len(letters) > 1 and letters in {w.casefold() for w in _WORD.findall(short)}:
            return True
    return False
