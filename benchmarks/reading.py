"""Reading beside its peers, in one run: `python -m benchmarks.reading` (needs ../shared and `pip install -e '.[bench]'`).

Plain text: line F1 and word F1 on the Retold pages and the seeds, of: keeping all; lines that end in punctuation; the line rules of
C4 (ends in punctuation, at least five words, no "javascript" or curly brackets, no policy notices); jusText on a rendering of one
paragraph a line; stemma.

HTML: `benchmarks.extractors`, run after it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import justext

from benchmarks import extractors
from evals.core import f1, find
from evals.figures.lines import overlaps
from evals.figures.seeds_lines import BODY, numbers
from evals.retold import families, line_spans
from stemma.errors import BadInput
from stemma.reading import read_bytes

Keeper = Callable[[Sequence[str], bytes], list[bool]]
_ENDS = (".", "!", "?", '"', "”", "’", "'")


def keep_all(lines: Sequence[str], data: bytes) -> list[bool]:
    """Every line."""
    return [True] * len(lines)


def ends_in_punctuation(lines: Sequence[str], data: bytes) -> list[bool]:
    """Lines that end as a sentence does."""
    return [line.endswith(_ENDS) for line in lines]


def c4(lines: Sequence[str], data: bytes) -> list[bool]:
    """The line rules of the C4 corpus (Raffel et al. 2020, section 2.2)."""
    banned = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies", "javascript")
    return [
        line.endswith((".", "!", "?", '"', "”")) and len(line.split()) >= 5 and not any(b in line.casefold() for b in banned)
        for line in lines
    ]


def just(lines: Sequence[str], data: bytes) -> list[bool]:
    """JusText with its English stop list, one paragraph a line."""
    page = "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines) + "</body></html>"
    good = [(" ".join(p.text.split()), not p.is_boilerplate) for p in justext.justext(page, justext.get_stoplist("English"))]
    out, at = [], 0
    for line in lines:
        key = " ".join(line.split())
        hit = next((k for k in range(at, min(at + 3, len(good))) if good[k][0] == key), None)
        out.append(hit is not None and good[hit][1])
        at = hit + 1 if hit is not None else at
    return out


def ours(lines: Sequence[str], data: bytes) -> list[bool]:
    """The body that stemma finds."""
    try:
        article = read_bytes(data, "page.txt")
    except BadInput:
        return [False] * len(lines)
    return [overlaps(span, article.body) for span in line_spans(article.text)]


def pages(folder: Path, seeds: Path) -> dict[str, list[tuple[list[str], list[bool], bytes]]]:
    """(lines, which are body, bytes) of every page of both sets."""
    retold, five = [], []
    for family in families(folder):
        for a in family.gold["articles"]:
            if a["visible"]:
                data = family.path(a["id"]).read_bytes()
                text = data.decode().replace("\r\n", "\n")
                body = {b.strip() for b in a["body"]}
                lines = [text[s.start : s.end] for s in line_spans(text)]
                retold.append((lines, [line in body for line in lines], data))
    for name, ranges in BODY.items():
        data = (seeds / f"{name}.txt").read_bytes()
        rows = [(n, line.strip()) for n, line in enumerate(data.decode().replace("\r\n", "\n").split("\n"), 1) if line.strip()]
        five.append(([line for _, line in rows], [n in numbers(ranges) for n, _ in rows], data))
    return {"retold": retold, "seeds": five}


def score(found: Sequence[tuple[list[str], list[bool], list[bool]]]) -> tuple[float, float]:
    """Line F1 and word F1, micro."""
    both = kept = gold = words = words_kept = words_gold = 0
    for lines, truth, mine in found:
        for line, is_gold, is_kept in zip(lines, truth, mine, strict=True):
            size = len(line.split())
            both, kept, gold = both + (is_gold and is_kept), kept + is_kept, gold + is_gold
            words, words_kept, words_gold = (
                words + size * (is_gold and is_kept),
                words_kept + size * is_kept,
                words_gold + size * is_gold,
            )
    return f1(both, kept, gold), f1(words, words_kept, words_gold)


def main() -> None:
    """Print one table."""
    folder, seeds = find("retold", None), find("seeds", None)
    if folder is None or seeds is None:
        print("skipped: no ../shared beside the project")
        return
    sets = pages(folder, seeds)
    print(f"{'':24}" + "".join(f"{name + ' line':>14}{name + ' word':>14}" for name in sets))
    keepers: dict[str, Keeper] = {
        "keep all": keep_all,
        "ends in punctuation": ends_in_punctuation,
        "C4 rules": c4,
        "jusText": just,
        "stemma": ours,
    }
    for name, keep in keepers.items():
        cells = [score([(lines, truth, keep(lines, data)) for lines, truth, data in rows]) for rows in sets.values()]
        print(f"{name:24}" + "".join(f"{line:14.3f}{word:14.3f}" for line, word in cells))
    print()
    extractors.main()


if __name__ == "__main__":
    main()
