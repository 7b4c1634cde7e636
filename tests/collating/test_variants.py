from hypothesis import given
from hypothesis import strategies as st

from stemma.collating.variants import variants
from stemma.model import Passage, Span, Variant


def told(one: str, two: str) -> tuple[tuple[Variant, ...], dict[str, str]]:
    texts = {"a": one, "b": two}
    found = variants(*(Passage(article=n, span=Span(0, len(t))) for n, t in texts.items()), texts)
    return found, texts


def shown(one: str, two: str) -> list[tuple[str, str | None, str | None]]:
    found, texts = told(one, two)
    return [(v.kind, *(p and texts[p.article][p.span.start : p.span.end] for p in (v.a, v.b))) for v in found]


def test_a_replaced_word() -> None:
    assert shown("The bridge was shut on Monday.", "The bridge was closed on Monday.") == [("replaced", "shut", "closed")]


def test_added_and_dropped_words() -> None:
    assert shown("Officials quietly closed the bridge.", "Officials closed the old bridge.") == [
        ("dropped", "quietly", None),
        ("added", None, "old"),
    ]


def test_a_quotation_that_was_altered_is_told_from_words_around_it() -> None:
    found = shown("“We will never close it,” the mayor said.", '"We will not close it," the mayor added.')
    assert found == [("quote-altered", "never", "not"), ("replaced", "said", "added")]


def test_case_and_marks_make_no_variant() -> None:
    assert shown("It’s “over”, she said.", 'It\'s "Over" - she said') == []


def test_a_whole_other_quotation_is_no_altered_quotation() -> None:
    assert "quote-altered" not in {k for k, *_ in shown('He said "yes".', 'He said "perhaps".')}


WORDS = st.lists(st.sampled_from(["oak", "elm", '"ash', 'yew"', "fir,", "box"]), min_size=1, max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_spans_are_inside_and_turning_the_sides_turns_what_was_added(one: str, two: str) -> None:
    found, texts = told(one, two)
    for variant in found:
        assert variant.a or variant.b
        for passage in (variant.a, variant.b):
            assert passage is None or passage.span.end <= len(texts[passage.article])
        assert (variant.kind != "added") or variant.a is None
        assert (variant.kind != "dropped") or variant.b is None
    assert not told(one, one)[0]
