"""Befalling: what became of somebody by a parent's account, and the later step of it that the child tells instead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.comparing.certainty import negated
from stemma.comparing.commitment import firmness, holds
from stemma.comparing.lineage import Descent
from stemma.comparing.scales import Found, scales, told
from stemma.model import Passage, Token

_UP: Final = 3
_NOT_DONE: Final = frozenset("may might could would should can must will shall to not never".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale that somebody is said to have come to: his surname in lower case, the scale's and the step's number, the
    word for it, its sentence, and whether it is told as done."""

    who: str
    scale: int
    step: int
    token: Token
    sentence: Passage
    done: bool


def befell(descent: Descent, accounts: Accounts) -> Iterator[Found]:
    """Where a child tells a later step of a matter of somebody ("axed") than its parent anywhere does ("placed on leave").

    Persons are known by their surnames. Yields (kind, parent's word, child's word, words).
    """
    persons = _persons(descent, accounts)
    before, after = _steps(descent.parent, persons, accounts), _steps(descent.child, persons, accounts)
    for two in after:
        was = [s for s in before if (s.who, s.scale) == (two.who, two.scale)]
        known = max((s.step for s in was), default=two.step)
        if not two.done or known >= two.step:
            continue
        if any(s.step <= known for s in after if (s.who, s.scale) == (two.who, two.scale)):
            continue
        one = max(was, key=lambda s: (s.step, -s.token.start))
        yield told(one.sentence, one.token, two.sentence, two.token, accounts)


def _persons(descent: Descent, accounts: Accounts) -> frozenset[str]:
    """The surnames of those whom either report names as a person: by its grammar, or as a voice."""
    out = set()
    for article in (descent.parent, descent.child):
        every = accounts.parsed[article].tokens
        out |= {t.text.casefold() for t in every if t.pos == "PROPN" and t.entity == "PERSON"}
        for statement in accounts.of_article[article]:
            voices = [v for hop in statement.chain for v in hop.voices]
            out |= {v.name.split()[-1].casefold() for v in voices if v.kind == "named" and v.name.split()}
    return frozenset(out)


def _steps(article: str, persons: frozenset[str], accounts: Accounts) -> list[Step]:
    out = []
    every = accounts.parsed[article].tokens
    for sentence in accounts.sentences[article]:
        for token in accounts.tokens(article, sentence.span):
            if token.pos not in ("VERB", "NOUN", "ADJ"):
                continue
            for n, scale in enumerate(scales()):
                step = next((k for k, lemmas in enumerate(scale) if token.lemma.casefold() in lemmas), None)
                who = _patient(token, every, persons) if step is not None else None
                if step is not None and who is not None:
                    plainly = not negated(accounts.text(sentence)) and firmness(holds(sentence, accounts)) > 1
                    out.append(Step(who, n, step, token, sentence, plainly and _done(token, every)))
    return out


def _done(token: Token, every: tuple[Token, ...]) -> bool:
    """Whether nothing beside a word says that it is yet to come or is not so."""
    at = bisect_left(every, token.start, key=lambda t: t.start)
    near = (at, every[at].head)
    return not any(t.head in near and t.lemma.casefold() in _NOT_DONE for t in every[max(0, at - 12) : at])


def _patient(token: Token, every: tuple[Token, ...], persons: frozenset[str]) -> str | None:
    """The surname of the person to whom it happens: the object of a verb, the subject of a passive or of one without object."""
    at = bisect_left(every, token.start, key=lambda t: t.start)
    for _ in range(_UP):
        if every[at].pos in ("VERB", "AUX"):
            break
        if every[at].head == at:
            return None
        at = every[at].head
    below = [t for t in every[max(0, at - 30) : at + 30] if t.head == at]
    undergoing = [t for t in below if t.dep in ("dobj", "nsubjpass")]
    passive = any(t.dep in ("auxpass", "nsubjpass") for t in below)
    found = undergoing or ([] if passive else [t for t in below if t.dep == "nsubj"])
    for one in found:
        if one.tag in ("WP", "WDT") and every[at].dep == "relcl":
            one = every[every[at].head]
        if one.pos == "PROPN" and one.text.casefold() in persons:
            return one.text.casefold()
    return None
