"""Omissions: what a child left out of the report it rests on that a reader would want to know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, identity, short
from stemma.comparing.certainty import caution, hedged, negated
from stemma.comparing.coverage import Coverage
from stemma.comparing.figures import Figure, figures
from stemma.comparing.lineage import Descent, counterparts, descents, statements_in, whole
from stemma.comparing.rewriting import rewrites
from stemma.comparing.unsourced import dropped, renamed, unmouthed
from stemma.comparing.voices import first_voices, sharpness
from stemma.model import Article, Omission, OmissionKind, Passage, Span, Statement, Token
from stemma.text.bounds import left_over
from stemma.text.spans import overlap
from stemma.values.numbers import compared, find_numbers

_WHAT: Final[dict[OmissionKind, str]] = {
    "denial": "the denial",
    "no-comment": "that there was no comment",
    "caveat": "the caution",
    "source": "who said so",
    "figure": "the figure",
}
_ORDER: Final[tuple[OmissionKind, ...]] = ("no-comment", "denial", "caveat", "source", "figure")
_SILENT: Final = re.compile(
    r"(?i)\b(?:no comment|not (?:been )?(?:available|repl\w+|respond\w*|return\w*)|declin\w+|refus\w+|would not|"
    r"wouldn['’]t|won['’]t|"
    r"unavailable|(?:had|did|has|have|does|do) ?n[o'’]t (?:immediately |yet )?(?:repl\w+|respond\w*|return\w*|comment\w*|discuss)|"
    r"not going to comment|doesn't discuss|(?:could|can)(?: ?not|n['’]t) confirm|neither confirm\w* nor den\w+|"
    r"could(?: not|n['’]t) (?:\w+ )?be reached|without comment\w*|"
    r"(?:did|do|does|has|had|have|will|can|could|would)(?: not|n['’]t|not) (?:\w+ )?(?:comment|answer|speak|talk|discuss|"
    r"repl|respond)\w*|"
    r"(?:nothing|no) (?:more|further|answer|reply|response)|(?:kept|stayed|remained) silent|silence)\b"
)
_NAMELESS: Final = re.compile(
    r"(?i)\b(?:refus\w+|declin\w+|would not|wouldn['’]t) (?:to )?(?:be|give) (?:identified|named|(?:his|her|their) names?)\b"
)
_COMMENT: Final = re.compile(r"(?i)\b(?:comment\w*|questions?|reached|repl\w+|respond\w*|discuss)\b")
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
_WHY_UNNAMED: Final = re.compile(
    r"(?i)\bnot (?:been )?(?:cleared|authori[sz]ed|allowed|permitted) to (?:talk|speak|brief|comment|discuss)\b|\banonym\w+"
)
"""Words by which a child gives the reason, or says that somebody goes unnamed, in its own way."""
_ROAD: Final = re.compile(r"\s*(?:[,.;:)]|$|(?:and|or|near|between|at|in|outside|to|from|where|was|is)\b)")
_UNDONE: Final = re.compile(
    r"(?i)\b(?:ha[ds]|have|was|were|did)(?: \w+)? (?:not|never)\b|\b(?:hadn|hasn|haven|wasn|weren|didn)['’]t\b|"
    r"\b(?:nobody|no one|none|no [\w-]+(?: \w+)?)\b.{0,40}\b(?:ha[ds]|have|was|were|did)\b|\bnever\b"
)
"""Words that say that something was not done or did not happen."""
_OWN_STORY: Final = re.compile(r"\b(?:I|me|my|we|our|us)\b")
"""Words of somebody who tells what befell them: "I did not see it" denies nothing."""
_BARELY: Final = 0.3
_DECIDED: Final = 0.5
_TENTHS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DECLINES: Final = re.compile(r"(?i)\b(?:declin|refus)\w+")
_OPEN: Final = re.compile(
    r"(?i)\b(?:too (?:early|soon)|unclear|not (?:yet |immediately )?(?:clear|known|certain)|remains? to be seen|"
    r"nobody (?:yet )?knows)\b"
)
_MODAL: Final = re.compile(r"(?i)\b(?:might|may|could)\b")
_LED: Final = 0.6
_THIN: Final = 4
_TELLING: Final = 2
_CUE: Final = 12
_INSISTS: Final = re.compile(r"(?i)^(?:has |have |had )?(?:insist|swear|swore|sworn|maintain|protest)\w*\b")
"""Verbs of saying that answer a charge: one insists on what others doubt."""
_ASKING: Final = re.compile(r"(?i)\b(?:ask|wonder|enquir|inquir)\w*\s(?:\w+\s)?(?:whether|if)\b")
_ALIKE: Final = 0.9
_MANY: Final = 12.0
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
    found: dict[tuple[str, Passage, OmissionKind], Omission] = {}
    for descent in descents(accounts):
        # Where the tree rather has it the other way round, nothing was left out: it was added.
        if descent.derivation.direction < _DECIDED:
            continue
        # What was not looked at may hold it.
        if left_over(accounts.articles[descent.child]):
            continue
        unnamed: set[str] = set()
        raised = sorted(
            (r for r in _along(descent, accounts, coverage) if r[0] != "caveat" or _tells(r[1], descent.child, accounts, coverage)),
            key=lambda item: (_ORDER.index(item[0]), item[0] == "source" and item[1].span.start - item[1].span.end, item[1]),
        )
        for kind, words in raised:
            at = words if kind == "source" else _sentence(words, accounts)
            if any(
                k[0] == descent.child and k[1].article == at.article and overlap(k[1].span, at.span) and _told_once(o.kind, kind)
                for k, o in found.items()
            ):
                continue
            # One that goes unnamed is told once, however much of what he said is carried.
            if kind == "source":
                name = _named_there(accounts, at)
                if name in unnamed:
                    continue
                unnamed.add(name)
            found[(descent.child, at, kind)] = Omission(
                id=identity(kind, accounts.text(at), descent.child),
                kind=kind,
                child=descent.child,
                left_out=at,
                words=_told(kind, at, descent, accounts),
            )
    return tuple(sorted(found.values(), key=lambda o: (o.child, o.left_out, o.kind)))


def _told_once(a: OmissionKind, b: OmissionKind) -> bool:
    """Whether two kinds are told once for the same words; that somebody denies one thing and will not speak of another is not."""
    return {a, b} != {"denial", "no-comment"}


def _tells(at: Passage, child: str, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether the sentence in which words stand says enough to be missed ("Not everyone is convinced" does not)."""
    sentence = _sentence(at, accounts)
    size = len(coverage.lemmas(whole(sentence)))
    if size < _TELLING:
        return False
    # A short one only leads over to the next; what counts is whether that one is carried.
    sentences = accounts.sentences[at.article]
    after = next((s for s in sentences if s.span.start >= sentence.span.end), None)
    home = next((p for p in accounts.articles[at.article].body if overlap(p, at.span)), at.span)
    if size > _THIN or after is None or not overlap(home, after.span):
        return True
    return not any(p.article == child and pair.score >= _LED for p, pair in accounts.pairs.get(after, ()))


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
    for rewrite in rewrites(descent, accounts, coverage):
        for find in (dropped, renamed, unmouthed):
            gone = find(rewrite, descent, accounts, coverage)
            if gone is not None:
                yield "source", gone[1]
    before, after = accounts.articles[descent.parent], accounts.articles[descent.child]
    if not any(x.search(after.text, p.start, p.end) for p in after.body for x in (_ANONYMOUS, _WHY_UNNAMED)):
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
        others = [_telling(v.name) for s in held if s.stance == "declines" for v in first_voices(s)]
        told = (all(any(n & o for o in others) for n in names) and bool(others)) or _silence_kept(statement, descent, accounts)
        if not told and not _silent_too(names, descent, accounts):
            yield "no-comment", wording.at
        return
    if statement.stance in ("denies", "doubts"):
        if (
            not any(s.stance in ("denies", "doubts") and _same_voice(s, statement) for s in held)
            and covered < _CARRIED + 0.2
            and _denies_in_words(statement, accounts)
            and not _denied_too(statement, descent, accounts, coverage)
        ):
            yield ("denial" if statement.stance == "denies" else "caveat"), _telltale(statement, accounts)
        return
    if _framed(statement, descent, accounts, coverage):
        yield "caveat", wording.at
        return
    if held and covered < _CARRIED and _cautions(statement, accounts):
        # Another statement of the claim does not carry the caution; a sentence made of this one may: then a hedge drifted.
        if not any(_cautions(s, accounts) for s in held) and not _rewritten(statement, descent, accounts):
            yield "caveat", wording.at
        return
    if held and covered < _BARELY and _figure_gone(wording, descent, accounts):
        yield "figure", wording.at
        return
    if held or covered >= _COVERED:
        return
    if covered < _CARRIED:
        kind = _kind(f"{_cue(statement, accounts)} {accounts.quote(wording)}", wording, descent, accounts)
        if kind is not None:
            yield kind, _telltale(statement, accounts) if kind == "denial" else wording.at


