"""Sizes as people write them."""

from __future__ import annotations

import pytest

from stemma.engine import sizes
from stemma.errors import Misused


@pytest.mark.parametrize(
    ("told", "size"),
    [("1", 1), ("64KB", 64 << 10), ("512mb", 512 << 20), ("4g", 4 << 30), (" 1.5 GiB ", 3 << 29), ("2T", 2 << 40)],
)
def test_sizes(told: str, size: int) -> None:
    assert sizes.size_of(told, "--memory") == size


@pytest.mark.parametrize("told", ["", "0", "0GB", "-1GB", "GB", "4 gigabytes", "4GBB", "1e9", "nan", "٤GB g"])
def test_what_is_no_size_is_refused_by_its_option(told: str) -> None:
    with pytest.raises(Misused, match="--memory") as found:
        sizes.size_of(told, "--memory")
    assert "such as --memory 4GB" in found.value.hint


@pytest.mark.parametrize(("size", "words"), [(12, "12 bytes"), (1 << 10, "1 KB"), (3 << 29, "1.5 GB"), (23 << 30, "23 GB")])
def test_in_words(size: int, words: str) -> None:
    assert sizes.in_words(size) == words


def test_this_machine_has_memory() -> None:
    assert (sizes.memory() or 1 << 30) >= 1 << 26
