"""Drifts and omissions by rewritten sentences, one mechanism a test. All events are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.comparing.accounts import Accounts
from stemma.comparing.commitment import firmness, holds
from stemma.comparing.scales import scales
from stemma.comparing.sourcing import mention
from stemma.model import Article, Findings, Hop, Stemma, Voice
from tests.comparing.test_compare import aligned, article, edge, grammar, run, said, sentences


def accounts(one: Article) -> Accounts:
    tree = Stemma(articles=(one.id,), lost=(), derivations=(), kinships=(), by="test")
    return Accounts([one], {one.id: grammar(one)}, (), (), aligned([one]), tree)


def beside(before: str, after: str) -> Findings:
    """What is found where each line of a parent is aligned with the line of its child."""
    a, b = article("A", before), article("B", after)
    one, two = sentences([a]), sentences([b])
    return run([a, b], collation=aligned([a, b], *zip(one, two, strict=True)), edges=[edge(a, b)])


@pytest.mark.parametrize(
    ("sentence", "firm"),
    [
        ("The bridge may be closed for a year.", 1),
        ("The bridge is said to be unsafe.", 1),
        ("The bridge will probably be closed.", 2),
        ("The board is due to vote on the bridge in June.", 2),
        ("The bridge was closed on Monday in May.", 3),
        ("The bridge will certainly be closed.", 4),
        ("The closing is due to the storm.", 3),
        ("Reporters asked whether the bridge was closed.", 3),
    ],
)
def test_how_firm_a_sentence_is(sentence: str, firm: int) -> None:
    one = article("A", sentence)
    assert firmness(holds(sentences([one])[0], accounts(one))) == firm


def test_a_hold_bears_on_its_own_clause() -> None:
    one = article("A", "The council said the pump could flood the cellar, which was built in 1911.")
    (hold,) = holds(sentences([one])[0], accounts(one))
    assert {"pump", "flood", "cellar"} <= hold.scope
    assert "build" not in hold.scope


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The harbour master was suspended on Friday.", "The harbour master was sacked on Friday."),
        ("The harbour master was detained on Friday.", "The harbour master was charged on Friday."),
    ],
)
def test_a_later_step_of_a_matter_raises_certainty(before: str, after: str) -> None:
    (drift,) = beside(before, after).drifts
    assert drift.kind == "certainty-raised"
    assert beside(after, before).drifts == ()


def test_no_word_stands_on_two_steps_of_one_scale() -> None:
    for scale in scales():
        words = [w for step in scale for w in step]
        assert len(words) == len(set(words))


def test_over_eight_weeks_is_no_bound() -> None:
    assert beside("The dike sank by a metre over eight weeks.", "The dike sank by a metre in eight weeks.").drifts == ()


def test_as_many_dead_as_there_were_missing_is_another_number() -> None:
    found = beside("The coach fell and 21 people died and 24 people are missing.", "The coach fell and 24 people died.")
    assert "number-changed" in {d.kind for d in found.drifts}


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("According to the harbour police, the bridge fell.", "the harbour police"),
        ("The bridge fell at night, the harbour police said.", "the harbour police"),
        ("The bridge fell at night.", None),
    ],
)
def test_who_a_sentence_names_as_its_source(sentence: str, who: str | None) -> None:
    one = article("A", sentence)
    found = mention(sentences([one])[0], accounts(one))
    assert (one.text[found.start : found.end] if found else None) == who


def test_a_first_mouth_left_out_of_a_chain_is_an_omission() -> None:
    a = article("A", "The Harbour Gazette reported that the bridge was unsafe, citing a night watchman.")
    b = article("B", "The Harbour Gazette reported that the bridge was unsafe.")
    paper, man = Voice(name="The Harbour Gazette", kind="outlet"), Voice(name="a night watchman", kind="unnamed")
    one = said("1", a, "the bridge was unsafe", paper, "reported")
    long = type(one)(**{f: getattr(one, f) for f in one.__slots__} | {"chain": (Hop(voices=(man,)), Hop(voices=(paper,)))})
    two = said("2", b, "the bridge was unsafe", paper, "reported")
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    (found,) = [o for o in run([a, b], [long, two], [["1", "2"]], pairs, [edge(a, b)]).omissions if o.kind == "source"]
    assert a.text[found.left_out.span.start : found.left_out.span.end] == "a night watchman"


def test_a_number_that_changed_is_not_missing() -> None:
    found = beside("The new bridge cost $3 million to build.", "The new bridge cost $8 million to build.")
    assert [d.kind for d in found.drifts] == ["number-changed"]
    assert found.omissions == ()


@pytest.mark.parametrize(
    "gone",
    ["The oldest survivor is a man of 58.", "The founder moved to Turin in 1803.", "A van was found on the R61, Anna Lind said."],
)
def test_ages_and_years_are_no_figures_to_be_missed(gone: str) -> None:
    a, b = article("A", f"The old bridge fell on Sunday.\n{gone}"), article("B", "The old bridge fell on Sunday.")
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    assert run([a, b], collation=pairs, edges=[edge(a, b)]).omissions == ()


def test_a_fine_is_a_figure_to_be_missed() -> None:
    a = article("A", "The old bridge fell on Sunday.\nEach builder paid the R6100 fine at once.")
    b = article("B", "The old bridge fell on Sunday.")
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    assert [o.kind for o in run([a, b], collation=pairs, edges=[edge(a, b)]).omissions] == ["figure"]


@pytest.mark.parametrize(
    ("child", "kinds"),
    [
        ("A clerk, not authorised to talk to reporters, said the old bridge was rotten.", []),
        ("A clerk said the old bridge was rotten.", ["source"]),
    ],
)
def test_a_reason_for_going_unnamed_may_be_told_in_other_words(child: str, kinds: list[str]) -> None:
    a, b = article("A", "A clerk, who asked not to be named, said the old bridge was rotten."), article("B", child)
    told = [
        said(i, where, "the old bridge was rotten", Voice(name="A clerk", kind="unnamed"), "said")
        for i, where in (("a", a), ("b", b))
    ]
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    assert [o.kind for o in run([a, b], told, [["a", "b"]], pairs, [edge(a, b)]).omissions] == kinds


@pytest.mark.parametrize(("of_another", "kinds"), [(0.8, ["no-comment"]), (0.3, [])])
def test_a_refusal_is_not_kept_by_a_sentence_made_of_another_one(of_another: float, kinds: list[str]) -> None:
    a = article("A", "Kelden Works, which built the bridge, declined to comment.\nThe coast guard would not discuss its delay.")
    b = article("B", "The guards refused to talk about how long they took.")
    (builder, guard), (silence,) = sentences([a]), sentences([b])
    told = said("1", a, "declined to comment", Voice(name="Kelden Works", kind="organisation"), "declined", stance="declines")
    pairs = aligned([a, b], (builder, silence), (guard, silence))
    pairs = replace(pairs, pairs=tuple(replace(p, score=0.5 if p.a == builder else of_another) for p in pairs.pairs))
    left_out = run([a, b], [told], collation=pairs, edges=[edge(a, b)]).omissions
    assert [o.kind for o in left_out if o.left_out == builder] == kinds


def test_where_the_tree_has_it_the_other_way_round_nothing_is_left_out() -> None:
    a = article("A", "The old bridge fell on Sunday.\nIt was too early to say why.")
    b = article("B", "The old bridge fell on Sunday.")
    way = edge(a, b)
    back = type(way)(**{f: getattr(way, f) for f in way.__slots__} | {"direction": 0.3})
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    assert [o.kind for o in run([a, b], collation=pairs, edges=[way]).omissions] == ["caveat"]
    assert run([a, b], collation=pairs, edges=[back]).omissions == ()