def _cautions(statement: Statement, accounts: Accounts) -> bool:
    """Whether a statement cautions, by its own words or its cue: another of the same claim may not."""
    return caution(f"{_cue(statement, accounts)} {accounts.quote(accounts.wording(statement))}")


def _framed(statement: Statement, descent: Descent, accounts: Accounts, coverage: Coverage) -> bool:
    """Whether a caution stands around what is said ("it was too early to say why …"), and the child has none of it."""
    sentences = accounts.sentences_of(statement)
    if len(sentences) != 1 or not _OPEN.search(accounts.text(sentences[0])) or _cautions(statement, accounts):
        return False
    here = whole(sentences[0])
    return not any(
        (caution(accounts.text(s)) and coverage.dice(here, whole(s)) >= _SAME_DENIAL) or coverage.part(here, s) >= _COVERED
        for s in accounts.sentences[descent.child]
    )


def _cue(statement: Statement, accounts: Accounts) -> str:
    """The words that show that somebody says it; empty where there are none."""
    return accounts.articles[statement.article].text[statement.cue.start : statement.cue.end] if statement.cue else ""


def _same_voice(a: Statement, b: Statement) -> bool:
    """Whether two statements may be one voice's: their first voices share a telling word, or one of them is not known."""
    one, two = ([_telling(v.name) for v in first_voices(s)] for s in (a, b))
    return not one or not two or any(x & y for x in one for y in two)


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
    beside = {p for s in accounts.sentences_of(statement) for p, pair in accounts.pairs.get(s, ()) if pair.score >= _LED}
    for sentence in accounts.sentences[descent.child]:
        text = accounts.text(sentence)
        if _DENIES.search(text) or any(s.stance == "denies" for s in statements_in(accounts, sentence)):
            if sentence in beside and not _DECLINES.search(text):
                return True
            there = Wording(sentence.article, (sentence.span,), sentence, None, None)
            if coverage.dice(wording, there) >= _SAME_DENIAL or any(n & _telling(text) for n in names):
                return True
    return False


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
    """Whether the child says somewhere that most of these would not comment."""
    for sentence in accounts.sentences[descent.child]:
        text = accounts.text(sentence)
        if _SILENT.search(text):
            there = _telling(text)
            if 2 * sum(bool(n & there) for n in names) > len(names) or not names:
                return True
    return False


