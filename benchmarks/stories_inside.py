"""Full analysis inside one story, stage by stage: `python -m benchmarks.stories_inside [--articles 5 10 20 40 60] [--profile]`.

The story is invented: facts of one town (those of `benchmarks.collation`) and what a dozen people say about them, told by agency
copies, rewrites and reports of their own. Every size is a process of its own, matrices on one thread. Printed: processor seconds of
each stage and in all, articles a second, and seconds an article, which should not grow with the story; `bare` is the parser alone.
With `--profile` the functions are listed that take the most of the largest story. Written: benchmarks/results/stories-inside.json.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

from threadpoolctl import threadpool_limits

from benchmarks.collation import FIRST, LAST, TOWNS, fact, page
from benchmarks.machine import facts
from stemma import codec
from stemma.attributing import attribute
from stemma.background.names import SHIPPED
from stemma.collating import collate
from stemma.comparing import compare
from stemma.dossier import bind
from stemma.grouping import group
from stemma.matching import match
from stemma.model import Article, Noted, Story
from stemma.parsing import parse
from stemma.resolving import resolve
from stemma.tracing import close, trace
from stemma.weighing import weigh

T = TypeVar("T")
RESULTS: Final = Path(__file__).parent / "results" / "stories-inside.json"
SIZES: Final = (5, 10, 20, 40, 60)
SENTENCES: Final = 20
"""Of a report, half of them what somebody says."""
OFFICES: Final = (
    "mayor",
    "fire chief",
    "harbour master",
    "police spokeswoman",
    "union secretary",
    "head teacher",
    "county engineer",
)
SAYINGS: Final = (
    ("“We {did} {n} of the {things} and the rest will follow by the summer,” {who}, the {office}, told reporters in {town}.",
     "{who} told reporters that {n} of the {things} had been {did} and that the rest would follow by the summer.",
     "The {office} of {town}, {who}, said {m} of the {things} had been {did} already."),
    ("{who}, the {office}, denied that the {things} had cost {n} million pounds.",
     "The {things} did not cost {n} million pounds, {who} said in a statement.",
     "“It is not true that we paid {m} million pounds for the {things},” said {who}."),
    ("According to two people with knowledge of the talks, the {things} will be {did} in {n} days.",
     "The {things} are to be {did} within {n} days, said two people who asked not to be named.",
     "A source close to the {office} said the {things} would be {did} in {m} days."),
    ("{who} declined to comment on the {things}, of which {n} are in {town}.",
     "“I have nothing to say about the {n} {things},” {who} said on Tuesday.",
     "The {office} did not respond to questions about the {n} {things} in {town}."),
)  # fmt: skip
THINGS: Final = ("bridges", "ferries", "warehouses", "boats", "classrooms", "houses", "engines", "cranes", "wells", "trams")
DONE: Final = ("repaired", "sold", "inspected", "closed", "moved", "cleaned")


def saying(chance: random.Random) -> tuple[str, ...]:
    """What one person says, in three wordings, the last with another number."""
    n = chance.randint(3, 90)
    slots = {"who": f"{chance.choice(FIRST)} {chance.choice(LAST)}", "office": chance.choice(OFFICES), "town": chance.choice(TOWNS)}
    numbers = {"n": n, "m": n + chance.randint(1, 9)}
    return tuple(
        w.format(**slots, **numbers, things=chance.choice(THINGS), did=chance.choice(DONE)) for w in chance.choice(SAYINGS)
    )


def reports(many: int, seed: int = 11) -> list[Article]:
    """A story: every report tells some of the facts and sayings; two of five are copies of an earlier one, lightly cut."""
    chance = random.Random(seed)
    known = [fact(chance) for _ in range(2 * SENTENCES)]
    said = [saying(chance) for _ in range(SENTENCES)]
    out: list[Article] = []
    bodies: list[list[str]] = []
    for n in range(many):
        if bodies and chance.random() < 0.4:
            source = chance.choice(bodies)
            body = [s for s in source if chance.random() > 0.1] or source
        else:
            wording = chance.choices((0, 1, 2), (3, 4, 3), k=SENTENCES)
            halves = [chance.sample(known, SENTENCES // 2), chance.sample(said, SENTENCES // 2)]
            both = [x for pair in zip(*halves, strict=True) for x in pair]
            body = [one[w] for one, w in zip(both, wording, strict=True)]
        bodies.append(body)
        one = page(f"r{n:03}", chance.choice(known)[2].split(",")[0].rstrip("."), body)
        day = Noted(value=f"2031-05-{1 + n % 20:02}T{chance.randint(6, 22):02}:00:00Z", how="benchmark")
        out.append(replace(one, outlet=Noted(value=f"{chance.choice(TOWNS)} Courier {n % 17}", how="benchmark"), published=day))
    return out


def analysed(articles: Sequence[Article]) -> tuple[bytes, dict[str, float]]:
    """The dossier of a story as bytes, and the processor seconds of each stage."""
    took: dict[str, float] = {}

    def step(name: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        out = work()
        took[name] = took.get(name, 0.0) + time.process_time() - start
        return out

    story = Story(id="benchmark", articles=tuple(a.id for a in articles), evidence=(), by="benchmark")
    parsed = step("parse", lambda: {a.id: parse(a) for a in articles})
    statements = step("attribute", lambda: tuple(s for a in articles for s in attribute(a, parsed[a.id])))
    step("group", lambda: group(articles, parsed))
    speakers = step("resolve", lambda: resolve(articles, statements, SHIPPED, ()))
    collation = step("collate", lambda: collate(articles, parsed))
    claims = step("match", lambda: match(articles, parsed, statements, collation, ()))
    tree = step("trace", lambda: trace(articles, parsed, statements, collation, claims, names=SHIPPED, corrections=()))
    carriers = step("close", lambda: close(articles, statements, tree, SHIPPED))
    origins = step("weigh", lambda: weigh(articles, statements, speakers, claims, tree, carriers, SHIPPED))
    findings = step("compare", lambda: compare(articles, parsed, statements, claims, collation, tree, ()))
    layers = (statements, speakers, collation, claims, tree, carriers, origins, findings)
    dossier = step("bind", lambda: codec.sealed(bind(story, tuple(articles), *layers, SHIPPED.lexicons, ())))
    return codec.encode(dossier), took


def measure(many: int) -> dict[str, Any]:
    """One size, in this process."""
    articles = reports(many)
    with threadpool_limits(limits=1):
        analysed(reports(2, seed=5))  # what is loaded once is not timed
        _, took = analysed(articles)
    cpu = sum(took.values())
    return {
        "articles": many, "cpu": round(cpu, 2), "a_second": round(many / cpu, 2), "an_article": round(cpu / many, 4),
        "words": sum(len(a.text.split()) for a in articles), "stages": {k: round(v, 3) for k, v in took.items()},
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def profiled(many: int) -> None:
    """Print the functions that take the most."""
    articles = reports(many)
    with threadpool_limits(limits=1):
        analysed(reports(2, seed=5))
        watch = cProfile.Profile(time.process_time)
        watch.runcall(analysed, articles)
    pstats.Stats(watch).sort_stats("tottime").print_stats(25)
    pstats.Stats(watch).sort_stats("cumtime").print_stats("stemma", 45)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=list(SIZES), metavar="N")
    options.add_argument("--profile", action="store_true", help="list what takes the most of the largest story")
    options.add_argument("--no-write", action="store_true", help="print only")
    asked = options.parse_args(argv)
    if asked.profile:
        profiled(max(asked.articles))
        return 0
    rows: list[dict[str, Any]] = []
    for many in asked.articles:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            row = process.submit(measure, many).result()
        if not rows:
            print(
                f"{'articles':>8}{'CPU s':>8}{'a second':>10}"
                + "".join(f"{s:>10}" for s in row["stages"])
                + "  (seconds an article)"
            )
        rows.append(row)
        print(
            f"{many:8}{row['cpu']:8.1f}{row['a_second']:10.2f}" + "".join(f"{s / many:10.4f}" for s in row["stages"].values()),
            flush=True,
        )
    if not asked.no_write:
        result = {"benchmark": "stories_inside", "machine": facts(["spacy", "numpy", "onnxruntime"]), "sizes": rows}
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
