"""Denying: which assertions a denial is set against, so that nobody is shown to contradict himself in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, first, short
from stemma.comparing.certainty import negated
from stemma.comparing.clash import Clash, denies
from stemma.comparing.coverage import Coverage
from stemma.comparing.evolving import one_voice
from stemma.comparing.voices import first_voices, telling
from stemma.model import Statement
from stemma.text.spans import overlap

_ON_TOPIC: Final = 0.08
"""Part of their content words (Dice, by idf) that a denial shares with what it denies, if no sentence of theirs is aligned."""
_ACROSS: Final = 0.6
"""The same, for a denial and an assertion that were not found to be of one claim."""
_GENERAL: Final = frozenset(
    re.findall(
        r"\w+",
        "claim account report allegation accusation story suggestion finding news rumour rumor matter statement word "
        "version false untrue true wrong incorrect fake fabrication lie nonsense first last line such entirely completely simply "
        "article essential essentials detail particular page beginning end start pure invention fiction categorically baseless "
        "unfounded groundless totally wholly flatly",
    )
)
"""Words by which a denial may do without any of what it denies ("the report", "it is false")."""
_POINTS: Final = frozenset(
    re.findall(
        r"\w+",
        "claim account report allegation accusation story suggestion finding news rumour rumor statement version article false "
        "untrue wrong incorrect fabrication lie nonsense invention fiction baseless unfounded groundless",
    )
)
"""Those of them that speak of what others have told: without one ("she had not") nobody can say what is denied."""
_BEFORE: Final = 2
"""Sentences before a denial in general words in which what it denies may stand."""
_SHARE: Final = 0.5
"""Weight of a claim, as a share of the weightiest's, from which a denial in general words may be taken to be of it."""
_OPPOSITES: Final = tuple(
    tuple(frozenset(side.split()) for side in pair.split("|"))
    for pair in (
        "safe safety|danger dangerous unsafe",
        "sound intact hold|fail burst collapse",
        "genuine real authentic|fake forge forged",
        "innocent|guilty",
        "stay remain keep|leave quit resign depart",
        "open|close shut closed",
        "win|lose",
        "alive survive|dead die kill",
        "rise increase grow|fall drop decrease",
        "accept agree|refuse reject",
        "buy|sell",
        "empty|full",
    )
)
_REFUTES: Final = frozenset("deny reject dismiss refute rebut disprove".split())  # noqa: SIM905
_ABOUT_AS_MANY: Final = 0.6
_AT_ONCE: Final = 12.0
"""Hours within which one voice is taken to speak once."""


