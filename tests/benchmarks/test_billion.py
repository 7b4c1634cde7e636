"""The plan for a billion articles says what its sums come to."""

from __future__ import annotations

import pytest

from benchmarks import billion


def test_the_page_has_the_tables_that_follow_from_the_committed_results() -> None:
    page = billion.PAGE.read_text("utf-8")
    assert billion.put_in(page) == page, "run python -m benchmarks.billion --write"
    assert all(table in page for table in billion.tables().values())


def test_the_tables_follow_the_results(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: billion.results(name) for name in ("spark", "stories-inside", "shared-text")}
    before = billion.tables()
    known["spark"]["rates"]["read_ms"] *= 10
    monkeypatch.setattr(billion, "results", known.__getitem__)
    after = billion.tables()
    assert after["whole"] != before["whole"] and after["days"] == before["days"]


def test_twice_the_articles_are_twice_the_work() -> None:
    def hours(articles: int) -> float:
        (row,) = (row for row in billion.whole(articles).splitlines() if row.startswith("| **all**"))
        return float(row.split("|")[4].strip(" *").replace(",", ""))

    assert hours(2 * 10**9) == pytest.approx(2 * hours(10**9), rel=1e-3)


def test_a_page_without_a_place_is_told() -> None:
    with pytest.raises(ValueError, match="no place for the table 'days'"):
        billion.put_in("# nothing")
