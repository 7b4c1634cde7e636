from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.grouping.wide.surfaces import CAPITAL, COMMON, DATE, ENDS, LEADS, MONTH, NUMBER, stem, surfaces


def one(word: str) -> tuple[int, float, int]:
    code = surfaces([word])[0]
    return code & 0xFFFFFFFF, (code >> 32 & 255) / 29, code >> 40


def test_forms_of_one_word_are_one_term() -> None:
    terms = {one(w)[0] for w in ("collapse", "collapses", "collapsed", "collapsing", "“Collapsed,”", "collapse's")}
    assert len(terms) == 1
    assert one("bridge")[0] != one("brook")[0]
    assert stem("parties") == stem("party's".removesuffix("'s"))


def test_function_words_marks_and_addresses_are_no_terms() -> None:
    for word in ("the", "—", "https://example.org/a", "someone@example.org", "x" * 50, "1", "$", "''"):
        assert one(word)[0] == 0, word


def test_flags_tell_what_a_word_is() -> None:
    assert one("Lubno")[2] == CAPITAL
    assert one("bridge")[2] & (COMMON | CAPITAL) == COMMON
    assert one("14")[2] == NUMBER
    assert one("1984")[2] == NUMBER | DATE
    assert one("March")[2] == DATE | MONTH
    assert one("march")[2] & DATE == 0
    assert one("near") == (0, 0.0, LEADS)
    assert one("brook.")[2] & ENDS
    assert not one("Dr.")[2] & ENDS


def test_numbers_are_read_alike() -> None:
    assert one("2,000")[0] == one("2000")[0] == one("$2000")[0]
    assert one("seven")[0] == one("7")[0] != one("8")[0]
    assert one("3.40")[0] == one("3.4")[0]
    assert one("3.41")[1] > one("300")[1]


def test_rare_words_weigh_more() -> None:
    assert one("reliquary")[1] > one("museum")[1] > one("people")[1] > 0


@given(st.lists(st.text(min_size=1, max_size=12)))
def test_a_word_counts_the_same_whatever_stands_beside_it(words: list[str]) -> None:
    assert surfaces(words) == [surfaces([w])[0] for w in words]
