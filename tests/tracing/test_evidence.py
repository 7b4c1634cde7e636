"""Evidence for edges and kinships: each kind apart, with the words that show it."""

from __future__ import annotations

from dataclasses import replace

from stemma.background.lexicon_files import names_from
from stemma.collating import collate
from stemma.model import Article, Credit, CreditKind, Derivation, Evidence, Handling, Noted, Span, Statement, Stemma
from stemma.tracing import logistic, trace
from stemma.tracing.declared import Declared, declared
from stemma.tracing.material import gather, witness
from stemma.tracing.oddities import gaps, matches
from stemma.tracing.pairs import lost_features
from stemma.tracing.support import support
from stemma.tracing.tree import Edge, grow
from stemma.tracing.wording import echoes, has_run, runs, wording
from tests.tracing.stories import EDIT, OWN, REWRITE, WIRE, article, grammar, joined, probability, traced

OTHER = (
    "Divers found a crack 24 centimetres long in the middle pier of the Halvor Bridge at Tynset Quay, and engineers shut the "
    "bridge on Tuesday, two port officials with knowledge of the survey told Reuters.",
    *WIRE[1:],
)


def quote(articles: tuple[Article, ...], evidence: Evidence) -> str:
    """The words that a piece of evidence points at."""
    assert evidence.at is not None
    span = evidence.at.span
    return next(a for a in articles if a.id == evidence.at.article).text[span.start : span.end]


def edge(found: Stemma, *ends: str) -> Derivation:
    return next(d for d in found.derivations if {d.parent, d.child} == set(ends))


def notes(evidence: tuple[Evidence, ...], part: str) -> list[Evidence]:
    return [e for e in evidence if part in e.note]


def packet(one: Article, *steps: tuple[str, str]) -> Article:
    history = tuple(Handling(action=a, party=None, item=item, time=None, how=f"test {a}") for a, item in steps)  # type: ignore[arg-type]
    return replace(one, history=history)


def test_runs_are_as_long_as_they_go_and_stand_in_both_texts() -> None:
    a, b = article("North", WIRE), article("South", EDIT)
    x, y = (wording(witness(one, grammar(one))) for one in (a, b))
    found = runs(x, y)
    assert found and all(len(r.words) >= 3 for r in found)
    assert [r.weight for r in found] == sorted((r.weight for r in found), reverse=True)
    for run in found:
        mine, theirs = (one.text[p.span.start : p.span.end] for one, p in ((a, run.mine), (b, run.theirs)))
        assert mine.casefold() == theirs.casefold()
        assert has_run(x, run.words) and has_run(y, run.words)
    assert any(" ".join(r.words).startswith("left out of its spring bulletin one of the officials") for r in found)
    assert not any("regatta" in r.words for r in found), "words inside a quotation are the quotation's"
    assert not has_run(y, ("about", "11,300", "vehicles"))


def test_names_alone_make_no_run() -> None:
    a = article("North", ("President Anna Maria Lindqvist Storm of Tynset Quay spoke.",))
    b = article("South", ("Yesterday President Anna Maria Lindqvist Storm of Tynset Quay slept.",))
    assert runs(*(wording(witness(one, grammar(one))) for one in (a, b))) == ()


def test_quotations_are_the_same_or_altered() -> None:
    a = article("North", ("“We were told to wait until the regatta was over,” she said. “Never again in this town,” he said.",))
    b = article("South", ('"We were told to wait until the big regatta was over," she said. "Never again in this town," he said.',))
    found = echoes(*(wording(witness(one, grammar(one))) for one in (a, b)))
    assert [(e.same, a.text[e.mine.span.start : e.mine.span.end]) for e in found] == [
        (False, "We were told to wait until the regatta was over,"),
        (True, "Never again in this town,"),
    ]


