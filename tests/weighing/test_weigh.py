"""Weighing: the rules of independence, on values built by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.background.lexicon_files import names_from
from stemma.background.names import SHIPPED
from stemma.model import (
    Article,
    Carrier,
    Claim,
    Derivation,
    Hop,
    Inherited,
    Lost,
    Mention,
    Noted,
    Origins,
    Passage,
    Span,
    Speaker,
    Statement,
    Stemma,
    Voice,
)
from stemma.weighing import weigh

TEXT = "The bridge at Oxmere will close in May, it was said. " * 4


def article(name: str, text: str | None = None, kind: str = "news-report", outlet: str | None = None) -> Article:
    text = f"{TEXT}{name}" if text is None else text
    return Article(
        id=name,
        source=f"{name}.txt",
        sha256="",
        text=text,
        body=(Span(0, len(text)),),
        lines=(),
        title=None,
        outlet=Noted(value=outlet or f"The {name} Post", how="test"),
        byline=None,
        dateline=None,
        published=None,
        credits=(),
        url=None,
        language="en",
        kind=kind,  # type: ignore[arg-type]
        notes=(),
        by="test",
    )


def said(ident: str, where: str, *voices: Voice, stance: str = "asserts", gathered: bool = False) -> Statement:
    """A statement; each voice is one hop, first mouth first."""
    return Statement(
        id=ident,
        article=where,
        content=(Span(0, 38),),
        cue=None,
        source=None,
        quotation="indirect",
        stance=stance,  # type: ignore[arg-type]
        hedges=(),
        chain=tuple(Hop(voices=(v,)) for v in voices),
        gathered=Span(40, 45) if gathered else None,
        public=None,
        place="body",
        by="test",
    )


def derived(parent: str, child: str) -> Derivation:
    return Derivation(
        id=f"{parent}>{child}",
        parent=parent,
        child=child,
        kind="rewritten",
        share=0.9,
        passages=(Inherited(child=Passage(article=child, span=Span(0, len(TEXT))), parent=None),),
        confidence=0.9,
        direction=0.9,
        evidence=(),
    )


def tree(articles: list[Article], *derivations: Derivation, lost: tuple[str, ...] = ()) -> Stemma:
    return Stemma(
        articles=tuple(sorted(a.id for a in articles)),
        lost=tuple(Lost(id=x, name=x, agency=None, recovered=(), evidence=()) for x in lost),
        derivations=derivations,
        kinships=(),
        by="test",
    )


def one_claim(statements: list[Statement]) -> Claim:
    gist = Passage(article=statements[0].article, span=statements[0].content[0])
    return Claim(id="c", gist=gist, statements=tuple(s.id for s in statements), weight=1.0, by="test")


def of(articles: list[Article], statements: list[Statement], stemma: Stemma, side: str = "asserting") -> Origins:
    found = weigh(articles, statements, (), [one_claim(statements)], stemma, ())
    return next(o for o in found if o.side == side)


ANNA, BORIS = Voice(name="Anna Lind", kind="named"), Voice(name="Boris Hale", kind="named")
PEOPLE = Voice(name="three people familiar with the plan", kind="unnamed", count=3)


def test_echoes_of_a_lost_original_are_one_origin() -> None:
    articles = [article(x) for x in "ABC"]
    statements = [said(f"{x}1", x, PEOPLE) for x in "ABC"]
    found = of(articles, statements, tree(articles, *(derived("L", x) for x in "ABC"), lost=("L",)))
    assert (found.lower, found.upper) == (1, 1)
    assert found.words == "1 origin: three unnamed people familiar with the plan, to L"
    assert found.proven[0].newsroom == "L"


def test_two_named_voices_are_two_origins_if_two_newsrooms_heard_them() -> None:
    articles = [article("A"), article("B")]
    found = of(articles, [said("1", "A", ANNA), said("2", "B", BORIS)], tree(articles))
    assert (found.lower, found.upper) == (2, 2)
    found = of(articles[:1], [said("1", "A", ANNA), said("2", "A", BORIS)], tree(articles[:1]))
    assert (found.lower, found.upper) == (1, 2)  # on one newsroom's word


def test_voices_whose_figures_differ_do_not_bear_each_other_out() -> None:
    texts = {
        "A": "Some 40 boats sank, Anna Lind said.",
        "B": "At least 12 boats sank, Boris Hale said.",
        "C": "Only 12 boats sank.",
    }
    articles = [article(name, text) for name, text in texts.items()]
    statements = [
        replace(said(name, name, voice), content=(Span(0, len("Some 40 boats sank")),))
        for name, voice in (("A", ANNA), ("B", BORIS), ("C", Voice(name="Kelden Rail", kind="organisation")))
    ]
    assert of(articles[1:], statements[1:], tree(articles[1:])).lower == 2
    far = [article("D", "Only 12 boats sank."), articles[0]]
    apart = [replace(statements[2], id="D", article="D"), statements[0]]
    found = of(far, apart, tree(far))
    assert (found.lower, found.upper) == (1, 2)


def test_who_says_no_to_what_the_other_says_does_not_bear_it_out() -> None:
    texts = {"A": "There were eight guards at the gate.", "B": "Those were not guards, by any means."}
    articles = [article(name, text) for name, text in texts.items()]
    voices = Voice(name="Kelden Rail", kind="organisation"), Voice(name="a neighbour", kind="unnamed")
    statements = [replace(said(a.id, a.id, v), content=(Span(0, len(a.text)),)) for a, v in zip(articles, voices, strict=True)]
    found = of(articles, statements, tree(articles))
    assert (found.lower, found.upper) == (1, 2)


def test_initials_may_stand_for_a_part_of_a_bodys_name() -> None:
    articles = [article("A"), article("B")]
    long = said("1", "A", Voice(name="Vestland Federal Canal Authority", kind="organisation"))
    for name, lower in (("FCA", 1), ("the VFCA", 1), ("FXA", 2), ("CA", 2)):
        other = said("2", "B", Voice(name=name, kind="organisation"))
        assert of(articles, [long, other], tree(articles)).lower == lower


def test_a_people_is_no_bodys_name() -> None:
    articles = [article("A"), article("B")]
    club = said("1", "A", Voice(name="Kelden Rail", kind="organisation"))
    for name, lower in (("the Norwegians", 1), ("Oxmere Council", 2)):
        other = said("2", "B", Voice(name=name, kind="organisation"))
        assert of(articles, [club, other], tree(articles)).lower == lower


def test_one_public_voice_heard_by_two_newsrooms_is_one_origin_and_the_newsrooms_are_told() -> None:
    articles = [article("A"), article("B")]
    found = of(articles, [said("1", "A", ANNA), said("2", "B", ANNA)], tree(articles))
    assert (found.lower, found.newsrooms) == (1, 2)
    assert "heard by 2 newsrooms" in found.words


def test_a_misspelt_name_is_the_same_person() -> None:
    articles = [article("A"), article("B")]
    other = Voice(name="Anna Lindt", kind="named")
    assert of(articles, [said("1", "A", ANNA), said("2", "B", other)], tree(articles)).lower == 1


def test_unnamed_people_of_two_newsrooms_may_be_the_same() -> None:
    articles = [article("A"), article("B")]
    other = Voice(name="two shipbrokers", kind="unnamed", count=2)
    found = of(articles, [said("1", "A", PEOPLE), said("2", "B", other)], tree(articles))
    assert (found.lower, found.upper) == (1, 2)


def test_a_named_voice_and_another_newsrooms_unnamed_people_are_two() -> None:
    articles = [article("A"), article("B")]
    assert of(articles, [said("1", "A", PEOPLE), said("2", "B", ANNA)], tree(articles)).lower == 2


def test_a_named_voice_that_the_parent_never_mentions_is_no_echo() -> None:
    articles = [article("A"), article("B", "Boris Hale said that the bridge at Oxmere will close. " * 4)]
    found = of(articles, [said("1", "A", ANNA), said("2", "B", BORIS)], tree(articles, derived("A", "B")))
    assert found.lower == 2


def test_who_passes_it_on_is_no_second_origin() -> None:
    articles = [article("A"), article("B")]
    found = of(articles, [said("1", "A", ANNA, BORIS), said("2", "B", BORIS)], tree(articles))
    assert found.lower == 1


def test_a_lawyer_speaks_for_the_client() -> None:
    text = "Boris Hale, her lawyer, said that the bridge at Oxmere will close. " * 4
    articles = [article("A"), article("B", text)]
    assert of(articles, [said("1", "A", ANNA), said("2", "B", BORIS)], tree(articles)).lower == 1


def test_a_body_and_its_officer_are_not_surely_two() -> None:
    text = "Anna Lind, head of the Oxmere Bridge Trust, said that the bridge will close. " * 4
    body = Voice(name="the Oxmere Bridge Trust", kind="organisation")
    articles = [article("A", text), article("B")]
    found = of(articles, [said("1", "A", ANNA), said("2", "B", body)], tree(articles))
    assert (found.lower, found.upper) == (1, 2)


def test_words_of_another_newsroom_in_the_chain_send_the_origin_there() -> None:
    articles = [article("A", outlet="Oxmere Herald"), article("B")]
    herald = Voice(name="the Oxmere Herald", kind="outlet")
    found = of(articles, [said("1", "A", PEOPLE), said("2", "B", Voice(name="insiders", kind="unnamed"), herald)], tree(articles))
    assert (found.lower, found.upper, found.proven[0].newsroom) == (1, 1, "A")


def test_a_carrier_names_the_newsroom_where_the_passage_is_silent() -> None:
    articles = [article("A"), article("B")]
    statements = [said("1", "A", PEOPLE), said("2", "B", ANNA)]
    agency = Voice(name="Reuters", kind="agency")
    carriers = [Carrier(statement=s.id, voice=agency, evidence=(), by="test") for s in statements]
    found = weigh(articles, statements, (), [one_claim(statements)], tree(articles), carriers)[0]
    assert {o.newsroom for o in found.proven} == {"credited:Reuters"}
    assert found.lower == 1


def test_an_unattributed_assertion_counts_only_if_nothing_else_does() -> None:
    articles = [article("A"), article("B")]
    alone = of(articles[:1], [said("1", "A")], tree(articles[:1]))
    assert (alone.lower, alone.upper, alone.words) == (1, 1, "1 origin: not attributed, in The A Post")
    beside = of(articles, [said("1", "A", ANNA), said("2", "B")], tree(articles))
    assert (beside.lower, beside.upper, [u.article for u in beside.unresolved]) == (1, 2, ["B"])


def test_what_a_press_release_says_its_issuer_says() -> None:
    articles = [article("A", kind="press-release", outlet="Oxmere Bridge Trust"), article("B")]
    found = of(articles, [said("1", "A"), said("2", "B", PEOPLE)], tree(articles))
    assert found.lower == 2


def test_sides_are_counted_apart_and_declining_is_no_side() -> None:
    articles = [article("A"), article("B")]
    statements = [said("1", "A", ANNA), said("2", "A", BORIS, stance="denies"), said("3", "B", BORIS, stance="declines")]
    found = weigh(articles, statements, (), [one_claim(statements)], tree(articles), ())
    assert [(o.side, o.lower) for o in found] == [("asserting", 1), ("denying", 1)]
    only = [said("3", "B", BORIS, stance="declines")]
    assert weigh(articles, only, (), [one_claim(only)], tree(articles), ()) == ()


def test_resolved_speakers_are_one_voice_whatever_they_are_called() -> None:
    articles = [article("A"), article("B")]
    statements = [said("1", "A", ANNA), said("2", "B", Voice(name="Ms Hale", kind="named"))]
    speaker = Speaker(
        id="s",
        name="Anna Lind",
        kind="named",
        count=1,
        mentions=(Mention(statement="1", hop=0, voice=0), Mention(statement="2", hop=0, voice=0)),
        by="test",
    )
    assert weigh(articles, statements, [speaker], [one_claim(statements)], tree(articles), ())[0].lower == 1


# ------------------------------------------------------------------------------------------------ what must always hold

NAMES = ["A", "B", "C", "D"]
VOICES: list[Voice | None] = [
    ANNA,
    BORIS,
    PEOPLE,
    Voice(name="two engineers at the works", kind="unnamed", count=2),
    Voice(name="the Oxmere Bridge Trust", kind="organisation"),
    Voice(name="Kelden Rail", kind="organisation"),
    Voice(name="a survey", kind="document"),
    Voice(name="local media", kind="outlet"),
    None,
]


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Article], list[Statement], Stemma]:
    names = NAMES[: draw(st.integers(1, 4))]
    articles = [article(n) for n in names]
    statements = []
    for n in names:
        for k in range(draw(st.integers(1, 2))):
            voice = draw(st.sampled_from(VOICES))
            stance = draw(st.sampled_from(["asserts", "asserts", "denies"]))
            statements.append(said(f"{n}{k}", n, *([voice] if voice else []), stance=stance, gathered=draw(st.booleans())))
    edges = [(p, c) for p in ["L", *names] for c in names if p < c or p == "L"]
    chosen = draw(st.lists(st.sampled_from(edges), unique=True, max_size=4)) if edges else []
    return articles, statements, tree(articles, *(derived(p, c) for p, c in sorted(chosen)), lost=("L",))


def lowers(articles: list[Article], statements: list[Statement], stemma: Stemma) -> dict[str, int]:
    return {o.side: o.lower for o in weigh(articles, statements, (), [one_claim(statements)], stemma, ())}


@settings(max_examples=100, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_bounds_are_bounds_and_order_is_of_no_account(story: tuple[list[Article], list[Statement], Stemma], random: object) -> None:
    articles, statements, stemma = story
    claims = [one_claim(statements)]
    found = weigh(articles, statements, (), claims, stemma, ())
    for origins in found:
        assert 1 <= origins.lower <= origins.upper
        assert len(origins.proven) == origins.lower
        for origin in origins.proven:
            for evidence in origin.proof:
                assert evidence.at is not None and evidence.at.span.end <= len(TEXT)
    mixed = [list(articles), list(statements), list(stemma.derivations)]
    for one in mixed:
        random.shuffle(one)  # type: ignore[attr-defined]
    again = replace(stemma, derivations=tuple(mixed[2]))
    claim = replace(claims[0], statements=tuple(reversed(claims[0].statements)))
    assert weigh(mixed[0], mixed[1], (), [claim], again, ()) == found


@settings(max_examples=100, deadline=None)
@given(stories())
def test_removing_a_derivation_never_lowers_a_bound(story: tuple[list[Article], list[Statement], Stemma]) -> None:
    articles, statements, stemma = story
    before = lowers(articles, statements, stemma)
    for n in range(len(stemma.derivations)):
        fewer = replace(stemma, derivations=stemma.derivations[:n] + stemma.derivations[n + 1 :])
        after = lowers(articles, statements, fewer)
        assert all(after[side] >= low for side, low in before.items())


@settings(max_examples=100, deadline=None)
@given(stories(), st.integers(1, 3), st.booleans())
def test_echoes_and_copies_never_raise_a_lower_bound(
    story: tuple[list[Article], list[Statement], Stemma], copies: int, linked: bool
) -> None:
    articles, statements, stemma = story
    before = lowers(articles, statements, stemma)
    original = articles[0].id
    derivations = list(stemma.derivations)
    for k in range(copies):
        name = f"Z{k}"
        articles = [*articles, replace(articles[0], id=name, source=name)]
        statements = [*statements, *(replace(s, id=f"{s.id}{name}", article=name) for s in statements if s.article == original)]
        if linked:
            derivations.append(derived(original, name))
    after = lowers(articles, statements, replace(stemma, derivations=tuple(derivations)))
    assert all(after[side] <= low for side, low in before.items())


# ------------------------------------------------------------------------------------------------ an outlet's own words


def test_whom_an_article_shows_that_it_asked_itself_is_no_echo_of_a_passage_that_says_the_same() -> None:
    articles = [article("A"), article("B"), article("C", f"{TEXT}Boris Hale")]

    def covered(parent: str) -> Stemma:
        there = Passage(article=parent, span=Span(0, 38))
        edge = derived(parent, "B")
        return tree(articles, replace(edge, passages=tuple(replace(p, parent=there) for p in edge.passages)))

    first = said("1", "A", ANNA)
    assert of(articles, [first, said("2", "B", BORIS, gathered=True)], covered("A")).lower == 2
    assert of(articles, [first, said("2", "B", BORIS)], covered("A")).lower == 1, "nothing shows that it asked him"
    # Where the parent names him, it may have been the one that asked.
    told = [first, said("2", "B", BORIS, gathered=True), said("3", "C", ANNA)]
    assert of(articles, told, covered("C")).lower == 1


def test_a_headline_over_an_article_that_rests_on_another_is_an_echo() -> None:
    articles = [article("A"), article("B")]
    headline = replace(said("2", "B"), place="title", content=(Span(40, 45),))
    edge = replace(derived("L", "B"), passages=())
    found = of(articles, [said("1", "A", PEOPLE), headline], tree(articles, derived("L", "A"), edge, lost=("L",)))
    assert (found.lower, found.upper, found.unresolved) == (1, 1, ())
    loose = of(articles, [said("1", "A", PEOPLE), headline], tree(articles, derived("L", "A"), lost=("L",)))
    assert (loose.lower, loose.upper) == (1, 2)
    assert [u.article for u in loose.unresolved] == ["B"]


def test_what_an_article_attributes_is_not_also_its_own_word() -> None:
    articles = [article("A")]
    found = of(articles, [said("1", "A", PEOPLE), replace(said("2", "A"), place="title")], tree(articles))
    assert (found.lower, found.upper, found.unresolved) == (1, 1, ())


def test_a_denial_that_one_child_alone_has_is_its_own() -> None:
    articles = [article("A"), article("B")]
    statements = [said("1", "A", PEOPLE), said("2", "B", PEOPLE), said("3", "B", ANNA, stance="denies")]
    edges = [derived("L", "A"), derived("L", "B")]
    found = of(articles, statements, tree(articles, *edges, lost=("L",)), side="denying")
    assert [o.newsroom for o in found.proven] == ["B"]
    both = [*statements, said("4", "A", ANNA, stance="denies")]
    found = of(articles, both, tree(articles, *edges, lost=("L",)), side="denying")
    assert [o.newsroom for o in found.proven] == ["L"]


def test_the_same_quoted_words_are_one_voices_whatever_the_names() -> None:
    articles = [article("A"), article("B")]
    statements = [replace(said("1", "A", ANNA), quotation="direct"), replace(said("2", "B", BORIS), quotation="direct")]
    assert of(articles, statements, tree(articles)).lower == 1
    assert of(articles, [statements[0], replace(statements[1], quotation="indirect")], tree(articles)).lower == 2


def test_a_bit_of_what_most_decline_is_no_assertion() -> None:
    articles = [article(x) for x in "ABC"]
    declined = [said(x, x, ANNA, stance="declines") for x in "AB"]
    bit = replace(said("C", "C", ANNA), content=(Span(0, 10),))
    assert weigh(articles, [*declined, bit], (), [one_claim([*declined, bit])], tree(articles), ()) == ()


def test_an_origin_has_the_name_that_most_copies_give_it() -> None:
    articles = [article(x) for x in "ABC"]
    statements = [said("1", "A", BORIS), said("2", "B", PEOPLE), said("3", "C", PEOPLE)]
    found = of(articles, statements, tree(articles, *(derived("L", x) for x in "ABC"), lost=("L",)))
    assert found.words.startswith("1 origin: three unnamed people familiar with the plan, to L")


def test_names_inside_a_sentence() -> None:
    articles = [article("A")]
    for name, count, told in (
        ("A third engineer", 1, "an unnamed third engineer"),
        ("Another clerk", 1, "another unnamed clerk"),
        ("One of the harbour’s pilots", 1, "one of the unnamed harbour’s pilots"),
        ("Norway’s diplomats", 2, "Norway’s unnamed diplomats"),
        ("Insiders", 2, "unnamed insiders"),
    ):
        found = of(articles, [said("1", "A", Voice(name=name, kind="unnamed", count=count))], tree(articles))
        assert found.words == f"1 origin: {told}, to The A Post"
    found = of(articles, [said("1", "A", Voice(name="they", kind="unnamed"))], tree(articles))
    assert found.words == "1 origin: not attributed, in The A Post"


def test_two_papers_of_one_newsroom_are_one_newsroom() -> None:
    names = names_from([], [("o.toml", b'[newsrooms]\n"Vik Times" = "Osmark News"\n"Vik Echo" = "Osmark News"')])
    articles = [article("A", outlet="The Vik Times"), article("B", outlet="Vik Echo")]
    other = Voice(name="two shipbrokers", kind="unnamed", count=2)

    def counted(*statements: Statement) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        both = [weigh(articles, statements, (), [one_claim(list(statements))], tree(articles), (), n)[0] for n in (SHIPPED, names)]
        return tuple((o.lower, o.upper, o.newsrooms) for o in both)  # type: ignore[return-value]

    assert counted(said("1", "A", PEOPLE), said("2", "B", other)) == ((1, 2, 2), (1, 1, 1))
    assert counted(said("1", "A", PEOPLE), said("2", "B", ANNA)) == ((2, 2, 2), (1, 2, 1))
    assert counted(said("1", "A", ANNA), said("2", "B", BORIS)) == ((2, 2, 2), (1, 2, 1))
    assert counted(said("1", "A"), said("2", "B")) == ((1, 2, 1), (1, 1, 1))
