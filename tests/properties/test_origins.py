"""Bounds of origins, whatever the story: echoes never raise a lower bound, lost edges never lower it, one report is one origin."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemma
from stemma.model import (
    Article,
    Claim,
    Derivation,
    Dossier,
    Examination,
    Hop,
    Inherited,
    Lost,
    Noted,
    Origins,
    Passage,
    Span,
    Statement,
    Stemma,
    Voice,
)
from stemma.weighing import weigh
from tests.support.reports import bare
from tests.support.walk import demo_pages

# ------------------------------------------------------------------------------------------------ echoes of a report

SYNONYMS = {
    "harbour": "port",
    "boats": "vessels",
    "boat": "vessel",
    "said": "stated",
    "told": "informed",
    "talks": "negotiations",
    "leave": "vacate",
    "company": "firm",
    "government": "administration",
    "offered": "proposed",
    "secret": "hidden",
    "lease": "rental",
    "large": "big",
    "money": "cash",
    "closed": "shut",
    "close": "shut",
    "sank": "foundered",
    "crew": "hands",
    "build": "construct",
    "quickly": "fast",
    "people": "persons",
    "received": "got",
    "notice": "warning",
    "confirmed": "affirmed",
    "month": "four weeks",
    "paid": "settled",
    "works": "plant",
    "opened": "started",
    "about": "roughly",
    "also": "too",
    "must": "has to",
    "last": "past",
    "been": "long been",
    "will": "shall",
    "has": "now has",
    "was": "clearly was",
    "the": "this",
    "and": "as well as",
    "in": "within",
}

Echo = Callable[[list[str], random.Random], list[str]]
"""Sentences of a report -> the sentences that an echo of it prints."""


def verbatim(sentences: list[str], chance: random.Random) -> list[str]:
    return list(sentences)


def shuffled(sentences: list[str], chance: random.Random) -> list[str]:
    return chance.sample(sentences, len(sentences))


def reworded(sentences: list[str], chance: random.Random) -> list[str]:
    def other(match: re.Match[str]) -> str:
        word = match.group()
        new = SYNONYMS.get(word.casefold(), word)
        return new.capitalize() if word[0].isupper() else new

    return [re.sub(r"[A-Za-z]+", other, sentence) for sentence in sentences]


ECHOES: dict[str, Echo] = {"verbatim": verbatim, "shuffled": shuffled, "reworded": reworded}

# ------------------------------------------------------------------------------------------------ stories built by hand

VOICES: list[Voice | None] = [
    Voice(name="Mara Voss", kind="named"),
    Voice(name="Jon Bekker", kind="named"),
    Voice(name="two people at the works", kind="unnamed", count=2),
    Voice(name="a crew member", kind="unnamed"),
    Voice(name="the Tarn Port Trust", kind="organisation"),
    Voice(name="Velden Lines", kind="organisation"),
    Voice(name="the Norwegians", kind="organisation"),
    Voice(name="a survey", kind="document"),
    Voice(name="local media", kind="outlet"),
    None,
]
SAYINGS = (
    "the harbour will be closed for a month",
    "about 40 boats must leave the harbour",
    "only 12 boats must leave the harbour",
)


@dataclass(frozen=True)
class Told:
    """One statement of a report before it is printed: who, what, on which side, and whether the outlet heard it itself."""

    voice: Voice | None
    saying: str
    stance: str
    gathered: bool

    def sentence(self) -> str:
        return f"{self.voice.name if self.voice else 'It is so that'} said that {self.saying}."


def printed(name: str, told: Sequence[Told], echo: Echo = verbatim, seed: int = 0) -> tuple[Article, list[Statement]]:
    """An article of these statements, each a sentence, and its statements; ids begin with `name`."""
    chance = random.Random(seed)
    order = {t.sentence(): t for t in told}
    sentences = list(order) if echo is not shuffled else shuffled(list(order), chance)
    text, statements, body = f"{name} Tribune\n", [], []
    for n, sentence in enumerate(sentences):
        (line,) = reworded([sentence], chance) if echo is reworded else (sentence,)
        span = Span(len(text), len(text) + len(line))
        one = order[sentence]
        statements.append(
            Statement(
                id=f"{name}{n}",
                article=name,
                content=(Span(span.end - len(line.split(" that ", 1)[1]), span.end - 1),),
                cue=None,
                source=None,
                quotation="indirect",
                stance=one.stance,  # type: ignore[arg-type]
                hedges=(),
                chain=(Hop(voices=(one.voice,)),) if one.voice else (),
                gathered=span if one.gathered and echo is verbatim else None,
                public=None,
                place="body",
                by="test",
            )
        )
        body.append(span)
        text += line + "\n"
    if echo is not verbatim or name in "ABCD":  # no two reports are word for word the same but the verbatim echoes
        line = f"The {name} Tribune asked around." if name in "ABCD" else f"Read more in {name}."
        body.append(Span(len(text), len(text) + len(line)))
        text += line + "\n"
    article = bare(name, text, body, outlet=Noted(value=f"The {name} Tribune", how="test"))
    return article, statements


def edge(parent: str, child: Article) -> Derivation:
    """The child's whole body comes from the parent."""
    return Derivation(
        id=f"{parent}>{child.id}",
        parent=parent,
        child=child.id,
        kind="rewritten",
        share=0.95,
        passages=tuple(Inherited(child=Passage(article=child.id, span=s), parent=None) for s in child.body),
        confidence=0.9,
        direction=0.9,
        evidence=(),
    )


