"""Omissions: what a child left out of the report it rests on that a reader would want to know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, identity, overlap, short
from stemma.comparing.certainty import caution, hedged, negated
from stemma.comparing.coverage import Coverage
from stemma.comparing.figures import figures
from stemma.comparing.lineage import Descent, counterparts, descents, statements_in
from stemma.comparing.voices import first_voices, sharpness, speaks
from stemma.model import Omission, OmissionKind, Passage, Span, Statement, Token

_WHAT: Final[dict[OmissionKind, str]] = {
    "denial": "the denial",
    "no-comment": "that there was no comment",
    "caveat": "the caution",
    "source": "who said so",
    "figure": "the figure",
}
_ORDER: Final[tuple[OmissionKind, ...]] = ("denial", "no-comment", "source", "caveat", "figure")
_SILENT: Final = re.compile(
    r"(?i)\b(?:no comment|not (?:been )?(?:available|repl\w+|respond\w*|return\w*)|declin\w+|refus\w+|would not|"
    r"wouldn['’]t|won['’]t|"
    r"unavailable|(?:had|did|has|have|does|do) ?n[o'’]t (?:immediately |yet )?(?:repl\w+|respond\w*|return\w*|comment\w*|discuss)|"
    r"not going to comment|doesn't discuss|could(?: not|n['’]t) (?:\w+ )?be reached|without comment\w*|"
    r"(?:did|do|does|has|had|have|will|can|could|would)(?: not|n['’]t|not) (?:\w+ )?(?:comment|answer|speak|talk|discuss|"
    r"repl|respond)\w*|"
    r"(?:nothing|no) (?:more|further|answer|reply|response)|(?:kept|stayed|remained) silent|silence)\b"
)
_NAMELESS: Final = re.compile(
    r"(?i)\b(?:refus\w+|declin\w+|would not|wouldn['’]t) (?:to )?(?:be|give) (?:identified|named|(?:his|her|their) names?)\b"
)
_COMMENT: Final = re.compile(r"(?i)\b(?:comment\w*|questions?|reached|repl\w+|respond\w*|discuss)\b")
_SAYS: Final = re.compile(r"(?i)\b(?:said|says?|told|according to|reported|reports?|claim\w*|announced|confirmed|insist\w*)\b")
_DENIES: Final = re.compile(
    r"(?i)\b(?:den(?:y|ie[sd]|ying|ials?)|reject\w*|dismiss\w*|disput\w+|refut\w+|rebut\w*|untrue|false|fake|unfounded|nonsense|wrong|"
    r"baseless|fabricat\w+|doubt\w*|sceptic\w*|skeptic\w*|question\w*|unclear|mislead\w*|invent(?:ed|ion))\b"
)
_SAME_DENIAL: Final = 0.3
_COVERED: Final = 0.65
"""From this part on, the words are there: what may be missing is who said them."""
_ANONYMOUS: Final = re.compile(
    r"(?i)\b(?:who )?(?:(?:asked|requested|insisted|wished|preferred|wanted|did|do|does) (?:not )?(?:to )?(?:not )?"
    r"(?:be|want to be|wish to be) (?:named|identified)|(?:speaking |spoke )?on (?:the )?condition of anonymity|"
    r"(?:asked|requested) for anonymity|declined to be (?:named|identified))\b[^.,;\n”\"]*"
)
_UNDONE: Final = re.compile(
    r"(?i)\b(?:ha[ds]|have|was|were|did)(?: \w+)? (?:not|never)\b|\b(?:hadn|hasn|haven|wasn|weren|didn)['’]t\b|"
    r"\b(?:nobody|no one|none|no [\w-]+(?: \w+)?)\b.{0,40}\b(?:ha[ds]|have|was|were|did)\b|\bnever\b"
)
"""Words that say that something was not done or did not happen."""
_OWN_STORY: Final = re.compile(r"\b(?:I|me|my|we|our|us)\b")
"""Words of somebody who tells what befell them: "I did not see it" denies nothing."""
_SHORTEST: Final = 7
_UNREAL: Final = re.compile(r"(?i)\b(?:could|would|might|should)(?:n['’]t)?(?: not)? have\b")
_PRONOUNS: Final = frozenset("he she it they him her them his its their who one i we this that".split())  # noqa: SIM905
_CARRIED: Final = 0.5
"""From this part of its content words in one sentence of the child on, a statement is taken to be carried in some form."""


def omissions(accounts: Accounts) -> tuple[Omission, ...]:
    """What is left out along every derivation whose parent is here, in a fixed order, each passage once a child.

    A statement counts as left out only where the child has no statement of its claim with its stance, and no sentence that
    holds half of its words; a false alarm about a newsroom is worse than a miss.
    """
    coverage = Coverage(accounts)
    found: dict[tuple[str, Passage], Omission] = {}
    for descent in descents(accounts):
        unnamed: set[str] = set()
        raised = sorted(
            _along(descent, accounts, coverage),
            key=lambda item: (_ORDER.index(item[0]), item[0] == "source" and item[1].span.start - item[1].span.end, item[1]),
        )
        for kind, words in raised:
            at = words if kind == "source" else _sentence(words, accounts)
            if any(key[0] == descent.child and key[1].article == at.article and overlap(key[1].span, at.span) for key in found):
                continue
            # One that goes unnamed is told once, however much of what he said is carried.
            if kind == "source":
                name = _named_there(accounts, at)
                if name in unnamed:
                    continue
                unnamed.add(name)
            found[(descent.child, at)] = Omission(
                id=identity(kind, accounts.text(at), descent.child),
                kind=kind,
                child=descent.child,
                left_out=at,
                words=_told(kind, at, descent, accounts),
            )
    return tuple(sorted(found.values(), key=lambda o: (o.child, o.left_out, o.kind)))


def _named_there(accounts: Accounts, at: Passage) -> str:
    """Whose words a source stands for: the first voice of the statement whose source it is, else the words themselves."""
    for statement in accounts.of_article[at.article]:
        if statement.source == at.span and first_voices(statement):
            return first_voices(statement)[0].name.casefold()
    return accounts.text(at).casefold()


def _told(kind: OmissionKind, at: Passage, descent: Descent, accounts: Accounts) -> str:
    """The omission as a sentence: who leaves out what of whom."""
    child, parent = accounts.outlet(descent.child), accounts.outlet(descent.parent)
    words = short(accounts.text(at)).rstrip(".")
    if kind == "source":
        if _ANONYMOUS.match(accounts.text(at)):
            return f"{child} leaves out what {parent} says of why its source is not named: “{words}”."
        for statement in accounts.of_article[at.article]:
            if statement.source == at.span:
                content = short(accounts.quote(accounts.wording(statement)), 100).rstrip(".,")
                name = first_voices(statement)[0].name if words.casefold() in _PRONOUNS else words
                return f"{child} does not say, as {parent} does, that “{content}” comes from {name}."
        return f"{child} does not say, as {parent} does, that it comes from {words}."
    if kind == "no-comment":
        return f"{child} leaves out who would not comment, which {parent} tells: “{words}”."
    return f"{child} leaves out {_WHAT[kind]} that {parent} has: “{words}”."


def _sentence(at: Passage, accounts: Accounts) -> Passage:
    """The whole sentence or sentences in which words stand, so that no fragment is quoted."""
    touched = [s.span for s in accounts.sentences[at.article] if overlap(s.span, at.span)]
    if not touched:
        return at
    return Passage(article=at.article, span=Span(min(s.start for s in touched), max(s.end for s in touched)))


def _along(descent: Descent, accounts: Accounts, coverage: Coverage) -> Iterator[tuple[OmissionKind, Passage]]:
    for statement in sorted(accounts.of_article[descent.parent], key=lambda s: (s.content[0], s.id)):
        if statement.place == "body":
            yield from _statement(statement, descent, accounts, coverage)
    before, after = accounts.articles[descent.parent], accounts.articles[descent.child]
    if not any(_ANONYMOUS.search(after.text, p.start, p.end) for p in after.body):
        for paragraph in before.body:
            for match in _ANONYMOUS.finditer(before.text, paragraph.start, paragraph.end):
                at = Passage(article=before.id, span=Span(match.start(), match.end()))
                if any(s.chain and counterparts(accounts, s, after.id) for s in _near(accounts, at)):
                    yield "source", at
    title = before.title
    for sentence in accounts.sentences[descent.parent]:
        heading = title is not None and title.span is not None and overlap(title.span, sentence.span)
        if heading or accounts.text(sentence).endswith("?") or statements_in(accounts, sentence):
            continue
        wording = Wording(sentence.article, (sentence.span,), sentence, None, None)
        if _comment_refused(accounts.text(sentence)):
            if not _silent_too(_names(accounts, sentence), descent, accounts):
                yield "no-comment", sentence
        elif coverage.of(wording, descent.child) < _CARRIED:
            kind = _kind(accounts.text(sentence), wording, descent, accounts)
            if kind is not None:
                yield kind, sentence


def _statement(
    statement: Statement, descent: Descent, accounts: Accounts, coverage: Coverage
) -> Iterator[tuple[OmissionKind, Passage]]:
    wording = accounts.wording(statement)
    held = counterparts(accounts, statement, descent.child)
    covered = coverage.of(wording, descent.child)
    if statement.stance == "declines":
        names = [_telling(v.name) for v in first_voices(statement)]
        if not any(_SILENT.search(_NAMELESS.sub("", accounts.text(s))) for s in accounts.sentences_of(statement)):
            return
        if not any(s.stance == "declines" for s in held) and not _silent_too(names, descent, accounts):
            yield "no-comment", wording.at
        return
    if statement.stance in ("denies", "doubts"):
        if (
            not any(s.stance in ("denies", "doubts") for s in held)
            and covered < _CARRIED + 0.2
            and _denies_in_words(statement, accounts)
            and not _denied_too(statement, descent, accounts, coverage)
        ):
            yield ("denial" if statement.stance == "denies" else "caveat"), _telltale(statement, accounts)
        return
    if held or covered >= _COVERED:
        if (
            statement.source is not None
            and speaks(statement)
            and _one_phrase(statement, accounts)
            and (_sourceless(statement, held, descent, accounts) if held else _unsourced(wording, descent, accounts, coverage))
        ):
            yield "source", _mention(accounts, statement)
        return
    if covered < _CARRIED:
        cue = accounts.articles[descent.parent].text[statement.cue.start : statement.cue.end] if statement.cue else ""
        kind = _kind(f"{cue} {accounts.quote(wording)}", wording, descent, accounts)
        if kind is not None:
            yield kind, _telltale(statement, accounts) if kind == "denial" else wording.at


def _denies_in_words(statement: Statement, accounts: Accounts) -> bool:
    """Whether the sentence of a denial or doubt shows it, so that a slip in reading its stance is not told as an omission."""
    texts = [accounts.text(s) for s in accounts.sentences_of(statement)]
    if statement.stance == "doubts" and any(caution(t) for t in texts):
        return True
    return any(_DENIES.search(t) or (negated(t) and not re.search(r"\bI\b", t)) for t in texts)


def _telltale(statement: Statement, accounts: Accounts) -> Passage:
    """The sentence of a denial that shows it: with its cue or a "not"; else the longest piece of its content."""
    for sentence in accounts.sentences_of(statement):
        text = accounts.text(sentence)
        if negated(text) or _DENIES.search(text):
            return sentence
    return accounts.wording(statement).at


def _denied_too(statement: Statement, descent: Descent, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether the child lets the same voice deny something, or denies something in much the same words."""
    names = [_telling(v.name) for v in first_voices(statement)] if statement.stance == "denies" else []
    wording = accounts.wording(statement)
    for sentence in accounts.sentences[descent.child]:
        text = accounts.text(sentence)
        if _DENIES.search(text) or any(s.stance == "denies" for s in statements_in(accounts, sentence)):
            there = Wording(sentence.article, (sentence.span,), sentence, None, None)
            if coverage.dice(wording, there) >= _SAME_DENIAL or any(n & _telling(text) for n in names):
                return True
    return False


