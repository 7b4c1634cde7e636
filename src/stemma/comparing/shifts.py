"""Shifts: what became of a source on the way: named more vaguely or sharply, multiplied, swapped, or not given at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from stemma.comparing.accounts import Accounts, short
from stemma.comparing.certainty import negated
from stemma.comparing.coverage import Coverage
from stemma.comparing.lineage import Descent, supplied_elsewhere, whole
from stemma.comparing.rewriting import Rewrite
from stemma.comparing.sourcing import mention, told_in
from stemma.comparing.unsourced import ALONE, CERTAIN, SAME, VERY, dropped, only_pronoun, say_alike
from stemma.comparing.voices import (
    described,
    described_less,
    disjoint,
    first_voices,
    many,
    sharpness,
    speaks,
    telling,
    telling_words,
    unnamed_media,
)
from stemma.model import DriftKind, Passage, Statement, Voice
from stemma.text.spans import overlap
from stemma.text.words import plain

_ADMITS: Final = re.compile(r"(?i)\b(?:admit\w*|confess\w*|conced\w+|own(?:s|ed) up|boast\w*|brag\w*)\b")
_OWN_PAST: Final = re.compile(r"(?i)\b(?:earlier|previous|original) (?:report|version|article|story|edition)s?\b")
"""A report named only to be put right is no source."""
_PAST: Final = re.compile(r"(?i)\b(?:former(?:ly)?|ex|past|previous|onetime|retired|erstwhile|used to)\b")
_NO_WORK: Final = re.compile(r"(?i)\b(?:insider|source|person|people|someone|somebody|figure)s?\b")
_SAYS: Final = re.compile(r"(?i)\b(?:said|says|told|tells|according to|report(?:ed|s)?|claim(?:ed|s)|insist(?:ed|s)|added)\b")
_NOBODY: Final = "nobody"
_STEM: Final = 6
Found = tuple[DriftKind, Passage, Passage, str]


def shifted(descent: Descent, rewrites: Sequence[Rewrite], accounts: Accounts, coverage: Coverage) -> Iterator[Found]:
    """What became of the sources of a parent's sentences in the child's that rewrite them.

    Yields (kind, parent's words for the source, child's words for it, words); told once for a voice and what it became, where
    most words are shared.
    """
    told: dict[tuple[DriftKind, str, str], tuple[float, Passage, Passage]] = {}
    for rewrite in rewrites:
        if accounts.is_title(rewrite.child) or accounts.is_title(rewrite.parent):
            continue
        for kind, was, now, at, there in _of(rewrite, descent, accounts, coverage):
            key = (kind, was, now)
            size = float(at.span.end - at.span.start + there.span.end - there.span.start)
            if key not in told or told[key][0] < size:
                told[key] = (size, at, there)
    for (kind, was, now), (_, at, there) in sorted(told.items()):
        newer, older = accounts.outlet(there.article), accounts.outlet(at.article)
        if now == _NOBODY:
            yield (
                kind,
                at,
                there,
                f"{newer} gives no source for what {older} has from {was}: “{short(accounts.text(there)).rstrip('.')}”.",
            )
        elif was == _NOBODY:
            yield (
                kind,
                at,
                there,
                f"{newer} lays to {now} what {older} tells without a source: “{short(accounts.text(at)).rstrip('.')}”.",
            )
        elif kind == "stance-changed":
            yield kind, at, there, f"{newer} writes {now} where {older} has {was}."
        else:
            yield kind, at, there, f"{newer} has it from {now} where {older} has it from {was}."


def _of(
    rewrite: Rewrite, descent: Descent, accounts: Accounts, coverage: Coverage
) -> Iterator[tuple[DriftKind, str, str, Passage, Passage]]:
    before = [s for s in told_in(rewrite.parent, accounts) if s.place == "body"]
    after = [s for s in told_in(rewrite.child, accounts) if s.place == "body"]
    if not after:
        gone = dropped(rewrite, descent, accounts, coverage)
        if gone is not None:
            statement, at = gone
            yield "source-vaguer", _who(statement), _NOBODY, at, rewrite.child
        return
    if not before:
        gained = _laid_to(rewrite, after, descent, accounts, coverage)
        if gained is not None:
            yield "source-sharper", _NOBODY, _who(gained), rewrite.parent, _at(gained, rewrite.child)
        return
    for two in after:
        pairs = [one for one in before if say_alike(one, two, rewrite, len(before) == len(after) == 1, accounts, coverage)]
        if not pairs or two.stance == "declines" or supplied_elsewhere(descent, accounts, two):
            continue
        if any(_OWN_PAST.search(v.name) for v in first_voices(two)):
            continue
        one = max(pairs, key=lambda s: (coverage.dice(accounts.wording(s), accounts.wording(two)), -s.content[0].start))
        if _unproven(one, two, rewrite, accounts):
            yield "source-vaguer", _phrase(one, accounts), _phrase(two, accounts), _at(one, rewrite.parent), _at(two, rewrite.child)
            continue
        if _at_first_hand(one, two, rewrite, accounts):
            relayed, heard = (
                f"{first_voices(one)[0].name} by way of {_names(one.chain[-1].voices)}",
                f"{first_voices(two)[0].name} at first hand",
            )
            yield "source-sharper", relayed, heard, rewrite.parent, _at(two, rewrite.child)
            continue
        for n, (was, now) in enumerate(_mouths(one, two, accounts)):
            kind = _kind(was, now, rewrite, accounts, coverage)
            if kind is not None and (n == 0 or kind == "source-vaguer"):
                yield kind, _who(was), _who(now), _at(one, rewrite.parent), _at(two, rewrite.child)
                break
        yield from _cues(one, two, rewrite, accounts)


def _laid_to(
    rewrite: Rewrite, after: Sequence[Statement], descent: Descent, accounts: Accounts, coverage: Coverage
) -> Statement | None:
    """The statement of a child's sentence that lays to somebody what the parent's tells as its own, without a voice in it or its
    paragraph; None where there is none."""
    text = accounts.text(rewrite.parent)
    if rewrite.score < ALONE or rewrite.shared < SAME or mention(rewrite.parent, accounts) is not None:
        return None
    if (
        _SAYS.search(text)
        or re.search(r"[\"“”]", text)
        or len(after) != 1
        or negated(text) != negated(accounts.text(rewrite.child))
    ):
        return None
    statement = after[0]
    if statement.stance == "declines" or not speaks(statement) or only_pronoun(statement) or sharpness(statement) < 1:
        return None
    if (
        statement.source is None
        or not overlap(statement.source, rewrite.child.span)
        or supplied_elsewhere(descent, accounts, statement)
    ):
        return None
    if coverage.dice(whole(rewrite.parent), accounts.wording(statement)) < VERY or any(
        v.kind == "document" for v in first_voices(statement)
    ):
        return None
    home = next((p for p in accounts.articles[descent.parent].body if overlap(p, rewrite.parent.span)), rewrite.parent.span)
    near = telling_words(accounts.text(Passage(article=descent.parent, span=home)))
    return None if any(telling(v) & near for v in first_voices(statement)) else statement


def _mouths(one: Statement, two: Statement, accounts: Accounts) -> Iterator[tuple[Statement, Statement]]:
    """Two statements by their first mouths; where as many passed both on, by those who told the newsrooms as well."""
    yield _printed(one, accounts), _printed(two, accounts)
    if len(one.chain) == len(two.chain) > 1:
        yield _printed(replace(one, chain=one.chain[-1:]), accounts), _printed(replace(two, chain=two.chain[-1:]), accounts)


def _printed(statement: Statement, accounts: Accounts) -> Statement:
    """A statement whose voices go by the words its sentence has for them where its article never prints their names."""
    if statement.source is None:
        return statement
    text = accounts.articles[statement.article].text
    words = text[statement.source.start : statement.source.end]
    # Another spelling of a name is a name.
    if any(t.pos == "PROPN" for t in accounts.tokens(statement.article, statement.source)) or only_pronoun(
        _called(statement, words)
    ):
        return statement
    named = [v.name for v in first_voices(statement) if v.kind == "named" and v.name.split()]
    if not named or any(re.search(rf"\b{re.escape(plain(n).split()[-1])}\b", plain(text)) for n in named):
        return statement
    return _called(statement, words)


def _called(statement: Statement, words: str) -> Statement:
    """A statement whose first mouth goes by other words."""
    first = replace(statement.chain[0], voices=(Voice(name=words, kind="role"),))
    return replace(statement, chain=(first, *statement.chain[1:]))


def _kind(one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts, coverage: Coverage) -> DriftKind | None:
    """What became of the source from one statement to the other; None where it is much the same."""
    was, now = sharpness(one), sharpness(two)
    if _who(one).casefold() == _who(two).casefold() or not speaks(one) or not speaks(two) or only_pronoun(one) or only_pronoun(two):
        return None
    if _stems(one) and _stems(one) <= _stems(two):
        return None
    if _others(one, two, rewrite, accounts, coverage):
        return "subject-swapped"
    if (
        "document" in {v.kind for s in (one, two) for v in first_voices(s)}
        and first_voices(one)[0].kind != first_voices(two)[0].kind
    ):
        if unnamed_media(two) and was > now:
            return "source-vaguer"
        return "subject-swapped" if _given_author(one, two, rewrite, accounts, coverage) else None
    if many(one) is False and many(two) is True:
        return "scope-widened"
    if _no_longer_past(one, two) and len(first_voices(one)) == len(first_voices(two)) == 1 and was == now:
        return "scope-widened"
    if was > now and (was >= 2 or (was == 1 and unnamed_media(two))):
        return None if _named_in(one, rewrite, accounts) else "source-vaguer"
    if described_less(one, two):
        return "scope-widened" if _no_longer_past(one, two) else "source-vaguer"
    if _occupation_gone(one, two) and not _in_paragraph(first_voices(one)[0], rewrite.child, accounts):
        return "source-vaguer"
    same = coverage.dice(accounts.wording(one), accounts.wording(two)) >= VERY
    kinds = {v.kind for v in first_voices(one)}
    if not same or not disjoint(one, two) or _named_in(one, rewrite, accounts) or _in_text(two, rewrite.parent.article, accounts):
        return None
    if now > was and now >= 3 and kinds <= {"unnamed", "role"}:
        return "source-sharper"
    if was == now == 4:
        return "subject-swapped"
    return None


def _at_first_hand(one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether the child has from the first mouth itself what the parent has from it by way of somebody that it names or describes
    in that sentence, and whom neither the child's sentence nor those beside it name."""
    if len(two.chain) != 1 or len(one.chain) < 2 or one.stance == "declines":
        return False
    first, mine = ({w for v in first_voices(s) for w in telling(v)} for s in (one, two))
    relays = [v for hop in one.chain[1:] for v in hop.voices]
    if not mine or not mine <= first or any(v.kind in ("outlet", "agency", "document") for v in relays):
        return False
    there = telling_words(accounts.text(rewrite.parent))
    sentences = accounts.sentences[rewrite.child.article]
    n = sentences.index(rewrite.child)
    beside = telling_words(" ".join(accounts.text(s) for s in sentences[max(0, n - 1) : n + 2]))
    return all(telling(v) & there and not telling(v) & beside for v in relays)


