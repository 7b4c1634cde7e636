import re
from pathlib import Path

import pytest

from stemma import errors

SOURCES = Path(errors.__file__).parent


def test_every_code_that_can_be_given_is_explained() -> None:
    quoted = {
        q
        for room in ("reading", "background", "asking", "exporting", "sharing", "engine")
        for file in (SOURCES / room).rglob("*.py")
        for q in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', file.read_text("utf-8"))
    }
    for code in errors.CODES:
        assert code in quoted or code == "analysis-failed", f"{code} is explained but never given"
    given = re.compile(r'BadInput\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z-]+)"')
    found = {code for file in SOURCES.rglob("*.py") for code in given.findall(file.read_text("utf-8"))}
    assert len(found) > 5
    assert found <= errors.CODES.keys()


@pytest.mark.parametrize(
    "kind", [errors.BadDossier, errors.BadWeights, errors.StrictStop, errors.UnknownSchema, errors.StemmaError]
)
def test_an_error_shows_its_hint_and_is_in_the_tree(kind: type[errors.StemmaError]) -> None:
    error = kind("found a, needed b", "do c")
    assert str(error) == "found a, needed b (do c)"
    assert str(kind("found a")) == "found a"
    assert isinstance(error, errors.StemmaError) and kind.__name__ in (errors.__doc__ or "")
