"""Unsourced: what a child's sentence has from its parent without saying, as the parent does, from whom."""

from __future__ import annotations

import re
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.comparing.coverage import Coverage
from stemma.comparing.lineage import Descent
from stemma.comparing.rewriting import Rewrite
from stemma.comparing.sourcing import mention, told_in
from stemma.comparing.voices import first_voices, sharpness, speaks, telling, telling_words, unnamed_media
from stemma.model import Passage, Span, Statement
from stemma.text.spans import overlap
from stemma.text.words import plain

_PRONOUNS: Final = frozenset("he she it they him her them his its their who one i we you this that these those both".split())  # noqa: SIM905
_SAYS: Final = re.compile(
    r"(?i)\b(?:said|says|told|tells|according to|as per|report(?:ed|s)?|claim(?:ed|s)|announced|insist(?:ed|s)|added|citing)\b"
)
"""Words by which a sentence has something from somebody, however its grammar was read."""
ALONE: Final = 0.75
"""From this score of two sentences on, the one voice of each speaks of the same."""
CERTAIN: Final = 0.97
_LEAD: Final = 0.9
SAME: Final = 0.3
"""Part of the content words (Dice, by idf) that two statements share that say the same."""
VERY: Final = 0.5
_NAME: Final = 5
_HOPS: Final = 2
_BESIDE: Final = 2
"""How many sentences before the child's its source may stand."""


def dropped(rewrite: Rewrite, descent: Descent, accounts: Accounts, coverage: Coverage) -> tuple[Statement, Passage] | None:
    """The statement of a parent's sentence whose source the child's sentence does not give, and the words for that source.

    None where the child's sentence or the ones around it may give one: a voice, a verb of saying with a subject, a pronoun,
    quotation marks. `descent` is not asked: the finders of this module are called alike.
    """
    before = [s for s in told_in(rewrite.parent, accounts) if s.source and s.cue and s.place == "body"]
    before = [s for s in before if sharpness(s) >= 1 or unnamed_media(s)]
    before = [s for s in before if s.stance == "asserts" and speaks(s) and overlap(rewrite.parent.span, s.source or s.content[0])]
    before = [s for s in before if _held(s, rewrite, accounts, coverage) and not only_pronoun(s)]
    written = accounts.text(rewrite.child)
    if (
        not before
        or told_in(rewrite.child, accounts)
        or mention(rewrite.child, accounts) is not None
        or _SAYS.search(written)
        or re.search(r"[\"“”]", written)
    ):
        return None
    statement = before[0]
    if its_own_word(statement, rewrite.child.article, accounts):
        return None
    if _named_near(statement, rewrite.child, accounts) or _given_beside(statement, rewrite, accounts):
        return None
    return statement, Passage(article=statement.article, span=statement.source or statement.content[0])


def its_own_word(statement: Statement, article: str, accounts: Accounts) -> bool:
    """Whether a page is published by the very body that a statement is laid to, so that it need not name itself."""
    outlet = accounts.articles[article].outlet
    publisher = telling_words(outlet.value) if outlet is not None else frozenset[str]()
    return any(telling(v) and telling(v) <= publisher for v in first_voices(statement))


def renamed(rewrite: Rewrite, descent: Descent, accounts: Accounts, coverage: Coverage) -> tuple[Statement, Passage] | None:
    """The statement of somebody whom the parent names and the child, which gives the same from a voice without a name, never
    does, and the words that name him."""
    text = plain(accounts.articles[descent.child].text)
    before, after = told_in(rewrite.parent, accounts), told_in(rewrite.child, accounts)
    for one in before:
        if one.source is None or one.stance == "declines" or not overlap(one.source, rewrite.parent.span) or only_pronoun(one):
            continue
        persons = [
            v.name.split()[-1]
            for v in first_voices(one)
            if v.kind == "named" and v.name[:1].isupper() and len(v.name.split()) <= _NAME
        ]
        if not persons or any(re.search(rf"\b{re.escape(plain(p))}\b", text) for p in persons):
            continue
        for two in after:
            if sharpness(two) < sharpness(one) and say_alike(one, two, rewrite, len(before) == len(after) == 1, accounts, coverage):
                return one, Passage(article=one.article, span=one.source)
    return None