def _silence_kept(statement: Statement, descent: Descent, accounts: Accounts) -> bool:
    """Whether a sentence of the child that the collation sets beside the refusal, and beside none of the parent's others rather,
    tells of one too."""
    return any(
        p.article == descent.child
        and pair.relation is not None
        and _SILENT.search(accounts.text(p))
        and not any(q.article == descent.parent and other.score > pair.score for q, other in accounts.pairs[p])
        for s in accounts.sentences_of(statement)
        for p, pair in accounts.pairs.get(s, ())
    )


def _kind(text: str, wording: Wording, descent: Descent, accounts: Accounts) -> OmissionKind | None:
    """What is lost with words that the child does not carry: a caution, a denial, or a figure; None if neither."""
    statement = wording.statement
    if _comment_refused(text):
        return "no-comment"
    if statement is not None and sharpness(statement) >= 2 and statement.cue is not None and _INSISTS.search(text[:_CUE]):
        return None if any(_comment_refused(accounts.text(s)) for s in accounts.sentences_of(statement)) else "denial"
    if statement is not None and sharpness(statement) >= 2 and negated(text):
        rebuts = _rebuts(accounts, statement) or (
            _UNDONE.search(text) and not _OWN_STORY.search(text) and not _rewritten(statement, descent, accounts)
        )
        if rebuts:
            return "denial"
    doubtful = (
        statement is not None
        and statement.chain
        and not _ASKING.search(text)
        and any(_holds_back(accounts.tokens(wording.article, s)) for s in wording.spans)
    )
    outright = caution(_MODAL.sub("", text))
    if outright or ((caution(text) or (doubtful and not _UNREAL.search(text))) and not _held_back(wording, descent, accounts)):
        return "caveat"
    return "figure" if _figure_gone(wording, descent, accounts) else None


def _held_back(wording: Wording, descent: Descent, accounts: Accounts) -> bool:
    """Whether a sentence of the child that the collation takes for the same holds back or cautions too."""
    return any(
        p.article == descent.child
        and pair.score >= _ALIKE
        and (hedged(accounts.tokens(p.article, p.span)) or caution(accounts.text(p)))
        for s in accounts.sentences[wording.article]
        if any(overlap(s.span, x) for x in wording.spans)
        for p, pair in accounts.pairs.get(s, ())
    )


