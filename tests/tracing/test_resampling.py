"""How firm edges are: fixed stretches left out, the same figure every time."""

from __future__ import annotations

from stemma.collating import collate
from stemma.tracing import logistic
from stemma.tracing.material import gather
from stemma.tracing.resampling import BLOCKS, FEWEST, MOST, firmness, resampled, without_block
from stemma.tracing.tree import grow
from tests.support.timing import within
from tests.tracing.stories import EDIT, OWN, REWRITE, WIRE, article, grammar, traced


def test_every_sentence_is_left_out_once_and_a_short_text_never() -> None:
    articles = [article("a", (*WIRE, *OWN)), article("b", EDIT[:2])]
    parsed = {a.id: grammar(a) for a in articles}
    whole = gather(articles, parsed, collate(articles, parsed))
    gone: list[str] = []
    for block in range(BLOCKS):
        part = without_block(whole, block)
        left = [s.text for s in part.witnesses[0].sentences]
        gone += [s.text for s in whole.witnesses[0].sentences if s.text not in left]
        assert len(left) >= FEWEST and part.witnesses[1].sentences == whole.witnesses[1].sentences
        assert part.alike.shape == (part.first[-1], part.first[-1]) == part.wording.shape
        assert part.witnesses[0].length == sum(s.length for s in part.witnesses[0].sentences)
        at = part.first[1]
        assert part.meaning[at, at] == whole.meaning[whole.first[1], whole.first[1]]
    assert gone == [s.text for s in whole.witnesses[0].sentences]


def test_a_copy_is_firmly_joined_and_the_figure_is_a_share_of_the_trees() -> None:
    found = traced(article("North", WIRE), article("South", (*WIRE[:5],)), article("East", OWN))
    (edge,) = found.derivations
    assert edge.support == 1.0
    weak = traced(article("North", WIRE, credit="Reuters"), article("South", REWRITE), article("East", EDIT[:1] + OWN))
    assert all(d.support in {n / BLOCKS for n in range(BLOCKS + 1)} for d in weak.derivations)
    assert weak == traced(article("North", WIRE, credit="Reuters"), article("South", REWRITE), article("East", EDIT[:1] + OWN))


def test_an_edge_that_no_other_tree_has_is_not_firm() -> None:
    articles = [article("a", WIRE), article("b", EDIT)]
    parsed = {a.id: grammar(a) for a in articles}
    tree = grow(gather(articles, parsed, collate(articles, parsed)), (), logistic.load())
    strangers = [article("a", WIRE), article("b", OWN)]
    apart = {a.id: grammar(a) for a in strangers}
    other = grow(gather(strangers, apart, collate(strangers, apart)), (), logistic.load())
    (edge,) = tree.edges
    assert firmness(tree, edge, [tree, tree, other, other]) == 0.5
    assert firmness(tree, edge, []) is None


def test_a_large_story_is_not_resampled() -> None:
    many = [article(f"p{n:02}", WIRE[: 2 + n % 3]) for n in range(MOST + 1)]
    found = traced(*many)
    assert found.derivations and all(d.support is None for d in found.derivations)


def test_ten_articles_are_resampled_in_a_fraction_of_a_second() -> None:
    texts = [WIRE, EDIT, REWRITE, OWN, (*WIRE[:3], *OWN), (*EDIT, *OWN[:2]), REWRITE[:4], WIRE[1:], EDIT[1:], (*OWN, WIRE[0])]
    articles = [article(f"p{n}", text) for n, text in enumerate(texts)]
    parsed = {a.id: grammar(a) for a in articles}
    material = gather(articles, parsed, collate(articles, parsed))
    resampled(material, (), logistic.load())
    with within(5.0):  # about .3 s on a quiet core; the bound only catches a blow-up
        resampled(material, (), logistic.load())