def test_an_edge_shows_its_kinds_of_evidence_with_their_words() -> None:
    articles = (article("North", WIRE, "2031-05-06"), article("South", EDIT, "2031-05-09"), article("East", OWN))
    one = edge(traced(*articles), "North", "South")
    (first, *_) = notes(one.evidence, "sentences closely match one in The")
    assert quote(articles, first) in articles[1].text
    (run, *_) = notes(one.evidence, "the rare run of words")
    (twin, *_) = notes(one.evidence, "the same words in")
    assert quote(articles, run).casefold() == quote(articles, twin).casefold()
    assert "and no third report has it" in run.note
    (same,) = notes(one.evidence, "the same quotation word for word")
    assert quote(articles, same) == "We were told to wait until the regatta was over,"
    assert quote(articles, notes(one.evidence, "in the same order")[0]).startswith("Engineers")
    shown = [e for e in one.evidence if e.at is not None]
    assert len(shown) >= 0.6 * len(one.evidence)


def test_a_quotation_said_in_public_is_told_to_prove_little() -> None:
    said = WIRE[2]
    articles = (article("North", WIRE), article("South", EDIT))
    at = articles[0].text.index(said)
    public = Statement(
        id="s", article="North", content=(Span(at, at + 40),), cue=None, source=None, quotation="direct", stance="asserts",
        hedges=(), chain=(), gathered=None, public=Span(at + 50, at + 60), place="body", by="test",
    )  # fmt: skip
    found = traced(*articles, statements=(public,))
    assert notes(found.kinships[0].evidence, "anyone may have heard it")


def test_a_figure_that_only_two_have_is_an_error_in_common() -> None:
    articles = (article("North", WIRE), article("South", EDIT), article("West", OTHER))
    one = next(k for k in traced(*articles).kinships if {k.a, k.b} == {"North", "South"})
    odd = notes(one.evidence, "both have “42” where The West Gazette has “24”")
    assert [quote(articles, e) for e in odd] == ["42"]
    assert [quote(articles, e) for e in notes(one.evidence, "“24” in The West Gazette")] == ["24"]


def test_what_two_leave_out_that_others_have_is_a_gap_in_common() -> None:
    short = (*EDIT[:2], EDIT[2])
    articles = [article("a", WIRE), article("b", OTHER), article("c", short), article("d", short[:2])]
    parsed = {a.id: grammar(a) for a in articles}
    material = gather(articles, parsed, collate(articles, parsed))
    tree = grow(material, (), logistic.load())
    apart = replace(tree, edges=(), lost=((0, 1, 2, 3),))
    found = gaps(material, matches(material, support(material)), apart, 2, 3)
    assert found and all((g.carriers, g.having) == (2, (0, 1)) for g in found)
    assert any(quote(tuple(articles), Evidence(note="", at=g.at)) == WIRE[3] for g in found)
    handed_down = replace(tree, edges=(Edge(0, 1, 0.9, 0.9),), lost=())
    assert gaps(material, matches(material, support(material)), handed_down, 2, 3) == ()


def test_one_signature_under_both_is_shown() -> None:
    signed = [
        replace(article(n, p), byline=Noted(value="By Nils Roe", how="test", span=Span(0, 3)), authors=("Nils Roe",))
        for n, p in (("North", WIRE), ("South", EDIT))
    ]
    found = traced(*signed)
    (same,) = notes(found.kinships[0].evidence, "both are signed by Nils Roe")
    assert same.at is not None and same.at.article == "South"


def test_outlets_of_one_newsroom_and_partners_are_shown() -> None:
    names = names_from(
        [], [("o.toml", b'[newsrooms]\n"North Gazette" = "South Gazette"\n[partners]\n"East Gazette" = "North Gazette"')]
    )
    articles = (article("North", WIRE), article("South", EDIT), article("East", REWRITE))
    parsed = {a.id: grammar(a) for a in articles}
    found = trace(articles, parsed, (), collate(articles, parsed), (), names=names)
    told = {frozenset((k.a, k.b)): [e.note for e in k.evidence] for k in found.kinships}
    assert "both are written by one newsroom, South Gazette" in told[frozenset(("North", "South"))]
    assert any("The East Gazette carries reports of North Gazette by agreement" in n for n in told[frozenset(("East", "North"))])
    assert joined(found) == joined(traced(*articles)), "houses are shown and weigh nothing"