@dataclass(frozen=True)
class Case:
    """A story of one claim: articles, statements, edges; "L" and "M" are lost originals."""

    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    edges: tuple[Derivation, ...]

    def origins(self) -> dict[str, Origins]:
        claim = Claim(
            id="c",
            gist=Passage(article=self.articles[0].id, span=self.articles[0].body[0]),
            statements=tuple(sorted(s.id for s in self.statements)),
            weight=1.0,
            by="test",
        )
        tree = Stemma(
            articles=tuple(sorted(a.id for a in self.articles)),
            lost=tuple(Lost(id=x, name=f"lost original {x}", agency=None, recovered=(), evidence=()) for x in "LM"),
            derivations=tuple(sorted(self.edges, key=lambda e: e.id)),
            kinships=(),
            by="test",
        )
        return {o.side: o for o in weigh(self.articles, self.statements, (), [claim], tree, ())}


told = st.builds(
    Told,
    voice=st.sampled_from(VOICES),
    saying=st.sampled_from(SAYINGS),
    stance=st.sampled_from(["asserts", "asserts", "asserts", "denies"]),
    gathered=st.booleans(),
)
reports = st.lists(told, min_size=1, max_size=3, unique_by=Told.sentence)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, list[list[Told]]]:
    """One to four reports, with edges from earlier to later ones or from a lost original."""
    said = draw(st.lists(reports, min_size=1, max_size=4))
    pages = [printed("ABCD"[n], one) for n, one in enumerate(said)]
    articles = tuple(a for a, _ in pages)
    possible = [(p, c) for n, c in enumerate(articles) for p in ("L", *(a.id for a in articles[:n]))]
    chosen = draw(st.lists(st.sampled_from(possible), unique_by=lambda e: (e[0], e[1].id), max_size=4))
    edges = tuple(edge(p, c) for p, c in chosen)
    return Case(articles, tuple(s for _, given_ in pages for s in given_), edges), said


@pytest.mark.parametrize("kind", ECHOES)
@settings(max_examples=80, deadline=None, derandomize=True)
@given(story=cases(), which=st.integers(0, 3), count=st.integers(1, 3), seed=st.integers(0, 99), deep=st.booleans())
def test_no_number_of_echoes_raises_a_lower_bound(
    kind: str, story: tuple[Case, list[list[Told]]], which: int, count: int, seed: int, deep: bool
) -> None:
    case, said = story
    which %= len(said)
    before = {side: o.lower for side, o in case.origins().items()}
    articles, statements, edges = list(case.articles), list(case.statements), list(case.edges)
    parent = case.articles[which].id
    for n in range(count):
        echo, its = printed(f"Z{n}", said[which], ECHOES[kind], seed)
        articles.append(echo)
        statements.extend(its)
        edges.append(edge(parent, echo))
        parent = echo.id if deep else parent  # an echo of the echo
    after = Case(tuple(articles), tuple(statements), tuple(edges)).origins()
    assert after.keys() == before.keys()
    assert all(after[side].lower <= low for side, low in before.items())


@settings(max_examples=80, deadline=None, derandomize=True)
@given(story=cases(), count=st.integers(1, 3), seed=st.integers(0, 99), kind=st.sampled_from(sorted(ECHOES)))
def test_no_further_child_of_a_lost_original_raises_a_lower_bound(
    story: tuple[Case, list[list[Told]]], count: int, seed: int, kind: str
) -> None:
    case, said = story
    first = case.articles[0]
    case = replace(case, edges=tuple({e.id: e for e in (*case.edges, edge("L", first))}.values()))
    heard = [replace(t, gathered=False) for t in said[0]]
    plain = tuple(replace(s, gathered=None) if s.article == first.id else s for s in case.statements)
    case = replace(case, statements=plain)
    before = case.origins()
    pages = [printed(f"Z{n}", heard, ECHOES[kind], seed) for n in range(count)]
    more = Case(
        (*case.articles, *(a for a, _ in pages)),
        (*case.statements, *(s for _, its in pages for s in its)),
        (*case.edges, *(edge("L", a) for a, _ in pages)),
    ).origins()
    assert all(more[side].lower <= o.lower for side, o in before.items())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(story=cases())
def test_taking_an_edge_away_never_lowers_a_lower_bound(story: tuple[Case, list[list[Told]]]) -> None:
    case, _ = story
    before = case.origins()
    for n in range(len(case.edges)):
        fewer = replace(case, edges=case.edges[:n] + case.edges[n + 1 :]).origins()
        assert all(fewer[side].lower >= o.lower for side, o in before.items())


