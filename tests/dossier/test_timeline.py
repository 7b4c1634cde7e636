"""The timeline: intervals and their precision, who says so, what stands against it, and what is kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stemma.dossier import outline
from stemma.dossier.names import label
from stemma.dossier.places import places
from stemma.dossier.render import whole
from stemma.dossier.views.timeline import Timeline, stretch, timeline
from stemma.model import Article, Contradiction, Dossier, Findings, Moment, Noted, Passage, Precision, Row, Span, When
from stemma.values import find_stretches
from tests.dossier.sample import sample
from tests.dossier.test_bind import again


def told(dossier: Dossier) -> Timeline:
    return timeline(dossier, places(dossier))


def at(article: Article, words: str) -> Passage:
    start = article.text.index(words)
    return Passage(article=article.id, span=Span(start, start + len(words)))


def moment(id_: str, expression: Passage, sentence: Passage, start: str, end: str, precision: Precision) -> Moment:
    return Moment(id=id_, expression=expression, when=When(start=start, end=end, precision=precision), sentence=sentence)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2024-02-13", "2024-02-13", "day", "13 Feb 2024"),
        ("2024-02-05", "2024-02-11", "week", "5 – 11 Feb 2024"),
        ("2024-02-26", "2024-03-03", "week", "26 Feb – 3 Mar 2024"),
        ("2023-12-30", "2024-01-02", "interval", "30 Dec 2023 – 2 Jan 2024"),
        ("2024-02-01", "2024-02-29", "month", "Feb 2024"),
        ("2024-03-01", "2024-05-31", "season", "Mar – May 2024"),
        ("2023-12-01", "2024-02-29", "season", "Dec 2023 – Feb 2024"),
        ("2024-01-01", "2024-12-31", "year", "2024"),
        ("1990-01-01", "1999-12-31", "decade", "1990 – 1999"),
        ("2024-02-13T06:00", "2024-02-13T11:59", "hour", "13 Feb 2024, 06:00 – 11:59"),
        ("2024-02-13T18:05Z", "2024-02-13T18:05Z", "minute", "13 Feb 2024, 18:05 UTC"),
        ("2024-02-13T15:00-05:00", "2024-02-13T15:00-05:00", "minute", "13 Feb 2024, 15:00 -05:00"),
    ],
)
def test_stretches_are_told_as_sharply_as_they_are_known(start: str, end: str, precision: Precision, words: str) -> None:
    assert stretch(When(start=start, end=end, precision=precision)) == words


def test_events_come_oldest_first_with_their_precision_and_apart_from_the_reports() -> None:
    view = told(sample())
    assert [(t.when, t.precision) for t in view.dated] == [("2024", "year"), ("3 Mar 2025", "day"), ("30 June 2025", "day")]
    assert [a.report.words for a in view.appeared] == [places(sample()).names[a.id] for a in places(sample()).order if a.published]


def test_one_claim_in_two_reports_is_one_event_and_names_who_says_so() -> None:
    d = sample()
    (event,) = told(d).dated[-1].events
    assert [t.quoted.words for t in event.told] == ["by the end of June", "by the end of June"]
    assert event.also == (event.told[1].quoted.link.words,) != (event.told[0].quoted.link.words,)
    # Where the words themselves tell who, it is not said again.
    assert [t.who for t in event.told] == ["", "said by three people with knowledge of the plan"]
    assert "three people with knowledge of the plan" in event.told[0].quoted.after
    assert event.claim is not None and event.claim.to in {f"c{c.id[:3]}" for c in d.claims} | {f"c{c.id}" for c in d.claims}


def test_a_contradiction_of_dates_is_named_beside_the_event() -> None:
    d = sample()
    one, two = (m for m in d.findings.moments if m.when.start == "2025-06-30")
    clash = Contradiction(
        id="when",
        kind="date",
        claim=None,
        a=one.sentence,
        b=two.sentence,
        statement_a=None,
        statement_b=None,
        evolution=False,
        words="Two dates.",
    )
    other = replace(clash, id="count", kind="number")
    d = again(d, findings=replace(d.findings, contradictions=(clash, other)))
    (event,) = told(d).dated[-1].events
    assert [c.to for c in event.clashes] == ["fwhe"]
    assert event.clashes[0].words.startswith("dated otherwise by ")
    html = whole(d)
    assert f'<a href="#fwhe">{event.clashes[0].words}</a>' in html
    assert any("dated otherwise by" in line for line in outline(d, full=True, width=200))


def test_sentences_of_one_row_are_one_event_without_a_claim() -> None:
    d = sample()
    years = [m for m in d.findings.moments if m.when.start == "2024-01-01"]
    (first,) = years
    twin = next(s for s in d.collation.sentences if s.article != first.sentence.article)
    moved = moment("twin", twin, twin, "2024-01-01", "2024-12-31", "year")
    apart = again(d, findings=replace(d.findings, moments=(*d.findings.moments, moved)))
    row = Row(id="r", passages=(first.sentence, twin), variants=())
    joined = again(apart, collation=replace(d.collation, rows=(row,)))
    # A moment that is all of its sentence says nothing of what happened: it is left out, whatever its row.
    assert [len(e.told) for e in told(apart).dated[0].events] == [1]
    inner = replace(moved, expression=Passage(article=twin.article, span=Span(twin.span.start, twin.span.start + 3)))
    apart = again(apart, findings=replace(d.findings, moments=(*d.findings.moments, inner)))
    joined = again(apart, collation=replace(d.collation, rows=(row,)))
    assert [len(e.told) for e in told(apart).dated[0].events] == [1, 1]
    assert [len(e.told) for e in told(joined).dated[0].events] == [2]


def test_what_has_no_place_on_the_calendar_stands_apart_with_the_reason() -> None:
    d = sample()
    article = d.articles[0]
    line = "The crane fell on Tuesday and will be back in the coming days, after two weeks of work."
    text = f"{article.text}\n{line}"
    start = len(article.text) + 1
    longer = replace(article, text=text, body=(*article.body, Span(start, len(text))), published=None)
    view = told(again(d, articles=(longer, *d.articles[1:])))
    own = [
        (u.telling.quoted.words, u.why)
        for u in view.unplaced
        if u.telling.quoted.link.to[0].isupper() and u.telling.quoted.link.words == label(longer)
    ]
    assert [o for o in own if o[0] in {"Tuesday", "the coming days", "two weeks"}] == [
        ("Tuesday", "the report carries no date"),
        ("the coming days", "the words do not say when"),
    ]
    dated = replace(longer, published=Noted(value="2025-03-05", how="test"))
    view = told(again(d, articles=(dated, *d.articles[1:])))
    assert "Tuesday" not in {u.telling.quoted.words for u in view.unplaced}


def test_a_story_without_times_says_so() -> None:
    d = sample()
    empty: Sequence[Moment] = ()
    bare = again(d, findings=replace(d.findings, moments=tuple(empty)))
    assert told(bare).dated == ()
    assert "No time was found." in whole(bare)


def test_the_terminal_tells_when_where_who_and_the_words() -> None:
    lines = outline(sample(), full=True, width=100)
    n = next(n for n, line in enumerate(lines) if line.startswith("◷ 30 June 2025 · "))
    assert " · said by " in lines[n]
    assert lines[n + 1].startswith("   “") and "by the end of June" in lines[n + 1]
    assert not any(line.startswith("◷") for line in outline(sample()))


def test_the_timeline_is_the_same_in_any_order() -> None:
    d = sample()
    back = again(d, findings=replace(d.findings, moments=tuple(reversed(d.findings.moments))))
    assert told(back) == told(d)
    assert isinstance(d.findings, Findings)


def test_every_time_that_the_page_quotes_has_its_place_on_the_page() -> None:
    d = sample()
    article = d.articles[0]
    text = f"{article.text}\nNobody knows what the coming weeks will bring."
    longer = replace(article, text=text, body=(*article.body, Span(len(article.text) + 1, len(text))))
    changed = again(d, articles=(longer, *d.articles[1:]))
    html = whole(changed)
    found = find_stretches(text, longer.body, None)
    assert found
    for unplaced in told(changed).unplaced:
        assert f'id="{unplaced.telling.quoted.link.to}"' in html
