import pytest

from stemma.collating.quoted import quotations
from stemma.model import Span


def shown(text: str) -> list[str]:
    return [text[s.start : s.end] for s in quotations(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"Go," she said. "Now."', ["Go,", "Now."]),
        ("“Go,” she said.", ["Go,"]),
        ("«Go», she said.", ["Go"]),
        ("‘We shall go now,’ she said of the men’s boat.", ["We shall go now,"]),
        ("The men's boat and the women's boat left.", []),
        ("He said \"nobody's boat is 'lost at sea' yet\".", ["nobody's boat is 'lost at sea' yet"]),
        ("“The quotation goes on in the next paragraph.", ["The quotation goes on in the next paragraph."]),
        ("Nothing” is opened here.", []),
        ("", []),
    ],
)
def test_what_stands_between_marks(text: str, inside: list[str]) -> None:
    assert (shown(text) if text else list(quotations(text, []))) == inside
