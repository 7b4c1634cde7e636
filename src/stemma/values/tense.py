"""Whether the words around a time look forward or back: "will rule on Monday" against "ruled on Monday".

No parser is asked: the nearest verb or cue in the same clause decides, first to the left of the expression, then to the right.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Lean: TypeAlias = Literal["past", "future"] | None


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NUMBERS: Final = re.compile(r"\d[\d.,]*")
_END: Final = re.compile(r"(?<=[a-z0-9)%]{2})[.!?][\"']*\s")
_WORDS: Final = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[,;:()\"]")
_STOP: Final = frozenset(';:()"')
_AHEAD: Final = _set(
    "will won't shall 'll would due scheduled expected expects expect planned plans plan planning slated upcoming starting "
    "beginning coming going hopes hope intends intend aims aim forthcoming tomorrow deadline must should may could can "
    "meets opens begins starts closes visits plays faces hosts votes resumes returns arrives leaves ends expires takes"
)
"""Words that look forward; the second half is the plain present, used of what stands in a timetable."""
_AUXILIARIES: Final = _set("will won't shall would be due must should may could can to")
_BACK: Final = _set(
    "was were had did has have said told ago made took went fell rose met found saw came began gave held sent struck shot "
    "won lost left wrote spoke became brought bought broke built caught cut drew drove fought flew got grew heard hit kept knew "
    "led meant paid ran sold sought showed stood stole swore taught thought threw understood wore bit blew chose hid laid "
    "lay lent rang shook shut sank slept slid spent split spread sprang stuck swept swung tore woke died"
)
_NOT_PAST: Final = _set(
    "need speed feed seed indeed hundred exceed proceed succeed breed bleed weed red bed shed united unprecedented"
)
_PLAIN: Final = _set(
    "vote meet travel start begin open close launch rule decide hold hear return sign announce publish release resume leave play "
    "visit fly go speak appear face take make be finish complete end step stand report deliver pay arrive hand join host run "
    "present unveil introduce reopen cut raise file testify retire resign continue attend address reach become remain wait"
)
"""Plain forms of verbs that "to" in front makes an infinitive: what is to happen."""
MOVED: Final = frozenset({"moved", "postponed", "delayed", "rescheduled", "pushed", "deferred", "extended", "adjourned", "brought"})
"""What is done to a date that gets another."""
_NEGATIONS: Final = frozenset({"not", "never", "didn't", "wasn't", "weren't", "hadn't", "n't", "only", "no"})
_REACH: Final = 14


def lean(text: str, start: int, end: int) -> Lean:
    """Which way the clause around `text[start:end]` looks; None where it shows neither.

    "since" before the expression looks back; "until" and "by" look forward where no verb says otherwise.
    """
    left = _END.split(_NUMBERS.sub(" ", text[max(0, start - 180) : start]))[-1]
    right = _END.split(_NUMBERS.sub(" ", text[end : end + 140]))[0]
    before = _tokens(left)[::-1]
    if before[:1] == ["since"]:
        return "past"
    if before[:1] and before[0] in {"until", "till"} and not _NEGATIONS & set(before[:_REACH]):
        return "future"
    if _promised(before):
        return "future"
    found = _scan(before[:_REACH], leftward=True) or _scan(_tokens(right)[:_REACH], leftward=False)
    if before[:1] == ["by"]:
        return None if found == "past" else "future"
    return found or ("future" if before[:1] and before[0] in {"until", "till"} else None)


def _tokens(text: str) -> list[str]:
    """Words and marks in small letters; the month of May is no verb."""
    return ["" if w == "May" else w.casefold() for w in _WORDS.findall(text)]


def _promised(before: list[str]) -> bool:
    """ "Pegged for the fall", "postponed to 3 May": a past verb, but of what it set for later. Words come nearest first."""
    plain = [w for w in before[:6] if w not in {"the", "a", "early", "late", "next"}]
    if plain[:1] == ["for"] and len(plain) > 1 and (plain[1] == "set" or (plain[1].endswith("ed") and plain[1] not in _NOT_PAST)):
        return True
    return bool(plain[:1]) and plain[0] in {"to", "until", "from"} and bool(MOVED & set(plain[1:4]))


def _scan(tokens: list[str], leftward: bool) -> Lean:
    for n, token in enumerate(tokens):
        if token in _STOP or (token == "," and n > 0):
            return None
        if token in _AHEAD:
            return "future"
        helpers = tokens[n + 1 : n + 4] if leftward else tokens[max(0, n - 3) : n][::-1]
        if token in _PLAIN and helpers[:1] == ["to"]:
            return "future"
        if token in _BACK or (token.endswith("ed") and len(token) > 3 and token not in _NOT_PAST):
            return "future" if set(helpers) & _AUXILIARIES and not {"have", "had", "has"} & set(helpers) else "past"
    return None