def unmouthed(rewrite: Rewrite, descent: Descent, accounts: Accounts, coverage: Coverage) -> tuple[Statement, Passage] | None:
    """The statement whose first mouth the child leaves out of the chain ("the paper said", where the parent has "the paper said,
    citing a clerk"), and the words that name that mouth where the parent's sentence does, else the sentence."""
    before, after = told_in(rewrite.parent, accounts), told_in(rewrite.child, accounts)
    for one in before:
        if len(one.chain) < _HOPS or one.stance == "declines" or not overlap(rewrite.parent.span, one.content[0]):
            continue
        first = frozenset().union(*(telling(v) for v in one.chain[0].voices))
        second = frozenset().union(*(telling(v) for v in one.chain[1].voices))
        if not first or first <= second or first & telling_words(accounts.text(rewrite.child)):
            continue
        for two in after:
            theirs = frozenset().union(*(telling(v) for v in first_voices(two)))
            shorter = len(two.chain) == len(one.chain) - 1 and theirs & second and not theirs & first
            if shorter and say_alike(one, two, rewrite, len(before) == len(after) == 1, accounts, coverage):
                return one, _mouth(one, rewrite.parent, accounts)
    return None


def _mouth(statement: Statement, sentence: Passage, accounts: Accounts) -> Passage:
    """Where a sentence names a statement's first mouth; the sentence where it does not in these words."""
    voice = statement.chain[0].voices[0]
    if voice.span is not None and overlap(voice.span, sentence.span):
        return Passage(article=sentence.article, span=voice.span)
    at = accounts.text(sentence).find(voice.name)
    if at < 0:
        return sentence
    start = sentence.span.start + at
    return Passage(article=sentence.article, span=Span(start, start + len(voice.name)))


def _given_beside(statement: Statement, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether another sentence of the child that the collation sets beside the parent's gives somebody as its source."""
    beside = [
        p for p, pair in accounts.pairs.get(rewrite.parent, ()) if pair.relation is not None and p.article == rewrite.child.article
    ]
    return any(
        told_in(p, accounts) or mention(p, accounts) is not None
        for p in sorted(beside)
        if p != rewrite.child and not accounts.is_title(p)
    )


def _held(statement: Statement, rewrite: Rewrite, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether the child's sentence carries what a statement says."""
    wording = accounts.wording(statement)
    mine = coverage.lemmas(wording)
    held = coverage.part(wording, rewrite.child)
    if len(mine) < 2:
        return False
    if held >= VERY or (rewrite.score >= ALONE and held >= SAME):
        return True
    # The sentence is little else, and the collation takes the other for the same.
    voices = {v.name for v in first_voices(statement)}
    told = [s for s in told_in(rewrite.parent, accounts) if voices & {v.name for v in first_voices(s)}]
    size = sum(c.end - c.start for s in told for c in s.content if overlap(c, rewrite.parent.span))
    enough = _LEAD if _leads(rewrite, accounts) else CERTAIN
    return rewrite.score >= enough and 2 * size >= rewrite.parent.span.end - rewrite.parent.span.start


def _leads(rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether both sentences open their reports: each tells the whole in its own words."""
    for side in (rewrite.parent, rewrite.child):
        first = next((s for s in accounts.sentences[side.article] if not accounts.is_title(s)), None)
        if first != side:
            return False
    return True


def _named_near(statement: Statement, child: Passage, accounts: Accounts) -> bool:
    """Whether a sentence right before the child's, or the one behind it, names the source or gives its words."""
    sentences = accounts.sentences[child.article]
    n = sentences.index(child)
    names = frozenset().union(*(telling(v) for v in first_voices(statement)))
    for other in sentences[max(0, n - _BESIDE) : n + 2]:
        if other == child or accounts.is_title(other):
            continue
        voices = [v for s in told_in(other, accounts) for v in first_voices(s)]
        if names & telling_words(accounts.text(other)) or any(names & telling(v) for v in voices):
            return True
    return False


def say_alike(one: Statement, two: Statement, rewrite: Rewrite, alone: bool, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether two statements say the same: they share a good part of their words, or stand alone in sentences that do."""
    if one.stance != two.stance:
        return False
    near = coverage.dice(accounts.wording(one), accounts.wording(two))
    claim = accounts.claim_of.get(one.id)
    if claim is not None and claim == accounts.claim_of.get(two.id) and near >= SAME / 2:
        return True
    return near >= SAME or (alone and rewrite.score >= ALONE)


def only_pronoun(statement: Statement) -> bool:
    """Whether nothing but a pronoun tells who speaks."""
    voices = first_voices(statement)
    return not voices or any(
        not v.name.split() or (v.name.split()[0].casefold() in _PRONOUNS and len(v.name.split()) == 1) for v in voices
    )
