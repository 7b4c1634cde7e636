from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from stemma.model import Stemma
from tests.tracing.stories import EDIT, LOOKALIKE, OWN, REWRITE, WIRE, article, joined, probability, traced


def assert_acyclic(stemma: Stemma) -> None:
    parents: dict[str, set[str]] = {}
    for d in stemma.derivations:
        parents.setdefault(d.child, set()).add(d.parent)
    for start in parents:
        seen, todo = set(), set(parents[start])
        while todo:
            one = todo.pop()
            assert one != start
            if one not in seen:
                seen.add(one)
                todo |= parents.get(one, set())


def test_one_article_has_no_tree() -> None:
    found = traced(article("North", WIRE))
    assert found.derivations == () and found.lost == () and found.kinships == ()
    assert found.articles == ("North",)


def test_children_of_an_agency_report_share_one_lost_original_that_bears_its_name() -> None:
    found = traced(
        article("North", EDIT, "2031-05-06T10:00+00:00", "Reuters"), article("South", REWRITE, "2031-05-06T12:00+00:00", "Reuters")
    )
    assert probability(found, "North", "South") > 0.8
    assert [(x.name, x.agency) for x in found.lost] == [("Reuters, by 6 May 2031", "Reuters")]
    assert {(d.parent, d.child) for d in found.derivations} == {(found.lost[0].id, "North"), (found.lost[0].id, "South")}
    assert all(d.passages and 0 < d.share <= 1 for d in found.derivations)
    assert any(len(r.witnesses) == 2 for r in found.lost[0].recovered)


def test_an_independent_report_is_not_joined() -> None:
    found = traced(article("North", WIRE), article("East", OWN), article("South", EDIT))
    assert probability(found, "North", "South") > 0.9
    assert probability(found, "North", "East") < 0.3
    assert not any("East" in edge for edge in joined(found))


def test_a_look_alike_event_is_not_joined() -> None:
    found = traced(article("North", WIRE), article("West", LOOKALIKE))
    assert probability(found, "North", "West") < 0.3
    assert found.derivations == () and found.lost == ()


def test_two_reports_that_share_only_a_quotation_from_a_press_conference_are_not_joined() -> None:
    quote = "“The bridge stays shut until I can drive my own mother over it,” mayor Ida Storm told a press conference."
    a = article("North", (*OWN, quote))
    b = article(
        "West",
        (
            "Lorry firms asked on Wednesday for a night ferry while the crossing is closed.",
            quote,
            "Ole Brekke, who runs eleven trucks out of Osmark, said that every detour costs him a driver's shift.",
            "The ferry company said that it had one spare vessel and no crew for it.",
        ),
    )
    found = traced(a, b)
    assert probability(found, "North", "West") < 0.5
    assert found.derivations == ()


def test_dates_orient_an_edge_and_do_not_create_one() -> None:
    first, later = article("North", WIRE, "2031-05-06"), article("South", EDIT, "2031-05-09")
    turned = traced(replace(first, published=later.published), replace(later, published=first.published))
    straight = traced(first, later)
    bare = traced(replace(first, published=None), replace(later, published=None))
    assert joined(straight) == joined(turned) == joined(bare)
    assert [k.probability for k in straight.kinships] == [k.probability for k in bare.kinships]


def test_the_earlier_article_is_the_parent() -> None:
    articles = article("North", WIRE, "2031-05-06"), article("South", EDIT, "2031-05-09")
    for d in traced(*articles).derivations:
        assert (d.parent, d.child) != ("South", "North")


def test_order_of_articles_changes_nothing() -> None:
    articles = [
        article("North", EDIT, credit="Reuters"),
        article("South", REWRITE),
        article("East", OWN),
        article("West", LOOKALIKE),
    ]
    found = [traced(*some) for some in list(permutations(articles))[::5]]
    assert all(f == found[0] for f in found[1:])
    assert_acyclic(found[0])


def test_what_is_told_lies_inside_the_texts() -> None:
    articles = {a.id: a for a in (article("North", WIRE), article("South", EDIT), article("East", REWRITE))}
    found = traced(*articles.values())
    passages = [i.child for d in found.derivations for i in d.passages]
    passages += [i.parent for d in found.derivations for i in d.passages if i.parent]
    passages += [e.at for k in found.kinships for e in k.evidence if e.at]
    passages += [w for x in found.lost for r in x.recovered for w in (r.wording, *r.witnesses)]
    assert passages
    for passage in passages:
        body = articles[passage.article].body
        assert any(b.start <= passage.span.start and passage.span.end <= b.end for b in body)
    assert_acyclic(found)
    assert all(0 <= d.confidence <= 1 and 0 <= d.direction <= 1 for d in found.derivations)
