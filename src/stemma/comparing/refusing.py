"""Refusing: what somebody would not speak of, and a child that has it that he would not speak at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.comparing.accounts import Accounts, short
from stemma.comparing.lineage import Descent
from stemma.comparing.rewriting import Rewrite
from stemma.comparing.sourcing import told_in
from stemma.comparing.voices import first_voices, telling
from stemma.model import DriftKind, Passage, Span, Statement
from stemma.text.spans import overlap
from stemma.text.words import plain

_REFUSES: Final = re.compile(
    r"(?i)\b(?:declin|refus)(?:e|ed|es|ing)\s+to\s+(?:be\s+)?(\w+)\b|"
    r"\b(?:would|will|could|can|did|does|do|has|have)(?:\s+not|n['’]t|not)\s+(?:yet\s+)?(?:be\s+)?(\w+)\b|"
    r"\b(no|without)\s+comment\b"
)
_SPEAKS: Final = re.compile(
    r"(?i)(?:comment|answer|talk|speak|discuss|say|tell|confirm|drawn|respond|explain|elaborat|address|reveal|disclos|give)"
)
_ALL: Final = re.compile(r"(?i)(?:comment|answer|talk|speak|respond|explain|discuss)")
"""Verbs that may stand without what is spoken of."""
_TOPIC: Final = re.compile(
    r"(?i)^\s*(?:publicly\s+|further\s+)?(?:(?:on|about|whether|if|why|how|who|when|where|what|that|questions?|any|the|its|his|her|their)\b)"
)
_ASKED: Final = re.compile(
    r"(?i)^\s*(?:when|after|as)?\s*(?:asked|contacted|approached|reached|called|phoned|yesterday|today|on\s+\w+day|further|[,.;:\"”]|$|and\b|but\b|or\b|while\b|when\b)"
)

Found = tuple[DriftKind, Passage, Passage, str]


def silenced(descent: Descent, rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where the parent says what somebody would not speak of ("would not say who paid") and the child only that he would not
    speak ("refused to comment"). Yields (kind, parent's sentence, child's sentence, words)."""
    pairs = {(r.parent, r.child) for r in rewrites if not accounts.is_title(r.parent)}
    for child in accounts.sentences[descent.child]:
        here = _refusal(child, accounts)
        if here is None or here[1]:
            continue
        for parent in accounts.sentences[descent.parent]:
            there = _refusal(parent, accounts)
            if there is None or not there[1] or accounts.is_title(parent):
                continue
            if (parent, child) in pairs or _one_voice(parent, child, accounts):
                newer, older = accounts.outlet(descent.child), accounts.outlet(descent.parent)
                told = short(accounts.text(parent)).rstrip(".")
                words = f"{newer} has “{short(accounts.text(here[0]))}”, where {older} tells of what: “{told}”."
                yield "scope-widened", parent, child, words
                break


def _refusal(sentence: Passage, accounts: Accounts) -> tuple[Passage, bool] | None:
    """The words of a sentence by which somebody will not speak, and whether it says of what; None where there are none."""
    text = plain(accounts.text(sentence))
    for match in _REFUSES.finditer(text):
        verb = match[1] or match[2]
        if (verb is not None and not _SPEAKS.match(verb)) or re.search(r"\b(?:I|[Ww]e)\s$", text[: match.start()]):
            continue
        rest = text[match.end() :]
        at = Passage(article=sentence.article, span=Span(sentence.span.start + match.start(), sentence.span.start + match.end()))
        if verb is not None and not _ALL.match(verb):
            return at, True
        if re.match(r"\s*to\b", rest):
            continue
        topic = _TOPIC.match(rest) is not None and _ASKED.match(rest) is None
        if not topic and _ASKED.match(rest) is None:
            return None
        return at, topic
    return None


def _one_voice(parent: Passage, child: Passage, accounts: Accounts) -> bool:
    """Whether one voice declines in both sentences."""
    one, two = (_silent(s, accounts) for s in (parent, child))
    return any(telling(a) & telling(b) for x in one for y in two for a in first_voices(x) for b in first_voices(y))


def _silent(sentence: Passage, accounts: Accounts) -> list[Statement]:
    return [s for s in told_in(sentence, accounts) if s.stance == "declines" and any(overlap(sentence.span, c) for c in s.content)]
