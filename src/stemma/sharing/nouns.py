"""What goes into the kernel and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadInput, StemmaError
from stemma.sharing.joining import joined


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a collection: an id of its own, the outlet whose page it stood on ("" if not known) and the text itself."""

    id: str
    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts at once, as columns: nothing of them is turned into strings. Text n has `ids[n]`, `outlets[n]`, and the bytes
    `starts[n]` to `starts[n + 1]` of `raw` (UTF-8); `starts` is int64 and ascends, of one more than there are texts.

    Raises `BadInput` (not-a-text) if the columns are not of one length, or `starts` leaves `raw`.
    """

    ids: Sequence[str]
    outlets: Sequence[str]
    raw: bytes | memoryview
    starts: NDArray[np.int64]

    def __post_init__(self) -> None:
        many, edges = len(self.ids), self.starts
        if len(self.outlets) != many or len(edges) != many + 1:
            what = f"{many} ids, {len(self.outlets)} outlets and {len(edges)} starts"
            raise BadInput("sharing", "not-a-text", f"found {what}", "one outlet for every id, and one start more")
        if edges[0] < 0 or (np.diff(edges) < 0).any() or edges[-1] > memoryview(self.raw).nbytes:
            what = "starts that go back, or beyond the bytes"
            raise BadInput("sharing", "not-a-text", f"found {what}", "starts ascend from 0 to at most the number of bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How shared text is looked for. What is found depends on these, except `memory` and `threads`, on which it never does.

    words: words of an n-gram, 1 to 10.
    fewest: n-grams that two texts must share to be looked at.
    least: n-grams that are evidence enough, in one passage: 11 of 5 words are a quotation of 15 words. Every further passage counts
        for two more. N-grams that are common in the collection are no evidence.
    strong: the part of the shorter text from which its being shared is evidence enough, common n-grams too.
    own: the part of the shorter text that two pages of one outlet must share: it is more often the page than the report.
    border: a shared passage of fewer n-grams that borders on page chrome in both texts is no evidence: it is chrome that changes.
    pages, part: an n-gram is page chrome if one outlet has it on more than `pages` pages, or on more than `part` of its pages and
        more than two; or if it is on more than ten pages and one in three of these is not the first of its outlet.
    crowd, anchors, cap: an n-gram that more than `crowd` texts hold is common; its texts are compared with `anchors` of their
        number only, and not at all if more than `cap` hold it.
    memory: bytes that the work may take beside the texts' ids and the pairs found; what does not fit goes to disk.
    threads: None for one a processor.

    Raises `StemmaError` for numbers that cannot be meant.
    """

    words: int = 5
    fewest: int = 5
    least: int = 11
    strong: float = 0.25
    own: float = 0.5
    border: int = 30
    pages: int = 10
    part: float = 0.5
    crowd: int = 64
    anchors: int = 8
    cap: int = 4096
    memory: int = 4 << 30
    threads: int | None = None

    def __post_init__(self) -> None:
        if not (
            1 <= self.words <= 10
            and self.fewest >= 1
            and self.least >= 1
            and self.anchors >= 1
            and self.crowd >= 2
            and self.pages >= 2
        ):
            raise StemmaError(
                f"settings {self}: a number is out of range", "words 1 to 10; fewest, least, anchors from 1; crowd, pages from 2"
            )


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
        return tuple(tuple(self.ids[row] for row in rows) for rows in joined(len(self.ids), self.left, self.right))
