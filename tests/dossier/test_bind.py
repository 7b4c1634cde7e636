"""Binding: the strip, the title, what is not known."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier import bind
from stemma.dossier.bind import title
from stemma.dossier.strip import facts, main_claim, strip
from stemma.model import SCHEMA_VERSION, Claim, Collation, Dossier, Findings, Passage, Span, Stemma, Story
from tests.dossier.sample import article, sample

NOTHING = Findings(contradictions=(), drifts=(), omissions=(), moments=(), by="x@1")


def again(d: Dossier, **changes: object) -> Dossier:
    """Bind the layers of a dossier once more, some of them changed."""
    layers = {
        "story": d.story, "articles": d.articles, "statements": d.statements, "speakers": d.speakers, "collation": d.collation,
        "claims": d.claims, "stemma": d.stemma, "carriers": d.carriers, "origins": d.origins, "findings": d.findings,
    } | changes  # fmt: skip
    return bind(*layers.values())  # type: ignore[arg-type]


def test_the_strip_counts_the_story() -> None:
    assert sample().strip == "6 reports · 1 lost original · 6 voices (4 unnamed) · 1 denial · main claim on 1 origin"


def test_the_strip_of_an_interval_of_origins() -> None:
    d = sample()
    wide = tuple(replace(o, upper=3) if o.side == "asserting" else o for o in d.origins)
    assert again(d, origins=wide).strip.endswith("main claim on 1-3 origins")


def test_the_strip_leaves_out_what_there_is_not() -> None:
    one = article("hp")
    story = Story(id="s", articles=(one.id,), evidence=(), by="x@1")
    alone = Stemma(articles=(one.id,), lost=(), derivations=(), kinships=(), by="x@1")
    d = bind(story, [one], (), (), Collation(sentences=(), pairs=(), rows=(), by="x@1"), (), alone, (), (), NOTHING)
    assert d.strip == "1 report"
    assert d.title == "Ellery terminal to close its grain berth, three sources say"
    assert d.schema == SCHEMA_VERSION
    assert d.id == "s"


def test_voices_are_first_mouths_counted_by_people() -> None:
    d = sample()
    counted = facts(d.articles, d.statements, d.speakers, d.claims, d.stemma, d.origins, d.findings)
    assert (counted.voices, counted.unnamed) == (6, 4)  # the agency passes on, the harbour authority declines: neither is counted
    assert counted.roots == 3
    assert counted.contradictions == 1  # the later denial is a development
    assert (counted.first, counted.last) == ("2025-03-04", "2025-03-05T07:00+00:00")


def test_the_main_claim_is_the_weightiest_that_anyone_asserts() -> None:
    d = sample()
    main, origins = main_claim(d.claims, d.origins)
    assert main is not None and main.weight == 0.9
    assert origins is not None and origins.side == "asserting"
    denied_only = [o for o in d.origins if not (o.claim == main.id and o.side == "asserting")]
    assert main_claim(d.claims, denied_only)[0] != main
    assert main_claim((), ()) == (None, None)


def test_the_title_is_the_headline_the_others_share() -> None:
    d = sample()
    assert title(d.articles, d.claims, d.origins) in {a.title.value for a in d.articles if a.title}
    bare = [replace(a, title=None) for a in d.articles]
    assert (
        title(bare, d.claims, d.origins) == "The operator of the Ellery terminal plans to close its grain berth by the end of June"
    )
    assert title(bare, (), ()).startswith("Untitled: ")
    endless = replace(article("hp"), title=replace(article("hp").title, value="berth " * 1000))  # type: ignore[type-var]
    assert len(title([endless], (), ())) <= 200


def test_what_is_not_known_is_said() -> None:
    lines = sample().not_known
    assert "Dock Gazette carries no date of publication." in lines
    assert "Which of Coast Daily and Nordhaven Radio came first is not decided." in lines
    assert any(line.startswith("Whether The Evening Ledger") and "About 140 dockers" in line for line in lines)


def test_what_was_not_analysed_is_said() -> None:
    d = sample()
    first, *others = d.articles
    text = first.text + "\n" + "More of it. " * 12_000
    long = replace(first, text=text, body=(*first.body, Span(len(first.text) + 1, len(text) - 1)))
    (line,) = [x for x in again(d, articles=(long, *others)).not_known if "longer than a report" in x]
    assert f"{sum(s.end - s.start for s in long.body):,} characters" in line
    assert not any("longer than a report" in x for x in d.not_known)


def test_an_unnamed_lost_original_is_not_known() -> None:
    d = sample()
    nameless = replace(d.stemma, lost=(replace(d.stemma.lost[0], agency=None, name="lost original α"),))
    assert "Who wrote lost original α is not known." in again(d, stemma=nameless).not_known


def test_made_by_names_all_stages_once() -> None:
    assert sample().made_by == ("bind@1", "sample@1")


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_layers_changes_nothing(random: object) -> None:
    d = sample()

    def mixed(items: tuple[object, ...]) -> tuple[object, ...]:
        out = list(items)
        random.shuffle(out)  # type: ignore[attr-defined]
        return tuple(out)

    names = ("articles", "statements", "speakers", "claims", "carriers", "origins")
    assert again(d, **{n: mixed(getattr(d, n)) for n in names}) == d


def test_a_strip_of_no_known_origin_says_nothing_of_origins() -> None:
    d = sample()
    none = tuple(replace(o, lower=0, upper=0, proven=()) for o in d.origins)
    assert "main claim" not in again(d, origins=none).strip
    assert (
        strip(
            facts(
                d.articles,
                (),
                (),
                (Claim(id="c", gist=Passage(article=d.articles[0].id, span=Span(0, 4)), statements=(), weight=1.0, by="x@1"),),
                d.stemma,
                (),
                NOTHING,
            )
        )
        == "6 reports · 1 lost original"
    )


def test_unnamed_people_of_one_family_are_not_counted_twice() -> None:
    d = sample()
    sources = next(s for s in d.speakers if s.count == 3)
    by_article = {s.id: s.article for s in d.statements}
    parts = tuple(
        replace(sources, id=f"part{n}", mentions=tuple(m for m in sources.mentions if by_article[m.statement] == a))
        for n, a in enumerate(sorted({by_article[m.statement] for m in sources.mentions}))
    )
    assert len(parts) == 4  # the same three people, told apart by nothing but the report
    others = tuple(s for s in d.speakers if s is not sources)
    # Three reports of one family count once; the report that stands on its own may have met three others.
    assert again(d, speakers=(*others, *parts)).strip.split(" · ")[2] == "9 voices (7 unnamed)"
