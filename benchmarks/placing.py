"""Adding one article to a standing collection and placing it: milliseconds, and the whole stage in articles a second.

    PYTHONPATH=. python -m benchmarks.placing [--articles 100000] [--last 2000] [--corpus DIR] [--order]

The stream is made up here: articles of about 400 English words drawn as often as the shipped background has them in documents of
news, with invented names; events of 1 to 40 reports (most have few) over a year of days, each report with its own share of the
event's names, words and figures, and for every tenth event another that looks like it. `--corpus` takes a collection made by
`benchmarks.corpus.make` instead: its words are invented, so that the background knows none of them: as hard as it can be.
All but the last are added at once, the last one by one. Times are of the process (one thread) and of the clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from stemma.background.idf import _load  # the counts themselves: how often words are drawn
from stemma.grouping.wide import Standing, freeze
from stemma.grouping.wide.profiles import profile
from stemma.model import Article, Noted, Span

WORDS = 400
START = date(2031, 1, 1)
SYLLABLES = [
    "ba",
    "do",
    "ka",
    "lo",
    "mi",
    "ne",
    "pu",
    "ra",
    "su",
    "ti",
    "vel",
    "zor",
    "gan",
    "tesh",
    "lim",
    "dar",
    "kov",
    "ost",
    "ny",
    "hal",
]


def article(id: str, title: str, body: str, day: str) -> Article:
    """An article as reading gives it."""
    text = f"{title}\n{body}"
    return Article(
        id=id, source=id, sha256="", text=text, body=(Span(len(title) + 1, len(text)),), lines=(),
        title=Noted(value=title, how="made", span=Span(0, len(title))), outlet=None, byline=None, dateline=None,
        published=Noted(value=day, how="made"), credits=(), url=None, language="en", kind="news-report", notes=(), by="made",
    )  # fmt: skip


def stream(articles: int, seed: int = 0) -> Iterator[tuple[Article, int]]:
    """Articles with the number of their event, by day."""
    dice = np.random.default_rng(seed)
    documents, counts = _load()
    words = np.array([w for w in counts if w.isalpha()])
    often = np.array([counts[w] for w in words.tolist()]) / documents
    often /= often.sum()
    drawn = iter(dice.choice(words, size=1, p=often).tolist())

    def some(n: int) -> list[str]:
        nonlocal drawn
        out = []
        while len(out) < n:
            one = next(drawn, None)
            if one is None:
                drawn = iter(dice.choice(words, size=1_000_000, p=often).tolist())
                continue
            out.append(one)
        return out

    def names(n: int) -> list[str]:
        return ["".join(dice.choice(SYLLABLES, 3)).capitalize() for _ in range(n)]

    plan: list[tuple[int, int, list[str], list[str]]] = []  # day, event, names, words
    event, last = 0, (names(8), some(40))
    while len(plan) < articles:
        reports = int(min(40, max(1, dice.zipf(1.8))))
        own = (names(8), some(40))
        if event % 10 == 1:  # looks like the one before it: half of its names and words
            own = (last[0][:3] + own[0][3:], last[1][:20] + own[1][20:])
        day = int(dice.integers(0, 365))
        plan += [(day + int(dice.integers(0, 4)), event, *own) for _ in range(reports)]
        event, last = event + 1, own
    plan = sorted(plan[:articles], key=lambda p: p[0])
    for n, (day, number, called, about) in enumerate(plan):
        held, told = dice.choice(called, 6, replace=False).tolist(), dice.choice(about, 28, replace=False).tolist()
        rest = some(int(dice.integers(WORDS // 2, WORDS * 3 // 2)) - 60)
        body = told + rest + told[:8]
        for name in (*held, *held[:3]):
            body[int(dice.integers(1, len(body)))] = name
        dice.shuffle(body)
        lines = [" ".join(body[k : k + 18]) + "." for k in range(0, len(body), 18)]
        title = " ".join([*held[:2], *told[:6]])
        yield (
            article(
                f"{n:07d}", title, "\n".join(line[0].upper() + line[1:] for line in lines), (START + timedelta(day)).isoformat()
            ),
            number,
        )


def invented(folder: Path, articles: int) -> Iterator[tuple[Article, int]]:
    """Articles of a collection made by `benchmarks.corpus.make`."""
    import pyarrow.parquet as pq

    n = 0
    for file in sorted(folder.glob("articles-*.parquet")):
        for row in pq.read_table(file, columns=["id", "title", "text", "published"]).to_pylist():
            if n == articles:
                return
            n += 1
            yield article(row["id"], row["title"] or "", row["text"], row["published"]), n


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def shuffled(articles: int) -> None:
    """Add a stream at once, and one by one in another order; say whether the stories are the same, byte for byte."""
    made = [one for one, _ in stream(articles)]
    whole, single = Standing(), Standing()
    whole.add(made)
    for n in np.random.default_rng(1).permutation(len(made)).tolist():
        single.add(made[n])
    same = "the same stories" if freeze(whole) == freeze(single) else "NOT THE SAME STORIES"
    print(f"{articles} articles at once, and one by one in another order: {same}")


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--last", type=int, default=2_000)
    arguments.add_argument("--corpus", type=Path)
    arguments.add_argument("--order", action="store_true", help="add so many one by one in another order, compare, and stop")
    given = arguments.parse_args()
    if given.order:
        shuffled(given.articles)
        return
    made = invented(given.corpus, given.articles) if given.corpus else stream(given.articles)
    standing = Standing()
    first = given.articles - given.last
    spent = wall = profiled = characters = 0.0
    gold: dict[str, int] = {}
    late: list[Article] = []
    part: list[Article] = []

    def flush() -> None:
        nonlocal spent, wall, profiled
        began, at = time.process_time(), time.perf_counter()
        profiles = [profile(a) for a in part]
        profiled += time.process_time() - began
        standing.place(profiles)
        spent, wall = spent + time.process_time() - began, wall + time.perf_counter() - at
        part.clear()

    for n, (one, event) in enumerate(made):
        gold[one.id] = event
        characters += len(one.text)
        if n >= first:
            late.append(one)
            continue
        part.append(one)
        if len(part) == 10_000:
            flush()
    if part:
        flush()
    many = len(standing)
    print(f"{many} articles of {characters / (many + len(late)):.0f} characters, load {os.getloadavg()[0]:.1f}")
    print(f"profiles: {profiled / many * 1e6:.0f} of {spent / many * 1e6:.0f} us of process time an article")
    print(f"whole stage: {many / spent:.0f} articles/s of process time, {many / wall:.0f}/s by the clock")
    cpu, clock = [], []
    for one in late:
        began, at = time.process_time(), time.perf_counter()
        standing.add(one)
        cpu.append(time.process_time() - began)
        clock.append(time.perf_counter() - at)
    for name, times in (("process", cpu), ("clock", clock)):
        told = ", ".join(f"p{q} {np.percentile(times, q) * 1e3:.2f} ms" for q in (50, 95, 99))
        print(f"add and place one into {many}, {name}: {told}, most {max(times) * 1e3:.1f} ms")
    stories = standing.stories()
    sizes = np.bincount(np.minimum([len(s.articles) for s in stories], 50))
    most = max(len(s.articles) for s in stories)
    print(f"{len(stories)} stories of {len(set(gold.values()))} events; of one article {sizes[1]}, largest {most}")
    if not given.corpus:
        held = Counter(gold.values())
        right = sum(_pairs(n) for s in stories for n in Counter(gold[a] for a in s.articles).values())
        joined = sum(_pairs(len(s.articles)) for s in stories)
        print(f"pairs: {right} joined rightly of {joined} joined, {sum(map(_pairs, held.values()))} to join")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