def _sourceless(statement: Statement, held: list[Statement], descent: Descent, accounts: Accounts) -> bool:
    """Whether the child gives the claim without anybody, or without the person whom its parent names and it never mentions."""
    if sharpness(statement) >= 1 and not any(s.chain for s in held):
        return True
    persons = [v.name.split()[-1] for v in first_voices(statement) if v.kind == "named"]
    text = accounts.articles[descent.child].text.casefold()
    return bool(persons) and all(p.casefold() not in text for p in persons)


def _one_phrase(statement: Statement, accounts: Accounts) -> bool:
    """Whether the source's words are one phrase: no sentence ends in them."""
    source = statement.source
    voices = first_voices(statement)
    if not voices or voices[0].name.casefold() in _PRONOUNS:
        return False
    text = accounts.articles[statement.article].text
    return source is not None and not re.search(r"[.!?]\s+[A-Z]", text[source.start : source.end])


def _mention(accounts: Accounts, statement: Statement) -> Passage:
    """Where the source is named in full: its words, unless they are a pronoun; then the fullest words for the same voice."""
    names = {v.name for v in first_voices(statement)}
    same = [s.source for s in accounts.of_article[statement.article] if s.source and names & {v.name for v in first_voices(s)}]
    return Passage(article=statement.article, span=max(same, key=lambda s: (s.end - s.start, -s.start)))