def test_an_agency_whose_own_page_is_there_is_no_lost_original() -> None:
    agency = replace(article("Wire", WIRE), outlet=Noted(value="AP News", how="test"))
    found = traced(agency, article("South", EDIT, credit="Associated Press"))
    assert found.lost == ()
    one = edge(found, "Wire", "South")
    (credit,) = notes(one.evidence, "credits Associated Press, whose own page AP News is")
    assert credit.at is not None


def test_the_byline_of_agency_staff_makes_articles_rest_on_the_agency() -> None:
    bare = [article("South", EDIT), article("East", REWRITE)]

    def signed(kind: CreditKind) -> list[Article]:
        return [replace(a, credits=(Credit(agency="Reuters", kind=kind, span=Span(0, 3), how="test"),)) for a in bare]

    parsed = {a.id: grammar(a) for a in bare}
    features = {
        kind: lost_features([witness(a, parsed[a.id]) for a in signed(kind)], ())[0]["credit"] for kind in ("byline", "photo")
    }
    assert features == {"byline": 1.0, "photo": 0.0}
    assert all(x.agency is None for x in traced(*signed("photo")).lost)
    (lost,) = traced(*signed("byline")).lost
    assert lost.agency == "Reuters"
    for d in traced(*signed("byline")).derivations:
        (credit,) = notes(d.evidence, "is signed by staff of Reuters")
        assert credit.at is not None and credit.at.article == d.child and credit.at.span == Span(0, 3)


def test_a_packets_word_is_a_derivation_however_little_the_words_agree_and_whatever_the_dates() -> None:
    parent = packet(article("North", WIRE, "2031-05-09"), ("created", "urn:test:1"))
    child = packet(article("South", OWN, "2031-05-06"), ("derived-from", "URN:test:1 "), ("created", "urn:test:2"))
    found = traced(parent, child)
    assert [(d.parent, d.child) for d in found.derivations] == [("North", "South")]
    assert found.derivations[0].direction > 0.9 and probability(found, "North", "South") > 0.9
    assert (
        found.derivations[0].evidence[0].note
        == "the packet itself says that it is derived from item URN:test:1  (test derived-from)"
    )
    assert traced(replace(parent, history=()), replace(child, history=())).derivations == ()


def test_a_packet_that_names_an_item_not_here_has_a_lost_original() -> None:
    child = packet(article("South", OWN), ("translated-from", "urn:test:9"))
    (lost,) = traced(child).lost
    assert lost.agency is None
    assert "urn:test:9" in traced(child).derivations[0].evidence[0].note
    assert traced(packet(article("South", OWN), ("evolved-from", "urn:test:9"))).lost == ()


def test_declared_descent_is_read_once_and_never_of_oneself() -> None:
    own = packet(article("North", OWN), ("created", "urn:1"), ("derived-from", "urn:1"))
    assert declared([own]) == ()
    one = packet(article("North", OWN), ("created", "urn:1"), ("same-as", "urn:alt"))
    two = packet(article("South", OWN), ("derived-from", "urn:alt"), ("same-as", "urn:1"))
    assert declared([one, two]) == (Declared(0, 1, True, "urn:alt", "test derived-from"),)
    page = replace(article("East", OWN), url="https://example.org/a/")
    assert declared([page, packet(article("West", OWN), ("evolved-from", "https://EXAMPLE.org/a"))])[0].parent == 0


def test_packets_that_contradict_each_other_leave_a_tree_without_circles() -> None:
    one = packet(article("North", OWN), ("created", "urn:1"), ("derived-from", "urn:2"))
    two = packet(article("South", OWN), ("created", "urn:2"), ("derived-from", "urn:1"))
    assert len(traced(one, two).derivations) == 1
