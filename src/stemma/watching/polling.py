"""When a feed is asked again: less often where nothing is new, ever more rarely where nobody answers, never sooner than it asks."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from stemma.archive.watched import Feed
from stemma.reading.sources.fetching import Polled

LONGEST: Final = 24 * 3600.0
"""Seconds after which a feed is asked again at the latest, whatever it says or fails."""
SLOWEST: Final = 8
"""How many times slower than asked for a feed becomes that has nothing new for long."""
_GONE: Final = 410
_NOTHING_NEW: Final = 304
_FINE: Final = 200


def is_due(feed: Feed, now: float) -> bool:
    """Whether a feed may be asked at `now`. One that would be due later than any can be was put off by a clock that was wrong."""
    return not feed.gone and not now < feed.due <= now + LONGEST


def answered(feed: Feed, answer: Polled, now: float, every: float, *, new: int, waiting: int = 0) -> Feed:
    """A feed after an answer at `now` that had `new` items. `every` is in seconds; `waiting` items could not be had yet.

    An answer without news doubles the pause, up to eight times `every`; with news it is `every` again. The pause is as long as the
    server asks, if that is longer (at most a day). While items are waiting the whole feed is asked for again. 410 (Gone) ends it.
    """
    if answer.status == _GONE:
        return replace(feed, gone=True, trouble="the server says that it is gone for good (410)", due=now)
    if answer.status not in (_FINE, _NOTHING_NEW):
        return failed(feed, f"status {answer.status}", now, every, wait=answer.wait)
    quiet = 0 if new or waiting else feed.quiet + 1
    pause = every * min(2 ** max(quiet - 1, 0), SLOWEST)
    fresh = answer.status == _FINE
    return replace(
        feed,
        etag=None if waiting else answer.etag if fresh else answer.etag or feed.etag,
        modified=None if waiting else answer.modified if fresh else answer.modified or feed.modified,
        moved=answer.moved or feed.moved,
        due=now + min(max(pause, answer.wait or 0.0), LONGEST),
        quiet=quiet,
        failures=0,
        trouble="",
    )


def failed(feed: Feed, trouble: str, now: float, every: float, *, wait: float | None = None) -> Feed:
    """A feed that did not answer at `now`: the pause doubles with every failure, and differs a little from feed to feed, so that
    those of one server do not come back all at once. One that had moved is looked for where the list says again."""
    failures = feed.failures + 1
    spread = 1.0 + int.from_bytes(hashlib.sha256(feed.url.encode()).digest()[:2]) / 65_536 / 4
    pause = every * 2 ** min(failures, 16) * spread
    return replace(
        feed,
        due=now + min(max(pause, wait or 0.0), LONGEST),
        failures=failures,
        trouble=trouble,
        moved=None if failures > 2 else feed.moved,
    )
