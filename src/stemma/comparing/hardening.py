"""Hardening: words that held back in the parent and are gone, or gave way to firmer ones, in the child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.idf import idf
from stemma.comparing.accounts import Accounts, short
from stemma.comparing.certainty import negated
from stemma.comparing.commitment import FIRMNESS, Hold, content, firmness, holds
from stemma.comparing.figures import figures
from stemma.comparing.lineage import whole
from stemma.comparing.rewriting import Rewrite
from stemma.comparing.sourcing import mention, told_in
from stemma.comparing.unsourced import its_own_word
from stemma.model import DriftKind, Passage

_CARRIED: Final = 0.5
"""Part of the words held back on, by idf, that the child's sentence must have."""
_NEARLY_ALL: Final = 0.65
_MOSTLY: Final = 0.6
"""Part of the parent's sentence that the words held back on make up: then a sentence that rewrites it carries them."""
_ALIKE: Final = 0.9
_SAME: Final = 0.97
_PART: Final = 0.37
"""... or this part of them in a sentence that the collation takes for the same."""
_SOME: Final = 0.2
_PROVEN: Final = 0.8
_PROOF: Final = re.compile(r"(?i)(?:prove|confirm|establish|demonstrate|reveal)\w*|proof")
_MANY: Final = 10.0
_DAY: Final = 24.0
_WILL: Final = re.compile(r"(?i)will|['’]ll")
_EMPTY: Final = frozenset("say tell announce make take go get".split())  # noqa: SIM905

Found = tuple[DriftKind, Passage, Passage, str]