def _near(accounts: Accounts, at: Passage) -> list[Statement]:
    """The statements of the sentence in which words stand."""
    return [s for p in accounts.sentences[at.article] if overlap(p.span, at.span) for s in statements_in(accounts, p)]


def _telling(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}", name.casefold()))


def _names(accounts: Accounts, sentence: Passage) -> list[frozenset[str]]:
    """The proper names of a sentence, each as its words."""
    tokens = accounts.tokens(sentence.article, sentence.span)
    return [_telling(t.text) for t in tokens if t.pos == "PROPN" and len(t.text) > 3]


def _comment_refused(text: str) -> bool:
    even = _NAMELESS.sub("", text)
    return _SILENT.search(even) is not None and _COMMENT.search(even) is not None


def _silent_too(names: list[frozenset[str]], descent: Descent, accounts: Accounts) -> bool:
    """Whether the child says somewhere that at least half of these would not comment."""
    for sentence in accounts.sentences[descent.child]:
        text = accounts.text(sentence)
        if _SILENT.search(text):
            there = _telling(text)
            if 2 * sum(bool(n & there) for n in names) >= len(names):
                return True
    return False


def _unsourced(wording: Wording, descent: Descent, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether the child carries the words in sentences where it names nobody."""
    where = coverage.where(wording, descent.child)
    return (
        bool(where)
        and not any(s.chain or s.source for w in where for s in statements_in(accounts, w))
        and not any(_SAYS.search(accounts.text(w)) for w in where)
    )


def _kind(text: str, wording: Wording, descent: Descent, accounts: Accounts) -> OmissionKind | None:
    """What is lost with words that the child does not carry: a caution, a denial, or a figure; None if neither."""
    statement = wording.statement
    if _comment_refused(text):
        return "no-comment"
    if statement is not None and sharpness(statement) >= 2 and negated(text):
        rebuts = _rebuts(accounts, statement) or (_UNDONE.search(text) and not _OWN_STORY.search(text))
        if rebuts:
            return "denial"
    doubtful = (
        statement is not None and statement.chain and any(_holds_back(accounts.tokens(wording.article, s)) for s in wording.spans)
    )
    if caution(text) or (doubtful and not _UNREAL.search(text)):
        return "caveat"
    child = accounts.articles[descent.child].text
    numbers = figures(wording, accounts)
    # Beyond what somebody said, only what weighs by itself: money, shares, and what became of people.
    said = statement is not None and bool(statement.chain)
    weighty = [f for f in numbers if f.number.unit != "years old" and (said or f.fate or f.number.kind in ("money", "percent"))]
    if any(_absent(accounts.text(f.at), child) for f in weighty if f.number.value > 1):
        return "figure"
    return None


def _holds_back(tokens: Sequence[Token]) -> bool:
    """Whether words hedge what they say, and say enough to be missed."""
    return len(tokens) >= _SHORTEST and bool(hedged(tokens))


def _rebuts(accounts: Accounts, statement: Statement) -> bool:
    cue = accounts.articles[statement.article].text[statement.cue.start : statement.cue.end] if statement.cue else ""
    return re.search(r"(?i)\b(?:insist|reject|dismiss|den(?:y|ie)|maintain|rebut|refut|hit back|counter|claim)\w*", cue) is not None


def _absent(number: str, text: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return not digits or digits not in re.sub(r"(?<=\d)[, .](?=\d)", "", text)
