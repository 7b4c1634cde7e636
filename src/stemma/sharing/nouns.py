"""What goes into the kernel and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stemma.errors import StemmaError


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a collection: an id of its own, the outlet whose page it stood on ("" if not known) and the text itself."""

    id: str
    outlet: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How shared text is looked for. What is found depends on these, except `memory` and `threads`, on which it never does.

    `words`: words of an n-gram. `least`: n-grams that two texts must share, those that are common in the collection not counted.
    `strong`: the share of either text from which common n-grams count too. `own`: the share of either text that two pages of one
    outlet must have in common, since what they share is more often the page than the report.
    `pages`, `part`: an n-gram is page chrome if one outlet has it on more than `pages` pages, or more than `part` of its pages and
    more than two. `crowd`: an n-gram that more texts hold is common, and its texts are compared with `anchors` of their number
    only; if more than `cap` hold it, not at all. `sample`: the part of all n-grams by which candidates are found, a power of a
    half; None for all below a million texts and a half, a quarter, … beyond (what is found is verified on all n-grams).
    `memory`: bytes that the work may take beside the texts' ids; `threads`: None for one a processor.
    """

    words: int = 5
    least: int = 8
    strong: float = 0.25
    own: float = 0.5
    border: int = 30
    pages: int = 10
    part: float = 0.5
    crowd: int = 64
    cap: int = 4096
    anchors: int = 8
    sample: float | None = None
    memory: int = 4 << 30
    threads: int | None = None

    def __post_init__(self) -> None:
        if not (1 <= self.words <= 10 and self.least >= 1 and self.anchors >= 1 and self.crowd >= 2 and self.pages >= 2):
            raise StemmaError(
                f"settings {self}: a number is out of range", "1 <= words <= 10, least >= 1, anchors >= 1, crowd >= 2, pages >= 2"
            )
        if self.sample is not None and self.sample not in [0.5**n for n in range(17)]:
            raise StemmaError(f"sample {self.sample}: not 1, a half, a quarter, …", "give a power of a half")


@dataclass(frozen=True, slots=True)
class Shared:
    """Two texts that share `shared` distinct n-grams: `left_share` of those of `left` and `right_share` of those of `right`."""

    left: str
    right: str
    left_share: float
    right_share: float
    shared: int


@dataclass(frozen=True, slots=True)
class Copies:
    """Which texts share text. `ids` are sorted; `left` and `right` (int64) are row numbers in it, left < right, sorted by both;
    `shared` (int32) are distinct n-grams that both hold, page chrome left out, `left_share` and `right_share` (float64) the part
    that this is of each text's own.

    Texts of equal words are compared as one: each is paired with the one of the smallest id, and only that one with others.
    """

    ids: tuple[str, ...]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    shared: NDArray[np.int32]
    left_share: NDArray[np.float64]
    right_share: NDArray[np.float64]

    def pairs(self) -> Iterator[Shared]:
        """Every pair that was found, in order of its ids."""
        for left, right, one, other, shared in zip(
            self.left.tolist(),
            self.right.tolist(),
            self.left_share.tolist(),
            self.right_share.tolist(),
            self.shared.tolist(),
            strict=True,
        ):
            yield Shared(self.ids[left], self.ids[right], one, other, shared)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The texts that pairs join, directly or through others: each group sorted, groups in order of their first id.

        Only verified pairs join. Texts that share nothing are in no group.
        """
        from stemma.sharing.joining import joined

        return tuple(tuple(self.ids[row] for row in rows) for rows in joined(len(self.ids), self.left, self.right))
