"""Happening: clauses that say a thing is so against clauses that say it is not, by the grammar: same predicate, same matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stemma.background.idf import idf
from stemma.comparing.accounts import Accounts, Wording, short
from stemma.comparing.certainty import negated
from stemma.comparing.clash import Clash, denies
from stemma.comparing.voices import first_voices
from stemma.model import Passage, Statement, Token

_EMPTY: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "be have do get go make take give come put say tell call ask know think see want need let seem become keep",
    )
)
"""Predicates that tell nothing by themselves: they are no frame."""
_NOT: Final = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
_NO: Final = frozenset({"no", "neither", "nobody", "none", "nothing"})
_BEGUN: Final = frozenset("begin start continue confirm seem appear happen".split())  # noqa: SIM905
"""Verbs whose complement is told as a fact, though it stands in the infinitive."""
_ENDED: Final = frozenset("stop cease quit avoid refuse deny fail neglect decline forget".split())  # noqa: SIM905
"""Verbs whose complement did not, or no longer does, happen."""
_VERBAL: Final = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG", "VB"})
_OPEN: Final = frozenset("if whether unless until before should would could may might must can shall will".split())  # noqa: SIM905
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_OBJECTS: Final = frozenset({"dobj", "attr", "oprd", "pobj", "dative"})
_APART: Final = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "parataxis", "conj"})
_SENSES: Final = tuple(
    (frozenset(yes.split()), frozenset(no.split()))
    for yes, no in (
        ("run operate work function", "shut close halt idle"),
        ("reopen open", "close shut"),
        ("resume restart", "suspend halt pause"),
        ("survive live", "die"),
        ("stay remain", "leave quit resign depart"),
        ("hold survive", "burst collapse fail"),
        ("accept agree approve", "refuse reject"),
        ("win", "lose"),
        ("rise increase grow climb", "fall drop decrease decline"),
        ("pass succeed", "fail flunk"),
        ("arrive reach", "miss"),
    )
)
"""Predicates that exclude each other of one subject."""
_KINDRED: Final = {
    verb: group.split()[0]
    for group in (
        "dismiss fire sack axe oust",
        "notify inform alert",
        "telephone phone ring",
        "acquire buy purchase",
        "suspend halt pause",
        "close shut",
        "resign quit",
        "arrest detain",
        "discover detect",
        "order instruct",
        "run operate work function",
        "inspect check",
        "collapse crumble",
        "withdraw retract",
    )
    for verb in group.split()
}
"""Verbs that tell one thing, by the one they are compared as."""
_STILL: Final = re.compile(r"(?i)\b(?:out of (?:service|action|operation|order|use)|off-?line|not in (?:use|service|operation))\b")
"""Phrases that say of a thing that it does not run."""
_RUNS: Final = "run"
_WHOLE: Final = 4.0
"""Weight of "runs" against "is out of service", words that tell little one by one."""
_TELLING: Final = 5.5
"""Weight (idf) of a noun that is a thing by itself ("meteorite"), not a word of many matters."""
_ALIKE: Final = 4.5
"""Weight (idf) of the predicate and the arguments that two clauses share, at least, that are taken to be of one matter."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate with its arguments: `yes` says whether it holds. `subject` is None for a pronoun or where there is none;
    `objects` are what is done or made, in whatever voice."""

    predicate: str
    yes: bool
    subject: str | None
    objects: frozenset[str]
    arguments: frozenset[str]
    wording: Wording
    at: Passage


def happenings(accounts: Accounts) -> Iterator[Clash]:
    """What one passage tells as a fact and another as none, one for a predicate or a thing."""
    for yes, no in happened(accounts):
        a, b = yes.wording, no.wording
        denial = b.statement if b.statement is not None and b.statement.stance == "denies" else None
        said = f"said “{short(accounts.quote(a))}”"
        if denial is not None:
            yield Clash("denial", a, b, a.at, b.at, ("denial", denial.id), said, denies(denial, accounts))
        else:
            key = ("happened", *sorted({yes.predicate, no.predicate}))
            yield Clash("happened", a, b, a.at, b.at, key, said, f"said “{short(accounts.quote(b))}”")
    for noun, a, _, b, _ in absent(accounts):
        yes_said, no_said = (f"said “{short(accounts.quote(w))}”" for w in (a, b))
        yield Clash("happened", a, b, a.at, b.at, ("happened", noun), yes_said, no_said)


def happened(accounts: Accounts) -> Iterator[tuple[Clause, Clause]]:
    """(assertion, negation): clauses of two voices or articles of which one says that the other's matter is not so."""
    by_predicate: dict[str, list[Clause]] = defaultdict(list)
    for article in accounts.articles:
        for clause in clauses(article, accounts):
            by_predicate[clause.predicate].append(clause)
    for predicate in sorted(by_predicate):
        found = by_predicate[predicate]
        for yes in (c for c in found if c.yes):
            for no in (c for c in found if not c.yes):
                if _clash(yes, no, accounts):
                    yield yes, no
    yield from _antonyms(by_predicate, accounts)


