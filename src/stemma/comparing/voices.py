"""Voices compared: how exactly a wording says who spoke."""

from __future__ import annotations

import re
from typing import Final

from stemma.model import Statement, Voice

_PLURAL_COUNT: Final = re.compile(
    r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|a few|dozens|multiple|both|a pair)\b"
)
_COUNTED: Final = re.compile(r"(?i)(?:two|three|four|five|six|seven|eight|nine|ten|\d+|both|(?:a|the) (?:pair|couple|trio))\b")
"""How a description says how many there are: "two of them"."""
_NAMED_BODY: Final = re.compile(r"\b[A-Z][\w’'&.-]+")
_VAGUE_BODY: Final = re.compile(
    r"(?i)\b(?:media|reports?|authorities|officials?|the government|the company|the firm|the operator|the police|local|"
    r"foreign|press)\b"
)


_WRITTEN: Final = re.compile(
    r"(?i)\b(?:reports?|documents?|papers?|figures?|records?|data|drafts?|statements?|filings?|complaints?|lawsuits?|suit|surveys?|"
    r"stud(?:y|ies)|polls?|logs?|files?|releases?|letters?|e-?mails?|messages?|memos?|minutes|notices?|registr(?:y|ies)|register|entry|"
    r"research|trials?|transcripts?|videos?|footage|books?|manifests?|index|indices|notes?|posts?|accounts?|contracts?|analys[ie]s|"
    r"results?|review|audit|charts?|maps?|images?|photos?|numbers|statistics|estimates?|forecasts?|rulings?|verdict|order|invoice|"
    r"invoices|list|schedule|certificates?|court|docs|website|page|article|story|press|bulletin|agenc(?:y|ies))\b"
)


def speaks(statement: Statement) -> bool:
    """Whether what a statement is laid to can say something: people, bodies, and of things only what is written or recorded."""
    voices = first_voices(statement)
    return bool(voices) and all(v.kind != "document" or _WRITTEN.search(v.name) is not None for v in voices)


def first_voices(statement: Statement) -> tuple[Voice, ...]:
    """The voices of the first hop; none where nobody is said to have said it."""
    return statement.chain[0].voices if statement.chain else ()


def sharpness(statement: Statement) -> int:
    """How exactly the source is given: 4 a named person, 3 a named body or document, 2 a role or unnamed body, 1 unnamed people,
    0 hearsay ("reports") or nobody."""
    return max(
        (_sharpness(v) for hop in statement.chain for v in hop.voices if v.kind not in ("agency", "outlet")), default=0
    ) or max((_sharpness(v) for v in first_voices(statement)), default=0)


def _sharpness(voice: Voice) -> int:
    if voice.kind == "named":
        return 4
    named = _NAMED_BODY.search(voice.name.removeprefix("The ").removeprefix("A ")) is not None
    if voice.kind in ("organisation", "document"):
        return 3 if named and not _VAGUE_BODY.search(voice.name) else 2
    if voice.kind == "role":
        return 2
    if voice.kind == "unnamed":
        return 1 if voice.name.casefold() != "unknown" else 0
    return 2 if voice.kind == "agency" else 1 if named else 0


_AFTER: Final = re.compile(
    r"\b(?:of|with|who|whose|in|on|at|by|to|for|from|behind|near|inside|under|close|familiar|involved|briefed|that|which)\b"
)
"""Words with which the head of a description ends ("the crew behind the raid")."""


def many(statement: Statement) -> bool | None:
    """Whether several unnamed people speak: True, False for one, None where the first voice is not unnamed people."""
    voices = first_voices(statement)
    if not voices or any(v.kind not in ("unnamed", "role") for v in voices):
        return None
    if len(voices) > 1 or voices[0].count > 1 or _PLURAL_COUNT.match(voices[0].name):
        return True
    if re.match(r"(?i)(?:an?|one|another|the other)\b", voices[0].name) and not re.match(
        r"(?i)an? (?:group|number|team|panel)", voices[0].name
    ):
        return False
    head = _AFTER.split(voices[0].name)[0].split()
    if not head or head[-1].casefold() in _COLLECTIVE:
        return None
    return head[-1].casefold() in ("people", "those", "men", "women") or (head[-1].endswith("s") and not head[-1].endswith("ss"))


def described_less(before: Statement, after: Statement) -> bool:
    """Whether unnamed people lose their number or their description on the way ("two aides to the minister", "aides")."""
    one, two = first_voices(before), first_voices(after)
    if len(one) != 1 or len(two) != 1 or one[0].kind not in ("unnamed", "role") or two[0].kind not in ("unnamed", "role"):
        return False
    words_a, words_b = _words(one[0].name), _words(two[0].name)
    counted = one[0].count > 1 and two[0].count == 1
    if many(after) and (counted or (_COUNTED.match(one[0].name) and not _COUNTED.match(two[0].name))):
        return True
    return bool(words_b) and words_b < words_a and len(words_a - words_b) >= 2


def _words(name: str) -> frozenset[str]:
    return frozenset(w.casefold().rstrip("s") for w in re.findall(r"[^\W\d_]{3,}", name)) - {
        "the",
        "and",
        "who",
        "that",
        "with",
        "one",
        "two",
    }


def disjoint(before: Statement, after: Statement) -> bool:
    """Whether two first voices, each one and named or described, have no word in common."""
    one, two = first_voices(before), first_voices(after)
    if len(one) != 1 or len(two) != 1:
        return False
    words_a, words_b = _words(one[0].name), _words(two[0].name)
    return bool(words_a) and bool(words_b) and not words_a & words_b


def telling(voice: Voice) -> frozenset[str]:
    """The words of a voice's name that tell it from others: in lower case, without articles and numbers."""
    return telling_words(voice.name)


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that may tell a voice from others, in lower case."""
    return frozenset(w for w in (x.casefold() for x in re.findall(r"[^\W\d_]{3,}", text)) if w not in _EMPTY)


def described(voice: Voice) -> frozenset[str]:
    """The words that tell who an unnamed voice is, beyond its being one who knows; stems of six letters, lower case."""
    return frozenset(w[:6] for w in telling(voice) if not _KNOWING.match(w))


def unnamed_media(statement: Statement) -> bool:
    """Whether nobody is named but "media" or "reports" of no name."""
    voices = first_voices(statement)
    return bool(voices) and all(_MEDIA.search(v.name) and not _NAMED_BODY.search(v.name[1:]) for v in voices)


_KNOWING: Final = re.compile(
    r"(?:people|person|persons|source|insider|someone|somebody|those|familiar|matter|know|close|deal|talk|discussion|negotiation|"
    r"brief|direct|unnamed|unidentif|issue|situation|thinking|plan|condition|anonym|official|asked|named|name|identif|other|another|second|first|third|"
    r"pair|couple|few|both|same|not|want|one|group|number|involve|speak|spoke|former|senior|top|high|rank|local|team|member)\w*$"
)
_MEDIA: Final = re.compile(r"(?i)\b(?:media|reports?|press|papers?|newspapers?|outlets?)\b")
_COLLECTIVE: Final = frozenset(
    [  # those who speak as one
        "team", "group", "panel", "board", "family", "crew", "union", "staff", "force", "committee", "council", "office", "police",
        "department", "administration", "management", "leadership", "government", "ministry", "agency", "service",
    ]
)  # fmt: skip
_EMPTY: Final = frozenset("the and who that with one two three four five several some many people person".split())  # noqa: SIM905
