"""What a reader calls a report, and words cut to one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from stemma.model import Article

_DIGEST: Final = re.compile(r"(?<![^\W_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}(?![^\W_])", re.IGNORECASE)
_NAME: Final = 60
"""Longest name of a report, in characters."""
_HEADLINE: Final = 36
"""Longest name that a headline gives a report, in characters."""


def label(article: Article, clean: Callable[[str], str] = str) -> str:
    """What a reader calls the report: its outlet, else the site it stood on, else the file it came from; at most 60 characters.

    A file named by a machine tells a reader nothing: then the report is called by its headline, in quotation marks. `clean` is
    done to the words before they are cut.
    """
    if article.outlet and article.outlet.value.strip():
        return oneline(clean(article.outlet.value), _NAME)
    host = urlsplit(article.url).hostname if article.url else None
    if host:
        return host.removeprefix("www.")
    stem = PurePosixPath(article.source.replace("\\", "/")).stem or article.source
    if article.title and article.title.value.strip() and not _telling(stem):
        return f"“{oneline(clean(article.title.value), _HEADLINE)}”"
    return oneline(clean(stem), _NAME)


def _telling(stem: str) -> bool:
    """Whether a file's name was given by a person: it has a word, and is no number, date or digest."""
    return any(len(w) > 1 for w in re.findall(r"[^\W\d_]+", _DIGEST.sub(" ", stem)))


def oneline(text: str, limit: int) -> str:
    """`text` on one line, cut at a word where it is longer than `limit` characters, the cut marked by an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:–—-") + "…"