def _figure_gone(wording: Wording, descent: Descent, accounts: Accounts) -> bool:
    """Whether a wording has a number of weight that the child gives nowhere."""
    child = accounts.articles[descent.child]
    given = [
        f
        for s in accounts.sentences[wording.article]
        if any(overlap(s.span, x) for x in wording.spans)
        for p, pair in sorted(accounts.pairs.get(s, ()), key=lambda item: item[0])
        if p.article == descent.child and pair.relation is not None
        for f in figures(whole(p), accounts)
    ]
    mine = figures(wording, accounts)
    # A number that the parent's words have too stands for itself.
    own = [
        f
        for s in accounts.sentences[wording.article]
        if any(overlap(s.span, x) for x in wording.spans)
        for f in figures(whole(s), accounts)
    ]
    given = [g for g in given if not any(compared(f.number, g.number) == "same" for f in own)]
    return any(
        _weighs(f, wording.statement) and _absent(f, child) and not _dated(f, accounts) and not any(_instead(f, g) for g in given)
        for f in mine
    )


def _instead(f: Figure, g: Figure) -> bool:
    """Whether a number of a sentence made of the same one stands in its place: then a number changed and none is missing."""
    return f.number.kind == g.number.kind and (f.number.kind != "count" or f.fate == g.fate)


def _dated(figure: Figure, accounts: Accounts) -> bool:
    """Whether a number is a year, somebody's age or a road's ("in 1788", "a man of 58", "on the R61")."""
    text = accounts.articles[figure.at.article].text
    before = text[max(0, figure.at.span.start - 16) : figure.at.span.start]
    year = re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", accounts.text(figure.at)) is not None
    if (
        re.fullmatch(r"[A-Z]\d{1,4}", accounts.text(figure.at))
        and before.endswith(" the ")
        and _ROAD.match(text, figure.at.span.end)
    ):
        return True
    return year or re.search(r"(?i)\b(?:man|woman|boy|girl) of $|\baged? $|\bby $", before) is not None


def _weighs(figure: Figure, statement: Statement | None) -> bool:
    """Whether a number is one to be missed: money, a share, what became of people; a count only of a certain size and in
    somebody's words."""
    number = figure.number
    if number.bound == "vague" or number.unit == "years old":
        return False
    if number.kind in ("money", "percent"):
        return number.value > 1
    if number.kind != "count" or number.value <= 1:
        return False
    return figure.fate is not None or (statement is not None and bool(statement.chain) and number.value >= _MANY)


def _rewritten(statement: Statement, descent: Descent, accounts: Accounts) -> bool:
    """Whether the collation takes a sentence of the child for the same as one of a statement's."""
    return any(
        p.article == descent.child and pair.relation is not None and pair.score >= _ALIKE
        for s in accounts.sentences_of(statement)
        for p, pair in accounts.pairs.get(s, ())
    )


def _holds_back(tokens: Sequence[Token]) -> bool:
    """Whether words hedge what they say, and say enough to be missed."""
    able = {t.start for t, n in pairwise(tokens) if t.text.casefold() == "could" and n.text.casefold() in ("not", "n't", "n’t")}
    return len(tokens) >= _SHORTEST and any(p[0].start not in able for p in hedged(tokens))


def _rebuts(accounts: Accounts, statement: Statement) -> bool:
    answers = r"(?i)\b(?:insist|reject|dismiss|den(?:y|ie)|maintain|rebut|refut|hit back|counter|claim)\w*"
    return re.search(answers, _cue(statement, accounts)) is not None


def _absent(figure: Figure, child: Article) -> bool:
    """Whether an article gives a number nowhere, in figures or in words; "nine out of ten" is a share."""
    value = figure.number.value
    if figure.number.kind == "percent" and value == 10 * round(value / 10):
        tenths = f"(?:{_TENTHS[round(value / 10)]}|{round(value / 10)})" if value <= 90 else "(?!)"
        if re.search(rf"(?i)\b{tenths} (?:in|out of) (?:every )?(?:ten|10)\b", child.text):
            return False
    lines = [*child.body, *([child.title.span] if child.title is not None and child.title.span is not None else [])]
    given = [n for line in lines for n in find_numbers(child.text, line)]
    if any(n.kind == figure.number.kind and compared(n, figure.number) in ("same", "compatible") for n in given):
        return False
    written = re.escape(f"{figure.number.written:.10g}")
    return re.search(rf"(?<![\d.]){written}(?![\d]|\.\d)", re.sub(r"(?<=\d)[, ](?=\d{3})", "", child.text)) is None
