"""How long a story takes to collate, beside peers in one run: `python -m benchmarks.collation [--articles 5 20 …]`.

The text is invented by a generator: facts of one town, each told by a third of the articles, word for word, edited or retold.
Parsing comes before collating and is not timed; sentence vectors are computed anew in every run, by whoever needs them. Every
size is a process of its own; peak memory is that of the process after the run, parses, models and all.

- stemma: `collate` (pairs, rows, parts, variants), everything included.
- MiniLM: cosines of all pairs of sentences of two articles, from the same encoder, and nothing else.
- difflib: `SequenceMatcher.ratio` over the words of all pairs of sentences of two articles (small stories only: it takes minutes).
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from itertools import combinations
from multiprocessing import get_context

from threadpoolctl import threadpool_limits

from stemma.background import idf
from stemma.collating import collate
from stemma.model import Article, Line, Noted, Parsed, Span
from stemma.models.encoder import encode, load, read
from stemma.parsing import parse

WORDINGS = (
    "{who} {did} the {thing} in {place} {day}, {n} weeks after the {one} had {undid} the {two}.",
    "{n} weeks after the {one} had {undid} the {two}, {who} {did} the {place} {thing} {day}.",
    "The {thing} at {place} was {redid} by {who}, the {two} having been {reundid} by the {one} some {n} weeks before.",
)
VERBS = (
    ("sold", "auctioned"), ("closed", "shut"), ("painted", "coated"), ("inspected", "examined"), ("praised", "applauded"),
    ("photographed", "filmed"), ("bought", "acquired"), ("demolished", "torn down"), ("repaired", "mended"), ("flooded", "drowned"),
    ("blocked", "obstructed"), ("measured", "surveyed"), ("blamed", "attacked"), ("defended", "protected"), ("moved", "shifted"),
    ("visited", "toured"), ("cleaned", "scrubbed"), ("burned", "set alight"), ("robbed", "plundered"), ("rented", "leased"),
)  # fmt: skip
THINGS = (
    "bakery", "lighthouse", "windmill", "brewery", "tannery", "quarry", "orchard", "chapel", "foundry", "ferry", "kiln", "sawmill",
    "observatory", "cannery", "greenhouse", "library", "abattoir", "monastery", "vineyard", "swimming pool", "signal box", "silo",
)  # fmt: skip
DAYS = ("on Monday", "on Tuesday night", "early on Wednesday", "by Thursday noon", "over the weekend", "late on Friday")
FIRST = (
    "Anna",
    "Peter",
    "Maria",
    "James",
    "Helen",
    "David",
    "Laura",
    "Simon",
    "Alice",
    "Robert",
    "Clara",
    "Martin",
    "Rose",
    "Frank",
)
LAST = ("Stone", "Baker", "Marsh", "Cook", "Fisher", "Young", "Hill", "Wood", "Carter", "Lake", "Bell", "Knight", "Rivers", "North")
TOWNS = tuple(
    a + b
    for a in ("East", "West", "North", "South", "Green", "Stone", "Wood", "Spring")
    for b in ("field", "ford", "bridge", "wood", "port")
)


def fact(chance: random.Random) -> tuple[str, ...]:
    """One fact in three wordings: as first told, edited, retold."""
    one, two = chance.sample(vocabulary(), 2)
    (did, redid), (undid, reundid) = chance.sample(VERBS, 2)
    slots = {"who": f"{chance.choice(FIRST)} {chance.choice(LAST)}", "place": chance.choice(TOWNS), "n": chance.randint(3, 900)}
    slots |= {"thing": chance.choice(THINGS), "day": chance.choice(DAYS), "one": one, "two": two}
    slots |= {"did": did, "redid": redid, "undid": undid, "reundid": reundid}
    return tuple(wording.format(**slots) for wording in WORDINGS)


@cache
def vocabulary() -> list[str]:
    """Some thousand words that are neither common nor rare, from the counts that ship."""
    lines = gzip.decompress(files("stemma.background").joinpath("idf.tsv.gz").read_bytes()).decode().splitlines()[1:]
    return sorted(w for w, _ in (line.split("\t") for line in lines) if w.isalpha() and 5 <= len(w) <= 7 and 4 < idf(w) < 6)


def story(articles: int, sentences: int, seed: int = 7) -> tuple[list[Article], dict[str, Parsed]]:
    """An invented story and its parses: every article tells a third of the facts, three of ten in the first wording."""
    chance = random.Random(seed)
    facts = [fact(chance) for _ in range(3 * sentences)]
    pages = []
    for n in range(articles):
        told = sorted(chance.sample(range(len(facts)), sentences))
        body = [facts[k][chance.choices((0, 1, 2), (3, 4, 3))[0]] for k in told]
        title = facts[chance.randrange(len(facts))][2].split(",")[0].rstrip(".")
        pages.append(page(f"a{n:03}", title, body))
    return pages, {p.id: parse(p) for p in pages}


def page(name: str, title: str, body: Sequence[str]) -> Article:
    """A report of three sentences a paragraph."""
    lines = [title, *(" ".join(body[n : n + 3]) for n in range(0, len(body), 3))]
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Article(
        id=name, source=f"{name}.txt", sha256="", text="\n".join(lines), body=tuple(spans[1:]),
        lines=tuple(Line(span=s, role="body" if n else "title") for n, s in enumerate(spans)),
        title=Noted(value=title, how="first line", span=spans[0]), outlet=None, byline=None, dateline=None, published=None,
        credits=(), url=None, language="en", kind="news-report", notes=(), by="benchmark",
    )  # fmt: skip


def told(articles: Sequence[Article], parsed: dict[str, Parsed]) -> list[list[str]]:
    """The sentences of each article."""
    return [[a.text[s.start : s.end] for s in parsed[a.id].sentences] for a in articles]


def cosines(articles: Sequence[Article], parsed: dict[str, Parsed]) -> int:
    """Pairs of sentences with a cosine of at least .7."""
    vectors = [encode(sentences) for sentences in told(articles, parsed)]
    return sum(int((a @ b.T >= 0.7).sum()) for a, b in combinations(vectors, 2))


def ratios(articles: Sequence[Article], parsed: dict[str, Parsed]) -> int:
    """Pairs of sentences with a ratio of at least .6."""
    words = [[s.split() for s in sentences] for sentences in told(articles, parsed)]
    return sum(SequenceMatcher(None, x, y, autojunk=False).ratio() >= 0.6 for a, b in combinations(words, 2) for x in a for y in b)


def stemma(articles: Sequence[Article], parsed: dict[str, Parsed]) -> int:
    """Pairs with a relation, from a whole collation."""
    return sum(p.relation is not None for p in collate(articles, parsed).pairs)


def timed(run: Callable[[Sequence[Article], dict[str, Parsed]], int], articles: list[Article], parsed: dict[str, Parsed]) -> str:
    """Seconds of wall clock and of processor, what was found, and the peak of memory so far in MB."""
    read.cache_clear()
    wall, cpu = time.perf_counter(), time.process_time()
    # As the pipeline does: matrices on one thread.
    with threadpool_limits(limits=1, user_api="blas"):
        found = run(articles, parsed)
    took = f"{time.perf_counter() - wall:9.2f} {time.process_time() - cpu:9.2f}"
    return f"{took} {found:9} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f}"


def measure(size: int, sentences: int, difflib: bool) -> list[str]:
    """A line for every peer, stemma last, so that its peak is its own."""
    load()
    stemma(*story(2, 5))  # what is loaded once is not timed
    articles, parsed = story(size, sentences)
    every = [s for one in told(articles, parsed) for s in one]
    peers = ({"difflib": ratios} if difflib else {}) | {"MiniLM": cosines, "stemma": stemma}
    return [
        f"{name:10}{size:>9}{len(every):>10}{len(set(every)):>10} {timed(run, articles, parsed)}" for name, run in peers.items()
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[20, 50, 100, 200], metavar="N", help="sizes of story")
    options.add_argument("--sentences", type=int, default=40, metavar="N", help="sentences an article (default: 40)")
    options.add_argument("--difflib-up-to", type=int, default=5, metavar="N", help="largest story for difflib (default: 5)")
    asked = options.parse_args(argv)
    print(f"{'':10}{'articles':>9}{'sentences':>10}{'different':>10} {'wall s':>9} {'CPU s':>9} {'pairs':>9} {'peak MB':>9}")
    for size in asked.articles:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            for line in process.submit(measure, size, asked.sentences, size <= asked.difflib_up_to).result():
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
