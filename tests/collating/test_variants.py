import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from stemma.collating.quoted import quotations
from stemma.collating.variants import Page, reading, variants
from stemma.model import Passage, Span, Variant
from stemma.text.words import plain

TURNED = {"added": "dropped", "dropped": "added"}


def told(one: str, two: str) -> tuple[tuple[Variant, ...], dict[str, str]]:
    texts = {"a": one, "b": two}
    pages = {n: Page(t, plain(t), quotations(t, [Span(0, len(t))]), None) for n, t in texts.items()}
    sides = [reading([Passage(article=n, span=Span(0, len(t)))], pages) for n, t in texts.items()]
    return variants(sides[0], sides[1], pages), texts


def shown(one: str, two: str) -> list[tuple[str, str | None, str | None]]:
    found, texts = told(one, two)

    def quoted(at: Passage | None) -> str | None:
        return texts[at.article][at.span.start : at.span.end] if at else None

    return [(v.kind, quoted(v.a), quoted(v.b)) for v in found]


def test_a_replaced_word() -> None:
    assert shown("The bridge was shut on Monday.", "The bridge was closed on Monday.") == [("replaced", "shut", "closed")]


def test_added_and_dropped_words() -> None:
    assert shown("Officials quietly closed the bridge.", "Officials closed the old bridge.") == [
        ("dropped", "quietly", None),
        ("added", None, "old"),
    ]


def test_words_at_another_place_are_moved() -> None:
    assert shown(
        "Two ferries collided in thick fog, the coastguard said.", "The coastguard said two ferries collided in thick fog."
    ) == [("moved", "the coastguard said", "The coastguard said")]


def test_a_single_word_at_another_place_is_not_called_moved() -> None:
    assert "moved" not in {kind for kind, *_ in shown("Harbour pilots rowed past.", "Pilots left; rowed on, harbour dark.")}


def test_a_quotation_that_was_altered_is_told_from_words_around_it() -> None:
    found = shown("“We will never close it,” the mayor said.", '"We will not close it," the mayor added.')
    assert found == [("quote-altered", "never", "not"), ("replaced", "said", "added")]


def test_words_taken_silently_from_inside_a_quotation_alter_it() -> None:
    whole = 'She said: "The pumps were old and never tested by us."'
    assert ("quote-altered", "and never", None) in shown(whole, 'She said: "The pumps were old tested by us."')
    assert ("dropped", "and never", None) in shown(whole, 'She said: "The pumps were old … tested by us."')


def test_words_put_into_a_quotation_alter_it_unless_brackets_own_up() -> None:
    assert ("quote-altered", None, "all") in shown('"The pumps were old," she said.', '"The pumps were all old," she said.')
    assert ("added", None, "harbour") in shown('"The pumps were old," she said.', '"The [harbour] pumps were old," she said.')


def test_quoting_less_alters_nothing() -> None:
    found = shown('"The pumps were old and nobody tested them," she said.', '"The pumps were old," she said.')
    assert found == [("dropped", "and nobody tested them", None)]


def test_a_contraction_alters_no_quotation() -> None:
    assert {k for k, *_ in shown('"We are playing it by ear," he said.', '"We\'re playing it by ear," he said.')} == {"replaced"}


def test_single_marks_are_quotation_marks_too() -> None:
    found = shown("‘We will never close it,’ the mayor’s aide said.", "‘We will not close it,’ the mayor’s aide said.")
    assert found == [("quote-altered", "never", "not")]


def test_case_and_marks_make_no_variant() -> None:
    assert shown("It’s “over”, the U.S. side said.", 'It\'s "Over" - the US side said') == []


def test_a_whole_other_quotation_is_no_altered_quotation() -> None:
    assert "quote-altered" not in {k for k, *_ in shown('He said "yes".', 'He said "perhaps".')}


def test_function_words_that_match_by_chance_are_part_of_the_difference() -> None:
    found = shown("The council of elders met at the old mill.", "The ferry to the island sank off the old mill.")
    assert found == [("replaced", "council of elders met at", "ferry to the island sank off")]


def test_no_variant_runs_over_the_end_of_a_passage() -> None:
    text = "Rain fell. Between them nothing. Wind rose."
    other = "Snow lay thick."
    pages = {n: Page(t, plain(t), (), None) for n, t in {"a": text, "b": other}.items()}
    parts = [Passage(article="a", span=Span(0, 10)), Passage(article="a", span=Span(33, 43))]
    found = variants(reading(parts, pages), reading([Passage(article="b", span=Span(0, 15))], pages), pages)
    quoted = [text[v.a.span.start : v.a.span.end] for v in found if v.a]
    assert quoted == ["Rain fell", "Wind rose"]


WORDS = st.lists(st.sampled_from(["oak", "elm", '"ash', 'yew"', "fir,", "the", "of", "box"]), min_size=1, max_size=14).map(" ".join)


@given(WORDS, WORDS)
@example("oak elm oak the oak", "the oak the oak elm")
def test_spans_are_inside_and_turning_the_sides_turns_what_was_added(one: str, two: str) -> None:
    found, texts = told(one, two)
    for variant in found:
        assert variant.a or variant.b
        for passage in (variant.a, variant.b):
            assert passage is None or passage.span.end <= len(texts[passage.article])
        assert (variant.kind != "added") or variant.a is None
        assert (variant.kind != "dropped") or variant.b is None
    assert not told(one, one)[0]
    there = sorted(
        (v.kind if v.kind == "quote-altered" else TURNED.get(v.kind, v.kind), v.b and v.b.span, v.a and v.a.span)
        for v in found
        if v.a and v.b
    )
    back = sorted((v.kind, v.a and v.a.span, v.b and v.b.span) for v in told(two, one)[0] if v.a and v.b)
    assert there == back


@given(WORDS, WORDS)
def test_every_word_is_either_matched_or_in_one_variant(one: str, two: str) -> None:
    found, _texts = told(one, two)
    for side in "ab":
        spans = sorted(getattr(v, side).span for v in found if getattr(v, side))
        assert all(x.end <= y.start for x, y in itertools.pairwise(spans))
    kept = []
    for side, text in (("a", one), ("b", two)):
        gone = [getattr(v, side).span for v in found if getattr(v, side)]
        left = "".join(" " if any(s.start <= n < s.end for s in gone) else c for n, c in enumerate(text))
        kept.append([w.strip('",') for w in left.split() if w.strip('",')])
    assert kept[0] == kept[1]