def denials(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """What some assert and others deny, each denial once."""
    for _, assertion, denial in denied(accounts, coverage):
        here, there = accounts.wording(assertion), accounts.wording(denial)
        said = f"said “{short(accounts.quote(here))}”"
        yield Clash("denial", here, there, here.at, there.at, ("denial", denial.id), said, denies(denial, accounts))


def denied(accounts: Accounts, coverage: Coverage) -> Iterator[tuple[str, Statement, Statement]]:
    """(claim, assertion, denial): within each claim each first denial against the assertion nearest the root that it meets.

    Then denials whose claim nobody asserts, against the assertion of another claim that says much the same.
    """
    met: set[str] = set()
    pairs: list[tuple[str, str]] = []
    aimed: list[tuple[Statement, Statement]] = []
    for claim in accounts.claims:
        members = [accounts.statements[i] for i in sorted(claim.statements) if i in accounts.statements]
        asserting = [s for s in members if s.stance == "asserts"]
        for denial in _originals([s for s in members if s.stance == "denies"], accounts):
            there = accounts.wording(denial)
            others = [s for s in asserting if opposed(s, denial, accounts) and _on_topic(s, denial, accounts, coverage)]
            if not coverage.lemmas(there) - _GENERAL:
                # "The ministry denied this": what it points at stands right before it, where the claim has that.
                close = [s for s in others if _answers(s, denial, accounts)]
                others = close or ([] if not coverage.lemmas(there) else others)
            if others:
                met.add(denial.id)
                nearest = _closest(others, there, accounts, coverage)
                pairs.append((nearest.id, denial.id))
                yield claim.id, nearest, denial
    everybody = [(s, coverage.weighed(accounts.wording(s))) for s in accounts.statements.values() if s.stance == "asserts"]
    different = {id(here): here for _, here in everybody}
    for denial in accounts.statements.values():
        if denial.stance != "denies" or denial.id in met:
            continue
        there = accounts.wording(denial)
        if coverage.lemmas(there) <= _GENERAL:
            aim = _aim(denial, accounts, coverage)
            if aim is not None:
                aimed.append((aim, denial))
            continue
        # The cheap test first: on a long page there are many statements to set beside each denial.
        words = coverage.weighed(there)
        likely = {name for name, here in different.items() if coverage.alike(here, words) >= _ACROSS}
        near = [s for s, here in everybody if id(here) in likely and _other_voice(s, denial)]
        alike = [s for s in near if opposed(s, denial, accounts) and _heart(s, denial, accounts)]
        if alike:
            yield "", first(alike, accounts), denial
    # One body's "no" is told once, however many reports carry it.
    told: list[tuple[Statement, Statement]] = [(accounts.statements[a], accounts.statements[d]) for a, d in sorted(set(pairs))]
    for aim, denial in sorted(aimed, key=lambda p: (*accounts.rank(p[1].article), p[1].content, p[1].id)):
        if not any(_one_claim(aim, a, accounts) and (_same_mouth(denial, d) or _one_claim(denial, d, accounts)) for a, d in told):
            told.append((aim, denial))
            yield "", aim, denial


def _one_claim(a: Statement, b: Statement, accounts: Accounts) -> bool:
    return a.id == b.id or (accounts.claim_of.get(a.id, a.id) == accounts.claim_of.get(b.id, b.id))


def _aim(denial: Statement, accounts: Accounts, coverage: Coverage) -> Statement | None:
    """What a denial in general words ("the report is false") is aimed at; None where it does not speak of what is told.

    It is what others are said to have said right before it in its report, if that is weighty, else the weightiest claim of the
    story that others make.
    """
    if not _lemmas(accounts.wording(denial), accounts) & _POINTS:
        return None
    others = [
        s
        for s in accounts.statements.values()
        if s.stance == "asserts"
        and s.chain
        # A report is false in what it tells, not in the words of others that it prints.
        and s.quotation == "indirect"
        and len(coverage.lemmas(accounts.wording(s))) > 2
        and opposed(s, denial, accounts)
        and not _same_mouth(s, denial)
    ]
    weight = {c.id: c.weight for c in accounts.claims}
    weighs = {s.id: weight.get(accounts.claim_of.get(s.id, ""), 0.0) for s in others}
    most = max(weighs.values(), default=0.0)
    gaps = [
        (_gap(s, denial, accounts), s.content, s) for s in others if s.article == denial.article and weighs[s.id] >= _SHARE * most
    ]
    near = [(gap, content, s) for gap, content, s in gaps if 0 <= gap <= _BEFORE]
    if near:
        return min(near, key=lambda n: n[:2])[2]
    main = [s for s in others if weighs[s.id] == most]
    return first(main, accounts) if main else None


def _closest(others: Sequence[Statement], denial: Wording, accounts: Accounts, coverage: Coverage) -> Statement:
    """The assertion nearest the root, of those that share about as many words with the denial as any."""
    near = {s.id: coverage.dice(accounts.wording(s), denial) for s in others}
    most = max(near.values())
    return first([s for s in others if near[s.id] >= _ABOUT_AS_MANY * most], accounts)


def opposed(assertion: Statement, denial: Statement, accounts: Accounts) -> bool:
    """Whether an assertion and a denial can be a contradiction: two voices, or one at different times, and not the same "no".

    "It never happened" does not contradict the denial that it did; words without a verb say nothing that could be denied; and words
    that lie one in the other are one statement.
    """
    if assertion.article == denial.article and any(overlap(a, b) for a, b in product(assertion.content, denial.content)):
        return False
    here, there = accounts.wording(assertion), accounts.wording(denial)
    if assertion.place == "title" or _says_no(here, accounts) or _opposites(here, there, accounts):
        return False
    if not any(t.pos in ("VERB", "AUX") for s in here.spans for t in accounts.tokens(here.article, s)):
        return False  # "they spoke of the gate's condition" says nothing of it that could be denied
    if _own_page(assertion, denial, accounts):
        return False
    if not _same_mouth(assertion, denial):
        return True
    if assertion.article == denial.article:
        return False
    hours = accounts.hours_between(assertion.article, denial.article)
    return hours is not None and abs(hours) >= _AT_ONCE and not _kin(assertion.article, denial.article, accounts)


def _own_page(assertion: Statement, denial: Statement, accounts: Accounts) -> bool:
    """Whether a body's own page asserts in its own name, and that very body, or one who speaks for it, denies."""
    outlet = accounts.articles[assertion.article].outlet
    if assertion.chain or outlet is None or assertion.article == denial.article:
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", outlet.value) if w[0].isupper()]
    names = frozenset(w.casefold() for w in words)
    initials = "".join(w[0] for w in words)
    said = " ".join(accounts.text(s) for s in accounts.sentences_of(denial))
    if len(initials) > 2 and re.search(rf"\b{re.escape(initials)}\b", said):
        return True
    voices = [telling(v) - {"spokesman", "spokeswoman", "spokesperson"} for v in first_voices(denial)]
    return any(v and v <= names for v in voices)


def _same_mouth(a: Statement, b: Statement) -> bool:
    if one_voice(a, b):
        return True
    names = [{v.name.casefold() for v in first_voices(s)} for s in (a, b)]
    return a.article == b.article and (names[0] == names[1] or bool(names[0] & names[1]))


def _other_voice(a: Statement, b: Statement) -> bool:
    return bool(first_voices(b)) and not _same_mouth(a, b)


def _kin(a: str, b: str, accounts: Accounts) -> bool:
    """Whether one article rests on the other, or both on a third."""
    return bool((accounts.ancestors(a) | {a}) & (accounts.ancestors(b) | {b}))


def _says_no(wording: Wording, accounts: Accounts) -> bool:
    """Whether a wording itself says that something is not so, or tells of a denial."""
    return negated(accounts.quote(wording)) or bool(_lemmas(wording, accounts) & _REFUTES)


def _opposites(one: Wording, two: Wording, accounts: Accounts) -> bool:
    """Whether one wording has the opposite of a word of the other, so that to deny the one is to say the other."""
    a, b = _lemmas(one, accounts), _lemmas(two, accounts)
    return any((a & x and b & y and not a & y) or (a & y and b & x and not a & x) for x, y in _OPPOSITES)


def _lemmas(wording: Wording, accounts: Accounts) -> frozenset[str]:
    return frozenset(t.lemma for s in wording.spans for t in accounts.tokens(wording.article, s))


def _on_topic(assertion: Statement, denial: Statement, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether a denial is of these words, as far as words can tell: it is in general words, shares some of them, or is aligned
    with them."""
    here, there = accounts.wording(assertion), accounts.wording(denial)
    if len(coverage.lemmas(here)) < 2:
        return False
    if coverage.lemmas(there) <= _GENERAL:
        return True
    return coverage.dice(here, there) >= _ON_TOPIC or _answers(assertion, denial, accounts)


def _heart(assertion: Statement, denial: Statement, accounts: Accounts) -> bool:
    """Whether an assertion has two words of a denial, or all that it has, names left aside: two matters of one body share names."""
    told = {
        t.lemma
        for s in denial.content
        for t in accounts.tokens(denial.article, s)
        if t.pos in ("NOUN", "VERB", "ADJ") and not t.entity and t.lemma not in _GENERAL
    }
    mine = told & _lemmas(accounts.wording(assertion), accounts)
    return bool(mine) and (len(mine) > 1 or mine == told)


def _answers(assertion: Statement, denial: Statement, accounts: Accounts) -> bool:
    """Whether a denial stands in the sentence of an assertion or right after it."""
    if assertion.article != denial.article:
        return False
    return 0 <= _gap(assertion, denial, accounts) <= 1


def _gap(assertion: Statement, denial: Statement, accounts: Accounts) -> int:
    """How many sentences a denial begins after an assertion of its article; negative where it comes first."""
    order = {s: n for n, s in enumerate(accounts.sentences[assertion.article])}
    ends = [min((order[s] for s in accounts.sentences_of(x)), default=-9) for x in (denial, assertion)]
    return ends[0] - ends[1]


def _whole(statement: Statement, accounts: Accounts) -> Wording:
    """A statement's sentences as one wording: who is denied may stand beside the content."""
    sentences = accounts.sentences_of(statement)
    spans = tuple(s.span for s in sentences) or statement.content
    return Wording(statement.article, spans, accounts.wording(statement).at, statement, None)


def _originals(statements: Sequence[Statement], accounts: Accounts) -> list[Statement]:
    """The statements of which no ancestor article has one too: those that are not copies here."""
    out = []
    for statement in statements:
        above = accounts.ancestors(statement.article)
        if not any(other.article in above for other in statements):
            out.append(statement)
    return out
