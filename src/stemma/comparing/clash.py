"""A difference between two wordings, before it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stemma.comparing.accounts import Accounts, Wording, short
from stemma.model import ContradictionKind, Passage, Statement
from stemma.text.spans import overlap


@dataclass(frozen=True, slots=True)
class Clash:
    """A difference before it is told: `key` is what makes it one difference, however many copies carry it."""

    kind: ContradictionKind
    a: Wording
    b: Wording
    at_a: Passage
    at_b: Passage
    key: tuple[str, ...]
    said_a: str
    said_b: str
    values: tuple[float, float] | None = None
    people: bool = False


def sentence_wording(passage: Passage, accounts: Accounts) -> Wording:
    """A sentence as a wording; of the statement that takes up most of it, if any."""
    return accounts.of("sentence", passage, _as_wording)


def _as_wording(passage: Passage, accounts: Accounts) -> Wording:
    told = accounts.told(passage)
    return Wording(passage.article, (passage.span,), passage, told, accounts.claim_of.get(told.id) if told else None)


def holder(at: Passage, accounts: Accounts) -> Wording:
    """The sentence that holds a passage, as a wording; the passage itself where none does."""
    return sentence_wording(next((s for s in accounts.sentences[at.article] if overlap(s.span, at.span)), at), accounts)


def whole(wording: Wording, accounts: Accounts) -> Wording:
    """A wording with the whole of its sentences: the day may stand beside what is said."""
    return wording if wording.statement is None else accounts.of("whole", wording, _whole)


def _whole(wording: Wording, accounts: Accounts) -> Wording:
    if wording.statement is None:
        return wording
    return replace(wording, spans=tuple(s.span for s in accounts.sentences_of(wording.statement)) or wording.spans)


def denies(denial: Statement, accounts: Accounts) -> str:
    """That somebody denied it, with the words where they are the denier's own: of others the content is what is denied."""
    own = denial.quotation == "direct"
    return f"denied it: “{short(accounts.quote(accounts.wording(denial)))}”" if own else "denied it"
