"""Names that tell files apart, whatever folder they lie in."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.sources.inputs import distinct
from tests.support.timing import within

PATHS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(lambda parts: Path("/nowhere", *parts)), max_size=8)


@given(PATHS)
def test_names_differ_and_are_the_shortest_that_do(paths: list[Path]) -> None:
    names = distinct(paths)
    assert len(set(names.values())) == len(set(paths))
    for path, name in names.items():
        assert str(path).endswith(name)
        shorter = name.partition("/")[2]
        # One part less would also be the end of another path.
        assert not shorter or any(other != path and f"/{shorter}" in str(other)[-len(shorter) - 1 :] for other in paths)


def test_ten_thousand_files_of_one_name_take_no_time() -> None:
    paths = [Path(f"/nowhere/{n}/index.html") for n in range(10_000)]
    with within(5):
        assert len(set(distinct(paths).values())) == 10_000