def _unproven(one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether a document that the parent says where it comes from ("a report seen by the paper") is only called so by the child."""
    kinds = {v.kind for s in (one, two) for v in first_voices(s)}
    if kinds != {"document"} or one.source is None or two.source is None:
        return False
    before = _words(Passage(article=one.article, span=one.source), accounts)
    after = _words(Passage(article=two.article, span=two.source), accounts)
    told = accounts.tokens(one.article, one.source)
    holders = {t.lemma.casefold() for t in told if t.pos == "PROPN"} - _words(rewrite.child, accounts)
    return bool(after) and after < before and bool(holders)


def _words(passage: Passage, accounts: Accounts) -> frozenset[str]:
    """The lemmas of a phrase that tell something."""
    tokens = accounts.tokens(passage.article, passage.span)
    return frozenset(t.lemma.casefold() for t in tokens if t.pos in ("NOUN", "PROPN", "ADJ", "VERB", "NUM"))


def _occupation_gone(one: Statement, two: Statement) -> bool:
    """Whether somebody unnamed whose work the parent tells ("a former nurse") is only one who knows in the child ("an insider")."""
    before, after = first_voices(one), first_voices(two)
    if len(before) != 1 or len(after) != 1 or not {before[0].kind, after[0].kind} <= {"unnamed", "role"}:
        return False
    if re.search(r"\b(?:who|with|from|of|at|in)\b", after[0].name):
        return False
    return (
        bool(described(before[0])) and _NO_WORK.search(after[0].name) is not None and not described(before[0]) & described(after[0])
    )


def _given_author(one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether what a paper says in the parent is told as somebody's word in the child, whom the parent does not name beside it."""
    before, after = first_voices(one), first_voices(two)
    if before[0].kind != "document" or any(v.kind not in ("named", "organisation", "role") for v in after):
        return False
    if coverage.dice(accounts.wording(one), accounts.wording(two)) < VERY:
        return False
    home = next((p for p in accounts.articles[one.article].body if overlap(p, rewrite.parent.span)), rewrite.parent.span)
    beside = telling_words(accounts.text(Passage(article=one.article, span=home)))
    return not any(telling(v) & beside for v in after)


def _stems(statement: Statement) -> frozenset[str]:
    """The stems (six letters) of the telling words of all first voices of a statement."""
    return frozenset(w[:_STEM] for v in first_voices(statement) for w in telling(v))


def _others(one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether two unnamed voices are described by other words: "a nurse", "a board member"; words that only say that somebody
    knows ("sources", "people familiar with the matter") describe nobody."""
    before, after = first_voices(one), first_voices(two)
    if (
        len(before) != 1
        or len(after) != 1
        or not {before[0].kind, after[0].kind} <= {"unnamed", "role", "document", "organisation"}
    ):
        return False
    if "document" not in (before[0].kind, after[0].kind) and sharpness(one) != sharpness(two):
        return False
    a, b = described(before[0]), described(after[0])
    pairs = product(telling(before[0]), telling(after[0]))
    if not a or not b or a & b or any(x in y or y in x for x, y in pairs):
        return False
    if _in_paragraph(before[0], rewrite.child, accounts) or _in_paragraph(after[0], rewrite.parent, accounts):
        return False
    near = coverage.dice(accounts.wording(one), accounts.wording(two))
    return near >= VERY or (rewrite.score >= CERTAIN and near >= SAME)


def _in_paragraph(voice: Voice, sentence: Passage, accounts: Accounts) -> bool:
    """Whether a sentence's paragraph has a word that describes a voice."""
    article = accounts.articles[sentence.article]
    home = next((p for p in article.body if overlap(p, sentence.span)), sentence.span)
    words = {w.casefold() for w in re.findall(r"[^\W\d_]{3,}", article.text[home.start : home.end])}
    return any(w.startswith(x) for x in described(voice) for w in words)


def _named_in(statement: Statement, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether the child names the parent's source all the same: a person or a named body anywhere, another source in the
    sentence."""
    text = plain(accounts.articles[rewrite.child.article].text)
    for voice in first_voices(statement):
        if voice.kind == "named" and voice.name.split() and re.search(rf"\b{re.escape(plain(voice.name).split()[-1])}\b", text):
            return True
        if voice.kind == "organisation" and len(voice.name.split()) > 1 and plain(voice.name) in text:
            return True
    return False


def _in_text(statement: Statement, article: str, accounts: Accounts) -> bool:
    """Whether an article mentions the first voice of a statement by any telling word of its name."""
    text = accounts.articles[article].text.casefold()
    return any(re.search(rf"\b{re.escape(w)}", text) for v in first_voices(statement) for w in telling(v))


def _cues(
    one: Statement, two: Statement, rewrite: Rewrite, accounts: Accounts
) -> Iterator[tuple[DriftKind, str, str, Passage, Passage]]:
    """A neutral verb of saying that became an admission."""
    if one.cue is None or two.cue is None or sharpness(one) < 2:
        return
    old = accounts.text(Passage(article=one.article, span=one.cue))
    new = accounts.text(Passage(article=two.article, span=two.cue))
    if _ADMITS.search(new) and not _ADMITS.search(old):
        yield "stance-changed", f"“{old}”", f"“{new}”", _at(one, rewrite.parent), _at(two, rewrite.child)


def _at(statement: Statement, sentence: Passage) -> Passage:
    """The words that name the source where they stand in the sentence; the sentence otherwise."""
    source = statement.source
    return Passage(article=statement.article, span=source) if source and overlap(source, sentence.span) else sentence


def _no_longer_past(one: Statement, two: Statement) -> bool:
    """Whether those who once were something are told as being it ("former staff", "staff")."""
    before, after = first_voices(one)[0].name, first_voices(two)[0].name
    left = telling_words(_PAST.sub(" ", before))
    return bool(_PAST.search(before)) and not _PAST.search(after) and bool(left & telling_words(after))


def _names(voices: Sequence[Voice]) -> str:
    return " and ".join(v.name for v in voices)


def _phrase(statement: Statement, accounts: Accounts) -> str:
    """A statement's words for its source, in quotation marks."""
    source = statement.source
    return f"“{short(accounts.text(Passage(article=statement.article, span=source)))}”" if source is not None else _who(statement)


def _who(statement: Statement) -> str:
    return " and ".join(f"“{v.name}”" for v in first_voices(statement)) or _NOBODY
