"""Drifts by the kind of change, one a test, with its counterpart that changes nothing. All events are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.comparing.quotations import quotations
from stemma.model import Findings, Noted, Span, Voice
from tests.comparing.test_compare import aligned, article, edge, run, said, sentences
from tests.comparing.test_rewritten import beside


def kinds(found: Findings) -> list[str]:
    return [d.kind for d in found.drifts]


def quoting(found: Findings, before: str, after: str) -> bool:
    """Whether every finding quotes words of the parent on the one side and of the child on the other, each whole words."""
    return all(
        (d.parent.article, d.child.article) == ("A", "B")
        and all(
            not f" {text} "[p.span.start : p.span.start + 2].isalnum() and not f" {text} "[p.span.end : p.span.end + 2].isalnum()
            for text, p in ((article("A", before).text, d.parent), (article("B", after).text, d.child))
        )
        for d in found.drifts
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        # what would be, and will
        ("Walking would cut the cost by half if it were free.", "Walking will cut the cost by half.", "certainty-raised"),
        # what happened to so many
        ("The barge sank, with 22 sailors missing.", "The barge sank, with 22 sailors feared dead.", "certainty-raised"),
        ("The barge sank and 17 sailors are dead.", "The barge sank and 17 sailors drowned.", "certainty-raised"),
        # asking and telling
        ("The doctor urged villagers to boil the water.", "The doctor told villagers to boil the water.", "certainty-raised"),
        # limits
        ("There were no blankets left in our wagon.", "There were no blankets.", "scope-widened"),
        ("Some farmers of the valley lost their sheep.", "All farmers of the valley lost their sheep.", "scope-widened"),
        ("Former guards of the castle kept the keys.", "Guards of the castle kept the keys.", "scope-widened"),
        ("Thieves got into the museum storeroom.", "Thieves only got into the museum storeroom.", "scope-widened"),
        ("Bread rolls will raise the cost of lunch by 10 percent.", "Bread rolls will raise the cost of lunch.", "scope-widened"),
        # numbers rounded otherwise, and a bound that is gone
        ("The pump waters about 3,100 fields.", "The pump waters about 3,000 fields.", "number-changed"),
        ("The clerk sold at least four printed maps.", "The clerk sold several printed maps.", "number-changed"),
        # words put in quotation marks
        ("He said it took no more than nine days.", "He said it took “no more than nine days”.", "quote-altered"),
    ],
)  # fmt: skip
def test_what_changed_is_told_by_its_kind(before: str, after: str, kind: str) -> None:
    found = beside(before, after)
    assert kinds(found) == [kind]
    assert quoting(found, before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The harbour labour talks cost the theatre dear.", "The harbor labor talks cost the theater dear."),
        ("The wall is 10 kilometres long.", "The wall is 6.2 miles long."),
        ("The flood killed 4,300 people.", "The flood killed 4300 people."),
        ("All farmers of the valley lost their sheep.", "Some farmers of the valley lost their sheep."),
        ("The barge sank and 17 sailors drowned.", "The barge sank and 17 sailors are dead."),
        ("The wool will raise the cost by 10 percent.", "The wool will raise the cost slightly."),
    ],
)
def test_what_is_only_written_otherwise_is_no_drift(before: str, after: str) -> None:
    assert beside(before, after).drifts == ()


def test_a_refusal_to_speak_of_one_matter_becomes_a_refusal_to_speak() -> None:
    found = beside("The mill owner would not say who had paid for the new sluice.", "The mill owner refused to comment.")
    assert "scope-widened" in kinds(found)
    assert "scope-widened" not in kinds(beside("The mill owner declined to comment.", "The mill owner refused to comment."))


def test_somebody_on_leave_is_told_as_sacked() -> None:
    found = beside(
        "Mr Anton Holm, who was sent on leave on Friday, fed the swans.",
        "Mr Anton Holm, who was sacked on Friday, fed the swans.",
    )
    assert "certainty-raised" in kinds(found)


def test_what_will_be_done_is_told_as_done_within_a_day() -> None:
    assert kinds(beside("The bell will be melted for scrap.", "The bell has been melted for scrap.")) == ["certainty-raised"]
    assert kinds(beside("The bell will be melted for scrap.", "The bell will be melted for scrap in June.")) == []


def voiced(before: tuple[str, str, Voice], after: tuple[str, str, Voice]) -> Findings:
    """What is found where a parent and a child of one sentence each have a statement: the sentence, its content, its voice."""
    a, b = article("A", before[0]), article("B", after[0])
    one, two = said("1", a, before[1], before[2], "said"), said("2", b, after[1], after[2], "said")
    pairs = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    return run([a, b], [one, two], [["1", "2"]], pairs, [edge(a, b)])


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("two of those at the ball", "unnamed"), ("people at the ball", "unnamed"), "source-vaguer"),
        (("former bakers", "unnamed"), ("bakers", "unnamed"), "scope-widened"),
        (("a former nurse", "unnamed"), ("an insider", "unnamed"), "source-vaguer"),
        (("a list seen by the Gazette", "document"), ("a list", "document"), "source-vaguer"),
        (("an internal note", "document"), ("the harbour office", "organisation"), "subject-swapped"),
    ],
)
def test_what_became_of_a_source(before: tuple[str, str], after: tuple[str, str], kind: str) -> None:
    words = "the flour had been weighed twice on Friday"
    one, two = (Voice(name=n, kind=k) for n, k in (before, after))  # type: ignore[arg-type]
    found = voiced((f"{before[0].capitalize()} said {words}.", words, one), (f"{after[0].capitalize()} said {words}.", words, two))
    assert kinds(found) == [kind]


def test_what_a_report_tells_itself_is_laid_to_somebody() -> None:
    a = article("A", "The old ferry had carried sheep and turnips since the spring.")
    b = article("B", "The old ferry had carried sheep and turnips since the spring, a harbour clerk said.")
    clerk = Voice(name="a harbour clerk", kind="role")
    one = said("1", b, "The old ferry had carried sheep and turnips since the spring", clerk, "said")
    found = run([a, b], [one], [["1"]], aligned([a, b], (sentences([a])[0], sentences([b])[0])), [edge(a, b)])
    assert kinds(found) == ["source-sharper"]


def test_a_page_whose_publisher_is_quoted_is_no_child() -> None:
    a = article("A", "The harbour will be closed at noon, the Vale Harbour Office said.\nThe harbour cost $3 million.")
    b = replace(
        article("B", "The harbour was closed at noon.\nThe harbour cost $8 million."),
        outlet=Noted(value="Vale Harbour Office", how="test"),
    )
    office = Voice(name="the Vale Harbour Office", kind="organisation")
    one = said("1", a, "The harbour will be closed at noon", office, "said")
    pairs = aligned([a, b], *zip(sentences([a]), sentences([b]), strict=True))
    assert run([a, b], [one], [["1"]], pairs, [edge(a, b)]).drifts == ()
    assert kinds(run([a, b], [], [], pairs, [edge(a, b)])) != []


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = '"We shall rebuild the mill before the harvest.'
    assert [text[q.start : q.end] for q in quotations(text, Span(0, len(text)))] == [
        "We shall rebuild the mill before the harvest."
    ]
    assert quotations('The board is 5" wide and old', Span(0, 28)) == ()