def _antonyms(by_predicate: Mapping[str, Sequence[Clause]], accounts: Accounts) -> Iterator[tuple[Clause, Clause]]:
    for sense in _SENSES:
        one = [c for p in sorted(sense[0]) for c in by_predicate.get(p, ()) if c.yes and c.subject]
        two = [c for p in sorted(sense[1]) for c in by_predicate.get(p, ()) if c.yes and c.subject]
        for a in one:
            for b in two:
                if a.subject == b.subject and _clash(a, b, accounts):
                    yield a, b


def absent(accounts: Accounts) -> Iterator[tuple[str, Wording, Passage, Wording, Passage]]:
    """(noun, wording and sentence that have it, wording and sentence that say there was none): "by a meteorite", "no meteorite"."""
    has: dict[str, list[tuple[Wording, Passage]]] = defaultdict(list)
    lacks: dict[str, list[tuple[Wording, Passage]]] = defaultdict(list)
    for article in accounts.articles:
        tokens = accounts.parsed[article].tokens
        denied_by = {t.head for t in tokens if t.text.casefold() == "no" and t.dep == "det"}
        for n, token in enumerate(tokens):
            common = token.pos == "NOUN" or (token.pos == "PROPN" and token.text.islower())
            if not common or token.dep == "compound" or idf(token.lemma) < _TELLING or len(token.lemma) < 4:
                continue
            if n in denied_by and _may(n, tokens):
                continue
            at = Passage(article=article, span=accounts.parsed[article].sentences[token.sentence])
            told = next((s for s in accounts.of_article[article] if any(c.start <= token.start < c.end for c in s.content)), None)
            if accounts.is_title(at) or (told is not None and told.stance not in ("asserts", "denies")):
                continue
            wording = accounts.wording(told) if told else Wording(article, (at.span,), at, None, None)
            if n in denied_by:
                lacks[token.lemma].append((wording, at))
            elif not negated(accounts.text(at)) and (told is None or told.stance == "asserts"):
                has[token.lemma].append((wording, at))
    for noun in sorted(lacks):
        for one, at_one in has.get(noun, ()):
            for two, at_two in lacks[noun]:
                if one.article != two.article:
                    yield noun, one, at_one, two, at_two


def _may(n: int, tokens: Sequence[Token]) -> bool:
    """Whether the verb a word hangs on says what may or will be ("no fee will be asked"), not what was."""
    at = n
    for _ in range(4):
        if tokens[at].pos in ("VERB", "AUX") or tokens[at].head == at:
            break
        at = tokens[at].head
    near = range(max(0, at - 6), min(len(tokens), at + 1))
    return any(tokens[c].tag == "MD" and tokens[c].head == at for c in near)


def _clash(yes: Clause, no: Clause, accounts: Accounts) -> bool:
    a, b = yes.wording, no.wording
    if a.article == b.article and (a.statement is None or b.statement is None or a.statement.id == b.statement.id):
        return False
    if a.statement is not None and b.statement is not None and a.article == b.article and _one_mouth(a.statement, b.statement):
        return False
    if yes.subject and no.subject and yes.subject != no.subject:
        return False
    if yes.objects and no.objects and not yes.objects & no.objects:
        return False
    one_claim = a.claim is not None and a.claim == b.claim
    both = yes.arguments & no.arguments
    if yes.predicate != no.predicate:
        both -= {yes.subject}
    if not both and (not one_claim or (yes.arguments and no.arguments)):
        return False
    # Clauses of one claim need to share less.
    bonus = 2.0 if one_claim else 0.0
    told = _weight(yes.predicate) if yes.predicate == no.predicate else 0.0
    return told + bonus + sum(idf(w) for w in sorted(both)) >= _ALIKE


def _weight(predicate: str) -> float:
    return _WHOLE if predicate == _RUNS else idf(predicate)


def _one_mouth(a: Statement, b: Statement) -> bool:
    one, two = ({v.name.casefold() for v in first_voices(s)} for s in (a, b))
    return one == two or bool(one & two)


