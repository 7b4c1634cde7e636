"""Pages of the HTML data sets as a person copies them, and which of their lines are the report.

A page is rendered to text with all its chrome: one line a block, the cells of a table's row on one line with tabs between.
Its words are then aligned, in order, with the words of the gold body (an alignment that matches the most words, and prefers
words in a row). A line is **body** if at least half of its words are aligned. A line whose words all stand in a row in the gold
body without being aligned (six words or more: a standfirst, a pull quote, a teaser that repeats the report) is **neither**: to
keep it is no error and no merit. Everything else is **chrome**. No line and no page is left out otherwise.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from lxml import etree, html
from numpy.typing import NDArray

from stemma.reading.wordlists import word_set

FOLDS: Final = 6
COPY_WORDS: Final = 6

_WORD: Final = re.compile(r"\w+")
_SPACE: Final = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_CELL: Final = "\x1f"
_SILENT: Final = word_set(
    "script style noscript template svg math head iframe object embed canvas audio video select option datalist map"
)
_BLOCK: Final = word_set(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html input label legend li main menu nav ol p pre section summary table tbody "
    "textarea tfoot thead tr ul"
)


@dataclass(frozen=True)
class RenderedPage:
    """A page as lines: `body` (1 body, 0 chrome) and `counts` (0 where a line is neither), and how much of the gold was found."""

    name: str
    site: str
    lines: tuple[str, ...]
    body: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    coverage: float


def fold_of(group: str) -> int:
    """The fold (0 to 5) in which a site or a family is held out; the same on every machine."""
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def rendered(folder: Path) -> Iterator[RenderedPage]:
    """The pages of aeb (`ground-truth.json`) or aed (`articles.json`) that have a gold body, by name."""
    truth_file = next(folder / name for name in ("ground-truth.json", "articles.json") if (folder / name).is_file())
    for key, gold in sorted(json.loads(truth_file.read_text("utf-8")).items()):
        path = folder / "html" / f"{key}.html.gz"
        if not path.exists() or not gold.get("articleBody"):
            continue
        source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace").encode("utf-8")
        lines = as_copied(html.fromstring(source, parser=html.HTMLParser(encoding="utf-8")))
        share, covered = aligned(lines, gold["articleBody"])
        body = share >= 0.5
        joined = f" {' '.join(_words(gold['articleBody']))} "
        found = [_words(line) for line in lines]
        copy = np.array([len(w) >= COPY_WORDS and f" {' '.join(w)} " in joined for w in found], dtype=bool)
        site = urlsplit(gold["url"]).netloc.removeprefix("www.")
        yield RenderedPage(f"{folder.name}/{key}", site, tuple(lines), body, body | ~copy, covered)


def as_copied(root: etree._Element) -> list[str]:
    """The visible text of a page, one block a line, cells of a row joined by tabs; no blank lines."""
    lines: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        cells = [_SPACE.sub(" ", cell).strip() for cell in "".join(buffer).split(_CELL)]
        buffer.clear()
        if any(cells):
            lines.append("\t".join(cells).strip())

    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            if not silent and element.tail:
                buffer.append(element.tail)
            continue
        if event == "start":
            silent += tag in _SILENT
            if silent:
                continue
            if tag in _BLOCK:
                flush()
            elif tag in ("td", "th"):
                buffer.append(_CELL)
            if element.text:
                buffer.append(element.text)
        else:
            if not silent and tag in _BLOCK:
                flush()
            silent -= tag in _SILENT
            if not silent and element.tail:
                buffer.append(element.tail)
    flush()
    return lines


def aligned(lines: Sequence[str], body: str) -> tuple[NDArray[np.float64], float]:
    """For each line the share of its words that the alignment with the gold body holds; and the share of the gold that it holds."""
    words = [_words(line) for line in lines]
    gold = _words(body)
    if not gold or not any(words):
        return np.zeros(len(lines)), 0.0
    firsts = [bool(n == 0) for line in words for n in range(len(line))]
    openings = [n == 0 for p in body.split("\n") for n in range(len(_words(p)))]
    where = _align([w for line in words for w in line], gold, np.array(firsts), np.array(openings))
    ends = np.cumsum([len(w) for w in words])
    hits = np.concatenate([[0], np.cumsum(where)])
    sizes = np.array([len(w) for w in words])
    return (hits[ends] - hits[ends - sizes]) / np.maximum(1, sizes), float(where.sum() / max(1, len(gold)))


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


def _align(page: Sequence[str], gold: Sequence[str], firsts: NDArray[np.bool_], openings: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which words of the page the best alignment matches: 1 for a word, half more where the word before it matches too, and one
    more where a line (`firsts`) begins as a paragraph of the gold (`openings`) does."""
    numbers = {w: n for n, w in enumerate(dict.fromkeys(gold))}
    place = np.array([numbers[w] for w in gold])
    n, m = len(page), len(gold)
    matched, best = np.full(m + 1, -np.inf), np.zeros(m + 1)
    ends_here, upward, goes_on = (np.zeros((n + 1, m + 1), dtype=bool) for _ in range(3))
    for i in range(1, n + 1):
        now = np.full(m + 1, -np.inf)
        at = np.flatnonzero(place == numbers.get(page[i - 1], -1)) + 1
        both = (openings & firsts[i - 1])[at - 1] * 1.0
        on, new = matched[at - 1] + 1.5 + both, best[at - 1] + 1.0 + both
        now[at] = np.maximum(on, new)
        goes_on[i, at] = on >= new
        here = np.maximum.accumulate(np.maximum(now, best))
        ends_here[i] = (here == now) & np.isfinite(now)
        upward[i] = here == best
        matched, best = now, here
    out = np.zeros(n, dtype=bool)
    i, j, running = n, m, False
    while i and j:
        if running or ends_here[i, j]:
            out[i - 1] = True
            running = bool(goes_on[i, j])
            i, j = i - 1, j - 1
        elif upward[i, j]:
            i -= 1
        else:
            j -= 1
    return out
