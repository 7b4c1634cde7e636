import pytest

from stemma.parsing import parse
from stemma.text.bags import Bag, bag, number, stem
from tests.support.reports import article


def of(text: str, *, mask_numbers: bool = False) -> Bag:
    return bag(parse(article("one", "Title", text)).tokens[1:], lambda word: 3.0, mask_numbers=mask_numbers)


@pytest.mark.parametrize(
    ("word", "figure"),
    [("1,200", "1200"), ("eighty-three", "83"), ("Nine", "9"), ("2.50", "2.5"), ("40cm", "40"), ("tree", None), ("", None)],
)
def test_figures(word: str, figure: str | None) -> None:
    assert number(word) == figure


def test_inflected_forms_share_a_stem() -> None:
    assert stem("resignation") == stem("resigned") == "resign"
    assert stem("Mayor’s") == stem("mayors") == "mayor"


def test_words_names_figures_and_quotations_are_told_apart() -> None:
    found = of('Oona Prather said 1 200 litres of cider were "utterly spoiled".')
    assert "prathe" in found.names and "cider" in found.words and "cider" not in found.names
    assert list(found.numbers) == ["1200"]
    assert "spoil" in found.quoted and "cider" not in found.quoted
    assert "of" not in found.words


def test_masked_figures_are_all_one_term() -> None:
    assert of("A fire killed 3 workers.", mask_numbers=True) == of("A fire killed 21 workers.", mask_numbers=True)
    assert of("A fire killed 3 workers.") != of("A fire killed 21 workers.")
