"""Count in how many news documents each word stands, and write src/stemma/background/idf.tsv.gz (words and counts, no text).

    PYTHONPATH=. python -m tools.build_idf SHARED [--list frequency_dictionary_en_82_765.txt] [--out FILE]

SHARED is the folder with the development data. Counted are PolNeAR train, the reference bodies of aeb and aed, MEANTIME, and
ECB+ topics 1-35 (the three longest articles of each story, so that a name is not taken for a common word because eleven
reports of one event hold it). A word must stand in two documents to be kept.

Two thousand documents say little about words that are merely uncommon. They are smoothed with the unigram list of the
package `symspellpy` (MIT; pip download it and point --list at the file inside): `PRIOR` documents' worth of the expectation
`1 - exp(-p * LENGTH)` that a document of `LENGTH` words holds a word of probability p.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from stemma.background.idf import FILE, normal
from stemma.text.words import quote, words

ECB_TOPICS = range(1, 36)
ECB_PER_STORY = 3
LENGTH = 400
PRIOR = 1000
LEAST = 0.05
"""A smoothed count below this is not worth a line: it moves the idf by less than a tenth."""


def texts(shared: Path) -> Iterator[str]:
    """The documents that may be counted."""
    data = shared / "data"
    for line in _lines(data / "attribution/polnear-train.jsonl"):
        yield line["text"]
    for file in (data / "reading/aeb/ground-truth.json", data / "reading/aed/articles.json"):
        for entry in json.loads(file.read_text("utf-8")).values():
            yield entry["articleBody"]
    for line in _lines(data / "time/meantime.jsonl"):
        yield line["text"]
    stories: dict[str, list[str]] = {}
    for line in _lines(data / "stories/ecbplus.jsonl"):
        if line["topic"] in ECB_TOPICS:
            stories.setdefault(line["story"], []).append(f"{line['title']}\n{line['text']}")
    for _, articles in sorted(stories.items()):
        yield from sorted(articles, key=lambda t: (-len(t), t))[:ECB_PER_STORY]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def prior(file: Path) -> dict[str, float]:
    """In how large a part of documents of `LENGTH` words a word is expected, from a list of words and how often they occur."""
    counts = {normal(word): int(n) for word, n in (line.split() for line in file.read_text("utf-8-sig").splitlines() if line)}
    whole = sum(counts.values())
    return {word: -math.expm1(-n / whole * LENGTH) for word, n in counts.items()}


def build(shared: Path, listed: Path) -> tuple[int, dict[str, float]]:
    """The number of documents (those of the prior included) and the smoothed count of every word worth keeping."""
    seen: Counter[str] = Counter()
    documents = 0
    for text in texts(shared):
        documents += 1
        seen.update({normal(quote(text, w)) for w in words(text) if any(c.isalpha() for c in quote(text, w))})
    expected = prior(listed)
    out = {}
    for word in sorted(set(expected) | set(seen)):
        count = (seen[word] if seen[word] > 1 else 0) + PRIOR * expected.get(word, 0.0)
        if count >= LEAST and "\t" not in word:
            out[word] = round(count, 2)
    return documents + PRIOR, out


def main() -> None:
    """Build the file and say how large it is."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--list", type=Path, default=None, help="unigram list of symspellpy (default: the one installed)")
    arguments.add_argument("--out", type=Path, default=Path("src/stemma/background") / FILE)
    given = arguments.parse_args()
    listed = given.list or Path(str(resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")))
    documents, counts = build(given.shared, listed)
    text = f"#documents\t{documents}\n" + "".join(f"{word}\t{count:g}\n" for word, count in counts.items())
    # mtime 0: the same counts give the same bytes.
    given.out.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{given.out}: {len(counts)} words over {documents} documents, {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