@st.composite
def tangled(draw: st.DrawFn) -> Case:
    """Reports of which some are word for word others, with edges from two lost originals and among reports, however they clash."""
    said = draw(st.lists(reports, min_size=1, max_size=3))
    names = draw(st.lists(st.integers(0, len(said) - 1), min_size=2, max_size=5))
    pages = [printed("EFGHI"[n], said[which]) for n, which in enumerate(names)]
    articles = tuple(a for a, _ in pages)
    possible = [(p, c) for n, c in enumerate(articles) for p in ("L", "M", *(a.id for a in articles[:n]))]
    chosen = draw(st.lists(st.sampled_from(possible), unique_by=lambda e: (e[0], e[1].id), max_size=5))
    return Case(articles, tuple(s for _, given_ in pages for s in given_), tuple(edge(p, c) for p, c in chosen))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(case=tangled())
def test_taking_an_edge_away_never_lowers_a_bound_of_copies_with_other_parents(case: Case) -> None:
    before = case.origins()
    for n in range(len(case.edges)):
        fewer = replace(case, edges=case.edges[:n] + case.edges[n + 1 :]).origins()
        assert all(fewer[side].lower >= o.lower for side, o in before.items())


@settings(max_examples=80, deadline=None, derandomize=True)
@given(said=reports, kept=st.booleans())
def test_one_report_stands_on_one_origin(said: list[Told], kept: bool) -> None:
    article, statements = printed("A", said)
    for origins in Case((article,), tuple(statements), (edge("L", article),) if kept else ()).origins().values():
        assert origins.lower == 1


# ------------------------------------------------------------------------------------------------ from pages, end to end


@pytest.fixture(scope="module")
def demo() -> Dossier:
    (dossier,) = stemma.examine(demo_pages())
    return dossier


def unchanged(before: Dossier, after: Dossier) -> list[tuple[Origins, Origins]]:
    """The origins of the claims that hold the same statements of the first dossier's articles in both."""
    known = {s.id for s in before.statements}
    sides = {(o.claim, o.side): o for o in after.origins}
    held = {frozenset(c.statements) & known: c.id for c in after.claims}
    mine = {c.id: frozenset(c.statements) for c in before.claims}
    pairs = [(o, sides.get((held.get(mine[o.claim], ""), o.side))) for o in before.origins]
    return [(o, other) for o, other in pairs if other is not None]


def echo_of(page: Path, kind: str, name: str, seed: int) -> str:
    """The page under another masthead, its paragraphs repeated, shuffled, or reworded sentence by sentence."""
    lines = page.read_text("utf-8").split("\n")
    prose = [n for n, line in enumerate(lines) if len(line.split()) > 12]
    told_ = ECHOES[kind]([lines[n] for n in prose], random.Random(seed))
    for n, line in zip(prose, told_, strict=True):
        lines[n] = line
    lines[next(n for n, line in enumerate(lines) if line.strip())] = name
    return "\n".join(lines)


@pytest.mark.parametrize("name_of_page", ["calder-gazette.txt", "coastal-ledger.txt"])
@pytest.mark.parametrize("kind", ECHOES)
def test_echoes_of_a_page_raise_no_lower_bound(demo: Dossier, kind: str, name_of_page: str, tmp_path: Path) -> None:
    """Of a page that found out for itself, and of one that rests on a lost original."""
    page = next(p for p in demo_pages() if p.name == name_of_page)
    for n, name in enumerate(("The Island Mirror", "Tarsia Evening Star")):
        (tmp_path / f"echo-{n}.txt").write_text(echo_of(page, kind, name, n), encoding="utf-8")
    (after,) = stemma.examine([*demo_pages(), tmp_path])
    assert len(after.articles) == 9
    compared = unchanged(demo, after)
    assert len(compared) > len(demo.origins) // 2
    assert [(o.words, other.words) for o, other in compared if other.lower > o.lower] == []


def test_without_any_one_edge_no_claim_stands_on_fewer(demo: Dossier) -> None:
    before = {(o.claim, o.side): o.lower for o in demo.origins}
    for n in range(len(demo.stemma.derivations)):
        edges = demo.stemma.derivations[:n] + demo.stemma.derivations[n + 1 :]
        tree = replace(demo.stemma, derivations=edges)
        again = weigh(demo.articles, demo.statements, demo.speakers, demo.claims, tree, demo.carriers)
        assert {(o.claim, o.side): o.lower for o in again if o.lower < before[o.claim, o.side]} == {}


def test_two_named_people_in_one_page_are_one_newsrooms_word(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "Kelden Herald\n\nFerry at Oxmere sank with 40 aboard\nBy Ida Roth\n3 May 2024\n\n"
        "The ferry at Oxmere sank with 40 people aboard, police chief Mara Voss told the Herald on Friday.\n\n"
        "The ferry at Oxmere sank with 40 people aboard, captain Jon Bekker said on Friday.\n",
        encoding="utf-8",
    )
    found: Examination = stemma.examine([tmp_path / "page.txt"])
    (dossier,) = found
    voices = {v.name for s in dossier.statements for h in s.chain[:1] for v in h.voices}
    assert {"Mara Voss", "Jon Bekker"} <= voices
    assert dossier.origins and all((o.lower, o.newsrooms) == (1, 1) for o in dossier.origins)