def clauses(article: str, accounts: Accounts) -> Iterator[Clause]:
    """The clauses of an article's body that tell something as a fact, or as no fact."""
    tokens = accounts.parsed[article].tokens
    children: dict[int, list[int]] = defaultdict(list)
    for n, token in enumerate(tokens):
        if token.head != n:
            children[token.head].append(n)
    for n, token in enumerate(tokens):
        predicate = _predicate(n, tokens, children)
        if predicate is None:
            continue
        sentence = Passage(article=article, span=accounts.parsed[article].sentences[token.sentence])
        if accounts.is_title(sentence) or accounts.text(sentence).rstrip("”\"' ").endswith("?"):
            continue
        polarity = _polarity(n, tokens, children)
        if polarity is None:
            continue
        told = next((s for s in accounts.of_article[article] if any(c.start <= token.start < c.end for c in s.content)), None)
        if told is not None and (told.stance in ("declines", "doubts") or told.place == "title"):
            continue
        still = token.pos == "AUX"
        if still and _STILL.search(_after(token, sentence, accounts)) is None:
            continue
        yes = (polarity if told is None or told.stance != "denies" else False) is not still
        subject, objects, arguments = _arguments(n, tokens, children)
        wording = accounts.wording(told) if told else Wording(article, (sentence.span,), sentence, None, None)
        yield Clause(predicate, yes, subject, objects, arguments, wording, sentence)


def _predicate(n: int, tokens: Sequence[Token], children: Mapping[int, list[int]]) -> str | None:
    """What a word tells of its subject, as the word that stands for it and its kin; None for a word that is no predicate."""
    token = tokens[n]
    if token.pos == "AUX" and token.lemma == "be" and token.dep not in ("aux", "auxpass"):
        return _RUNS
    if token.pos != "VERB" or token.tag not in _VERBAL or token.lemma in _EMPTY:
        return None
    predicate = _KINDRED.get(token.lemma, token.lemma)
    # "runs a bank" is another matter than "the mill runs".
    moved = any(tokens[c].dep in ("dobj", "prt", "xcomp") for c in children[n])
    return None if predicate == _RUNS and moved else predicate


def _after(token: Token, sentence: Passage, accounts: Accounts) -> str:
    """The words right after a word, inside its sentence."""
    end = min(sentence.span.end, token.end + 28)
    return accounts.articles[sentence.article].text[token.end : end]


def _polarity(n: int, tokens: Sequence[Token], children: Mapping[int, list[int]]) -> bool | None:
    """Whether a clause says yes or no; None where it says neither (a condition, a wish, what may be)."""
    token = tokens[n]
    own = [tokens[c] for c in children[n]]
    if any(t.text.casefold() in _OPEN and t.dep in ("aux", "mark", "advmod") for t in own):
        return None
    no = any(t.text.casefold() in _NOT for t in own)
    for child in children[n]:
        if tokens[child].dep in _SUBJECTS | _OBJECTS:
            no = no or any(tokens[c].text.casefold() in _NO and tokens[c].dep == "det" for c in children[child])
            no = no or tokens[child].text.casefold() in _NO
    at = n
    for _ in range(4):
        above, dep = tokens[at].head, tokens[at].dep
        if above == at or dep not in ("xcomp", "ccomp", "conj", "advcl", "pcomp", "acl", "relcl"):
            break
        if dep == "pcomp":
            # "without a warning having been given"; of "a chance of failing" nothing is told.
            return False if tokens[above].lemma == "without" else None
        if dep in ("relcl", "acl") and tokens[above].text.casefold() in _NO:
            return False  # "there was nothing to see"
        over = [tokens[c].text.casefold() for c in children[above]]
        lemma = tokens[above].lemma
        if dep in ("xcomp", "acl", "advcl") and (lemma in _ENDED or (token.tag == "VB" and lemma not in _BEGUN)):
            # "failed to sound"; of what is planned, wanted, ordered or stopped nothing is told.
            return False if lemma == "fail" and not any(o in _NOT for o in over) else None
        if dep == "ccomp" and (any(o in _NOT or o in _OPEN for o in over) or tokens[above].lemma in ("deny", "reject", "doubt")):
            return None
        at = above
    return not no


def _arguments(
    n: int, tokens: Sequence[Token], children: Mapping[int, list[int]]
) -> tuple[str | None, frozenset[str], frozenset[str]]:
    """The lemma of the subject, those of the objects, and the content lemmas of all that hangs on a predicate but its clauses."""
    subject: str | None = None
    objects: set[str] = set()
    out: set[str] = set()
    todo = [c for c in children[n] if tokens[c].dep not in _APART]
    while todo:
        at = todo.pop()
        token = tokens[at]
        if token.head == n and token.pos in ("NOUN", "PROPN"):
            if token.dep == "nsubj":
                subject = token.lemma
            elif token.dep in ("dobj", "nsubjpass"):
                objects.add(token.lemma)
        if token.pos in ("NOUN", "PROPN", "ADJ", "NUM"):
            out.add(token.lemma)
        # "the route but not the fare": what stands after another "not" is no argument of this clause.
        todo += [
            c
            for c in children[at]
            if tokens[c].dep not in _APART and not any(tokens[d].text.casefold() in _NOT for d in children[c])
        ]
    return subject, frozenset(objects), frozenset(out)