def hardened(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """What was possible, probable, planned or hearsay in a parent's sentence and is firmer in the child's that rewrites it.

    The child must carry what was held back on, hold back nowhere as much, and not stand beside a plain sentence of the parent
    that says the same. Yields (kind, parent's sentence, child's sentence, words).
    """
    for rewrite in rewrites:
        parent, child = rewrite.parent, rewrite.child
        if accounts.text(child).rstrip("”\"' ").endswith("?") or negated(accounts.text(parent)) != negated(accounts.text(child)):
            continue
        was, kept = holds(parent, accounts), holds(child, accounts)
        for hold in sorted(was, key=lambda h: (h.attitude, h.at)):
            # The speaker's attitude ("reckons") that both have is of no account for what else held back.
            others = {accounts.text(h.at).casefold() for h in was if h is not hold and (h.attitude or _would(h, accounts))}
            left = [h for h in kept if accounts.text(h.at).casefold() not in others]
            now = firmness(left)
            if hold.sort == "sure" or FIRMNESS[hold.sort] >= now:
                continue
            # The very word stands in the child as well.
            if re.search(rf"(?i)\b{re.escape(accounts.text(hold.at))}\b", accounts.text(child)):
                continue
            if hold.sort == "hearsay" and _sourced(child, hold, accounts) and not _sourced(parent, hold, accounts):
                continue
            if _would(hold, accounts) and not _will(left, rewrite, accounts):
                continue
            if not _carried(hold, rewrite, accounts) or (
                not _proves(child, accounts) and _plain_elsewhere(hold, rewrite, rewrites, accounts)
            ):
                continue
            if _kept_beside(hold, rewrite, accounts):
                continue
            yield _told(hold, left, now, rewrite, accounts)
            break


def come_true(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where a parent's sentence says that something will happen, and the child's, published within a day of it, that it has.

    Yields (kind, parent's sentence, child's sentence, words).
    """
    for rewrite in rewrites:
        parent, child = rewrite.parent, rewrite.child
        apart = accounts.hours_between(parent.article, child.article)
        if rewrite.score < _ALIKE or (apart is not None and abs(apart) > _DAY) or negated(accounts.text(parent)):
            continue
        if negated(accounts.text(child)) or any(h.sort != "sure" for h in holds(child, accounts)):
            continue
        ahead = [h for h in holds(parent, accounts) if _WILL.fullmatch(accounts.text(h.at))]
        every = accounts.parsed[child.article].tokens
        inside = accounts.tokens(child.article, child.span)
        for hold in ahead:
            done = next(
                (
                    t
                    for t in inside
                    if t.pos == "VERB"
                    and t.tag in ("VBN", "VBD")
                    and t.lemma in hold.scope
                    and t.lemma not in _EMPTY
                    and any(x.text.casefold() in ("has", "have", "had", "already") and every[x.head] == t for x in inside)
                ),
                None,
            )
            if done is None or _share(hold.scope, child, accounts) < _CARRIED:
                continue
            there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
            written = short(accounts.text(child)).rstrip(".")
            words = f"{there} tells as done what {here} says “{accounts.text(hold.at)}” happen: “{written}”."
            yield "certainty-raised", parent, child, words
            break


def _would(hold: Hold, accounts: Accounts) -> bool:
    return accounts.text(hold.at).casefold() == "would"


def _will(left: Sequence[Hold], rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether a child writes "will" for the "would" of its parent on its own account: what somebody said would be is his "will"."""
    if not any(accounts.text(h.at).casefold() in ("will", "'ll", "’ll") for h in left):
        return False
    reported = bool(told_in(rewrite.parent, accounts)) or mention(rewrite.parent, accounts) is not None
    sourced = bool(told_in(rewrite.child, accounts)) or mention(rewrite.child, accounts) is not None
    if any(its_own_word(s, rewrite.child.article, accounts) for s in told_in(rewrite.parent, accounts)):
        return False
    return not (reported and sourced) or _conditional(rewrite.parent, accounts)


def _conditional(sentence: Passage, accounts: Accounts) -> bool:
    """Whether a sentence's "would" hangs on a condition: an "if", or doing something as its subject."""
    tokens = accounts.tokens(sentence.article, sentence.span)
    every = accounts.parsed[sentence.article].tokens
    would = {t.head for t in tokens if t.lemma == "would" or t.text.casefold() == "would"}
    return any(
        (t.text.casefold() == "if" and t.dep == "mark") or (t.dep == "csubj" and t.head in would and every[t.head].pos == "VERB")
        for t in tokens
    )


def _sourced(child: Passage, hold: Hold, accounts: Accounts) -> bool:
    """Whether the child lays to somebody what was hearsay; whoever is told of does not vouch for it."""
    named = mention(child, accounts)
    if named is not None and not content(accounts.tokens(child.article, named)) & hold.scope:
        return True
    return any(
        s.source is not None and not content(accounts.tokens(s.article, s.source)) & hold.scope for s in told_in(child, accounts)
    )


def _weight(lemmas: frozenset[str]) -> float:
    return sum(idf(w) for w in sorted(lemmas))


def _of(passage: Passage, accounts: Accounts) -> frozenset[str]:
    return content(accounts.tokens(passage.article, passage.span))


def _share(scope: frozenset[str], passage: Passage, accounts: Accounts) -> float:
    whole = _weight(scope)
    return _weight(scope & _of(passage, accounts)) / whole if whole else 0.0


def _carried(hold: Hold, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether the child's sentence carries what is held back on: its words, or the sentence of which it is most."""
    share = _share(hold.scope, rewrite.child, accounts)
    # A child that says it is proven need not say it in the same words.
    if rewrite.score >= _PROVEN and hold.scope and share >= _SOME and _proves(rewrite.child, accounts):
        return True
    if len(hold.scope) < 2:
        return False
    theirs = _of(rewrite.child, accounts)
    if share >= (_CARRIED if hold.verb in theirs else _NEARLY_ALL) and len(hold.scope & theirs) >= 2:
        return True
    if (rewrite.score >= _SAME and share >= _PART) or _counts_the_same(hold, rewrite, accounts):
        return True
    most = _weight(hold.scope) >= _MOSTLY * _weight(_of(rewrite.parent, accounts))
    return rewrite.score >= _ALIKE and most and share >= _SOME


def _proves(sentence: Passage, accounts: Accounts) -> bool:
    """Whether a sentence says that something is proven or confirmed."""
    return any(_PROOF.fullmatch(accounts.text(h.at)) for h in holds(sentence, accounts) if h.sort == "sure")


def _counts_the_same(hold: Hold, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether both sentences count as many of one thing, which is what is held back on ("63 scenes")."""
    one, two = (figures(whole(s), accounts) for s in (rewrite.parent, rewrite.child))
    return any(
        f.number.kind == g.number.kind == "count"
        and f.number.value == g.number.value >= _MANY
        and f.head == g.head
        and f.head in hold.scope
        for f in one
        for g in two
    )


def _plain_elsewhere(hold: Hold, rewrite: Rewrite, rewrites: Sequence[Rewrite], accounts: Accounts) -> bool:
    """Whether another sentence of the parent, rewritten by the same one, says it without holding back."""
    return any(
        other.child == rewrite.child
        and other.parent != rewrite.parent
        and _share(hold.scope, other.parent, accounts) >= _CARRIED
        and firmness(holds(other.parent, accounts)) > FIRMNESS[hold.sort]
        for other in rewrites
    )


def _kept_beside(hold: Hold, rewrite: Rewrite, accounts: Accounts) -> bool:
    """Whether the child holds back on it in another sentence: one with its verb, or with half of its words."""
    for sentence in accounts.sentences[rewrite.child.article]:
        if sentence == rewrite.child or accounts.is_title(sentence):
            continue
        theirs = _of(sentence, accounts)
        told = hold.verb in theirs and len(theirs & hold.scope) >= 2
        if (told or _share(hold.scope, sentence, accounts) >= _CARRIED) and firmness(holds(sentence, accounts)) <= FIRMNESS[
            hold.sort
        ]:
            return True
    return False


def _told(hold: Hold, kept: Sequence[Hold], now: int, rewrite: Rewrite, accounts: Accounts) -> Found:
    there, here = accounts.outlet(rewrite.child.article), accounts.outlet(rewrite.parent.article)
    gone, written = accounts.text(hold.at), short(accounts.text(rewrite.child)).rstrip(".")
    firmer = [h for h in kept if FIRMNESS[h.sort] == now]
    if firmer:
        words = f"{there} writes “{accounts.text(firmer[0].at)}” where {here} has “{gone}”: “{written}”."
        return "certainty-raised", rewrite.parent, rewrite.child, words
    return "hedge-dropped", rewrite.parent, rewrite.child, f"{there} drops the “{gone}” of {here}: “{written}”."
