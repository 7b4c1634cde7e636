"""Invent a collection: `python -m benchmarks.corpus.make --articles 100000 --out DIR [--seed N]`.

Writes DIR/articles-00000.parquet … (id, outlet, url, published, title, text; 10,000 pages each, by time of publication), and the
truth beside them:

- truth-pairs.parquet: parent, copy, kind, group, words (of the parent that are told again), kept (share of them left as they were).
- truth-groups.parquet: group, article, role ("source" or a kind). Two pages that are in no group together share nothing but
  chrome, agencies' lines and turns of phrase: to join them is wrong.
- truth-events.parquet: event, article, like (the event that it looks like and is not, or null).
- truth-bodies.parquet: article, start, end: where its body stands in the text, in code points.
- truth-traps.parquet: trap ("chrome": little but chrome; "agency": an agency's lines), key (outlet or agency), article.
- manifest.json: what was asked for, and counts.

The same arguments give the same values, and no more than a shard is held in memory.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.corpus import outlets as printed
from benchmarks.corpus import planting
from benchmarks.corpus.language import LINE, SPACE, Ints, Language, forms, language, shaped
from benchmarks.corpus.writing import Event, bodies

VERSION: Final = 3
SHARD: Final = 10_000
START: Final = datetime(2031, 1, 1, tzinfo=UTC)
A_DAY: Final = 3_300
"""Pages a day."""
AGENCY: Final = 0.15
"""Share of pages that an agency supplied."""


@dataclass(frozen=True)
class Shard:
    """Pages and the truth about them, as rows."""

    articles: pa.Table
    pairs: list[planting.Planted]
    groups: dict[int, list[int]]
    events: list[tuple[int, int, int | None]]
    traps: list[tuple[str, str, int]]
    bodies: NDArray[np.int64]
    """Shape (pages, 2): start and end of each body in its text."""


def shards(articles: int, seed: int = 0, words: tuple[str, ...] | None = None) -> Iterator[Shard]:
    """A collection, shard after shard; `words` are written in place of the language's own (`benchmarks.corpus.english`)."""
    lang = language()
    written = pa.array(forms(words or lang.words), pa.string())
    about = np.random.default_rng(np.random.SeedSequence((VERSION, seed)))
    agencies = printed.agencies(lang, about)
    outlets = printed.outlets(lang, about, outlets_of(articles))
    old: list[planting.Source] = []
    group = event = 0
    shown = np.zeros(len(outlets), np.int64)
    for number, first in enumerate(range(0, articles, SHARD)):
        rng = np.random.default_rng(np.random.SeedSequence((VERSION, seed, number)))
        many = min(SHARD, articles - first)
        short = rng.random(many) < planting.CHROME
        texts, about_words, events = bodies(lang, rng, many, short)
        busy = {n for e in events for n in e.articles}
        short |= np.isin(np.arange(many), sorted(busy))  # an article of a planted event copies nobody
        plan = planting.planted(lang, rng, texts, first, group, old, short)
        short &= ~np.isin(np.arange(many), sorted(busy))
        group = plan.next
        at = _placed(rng, plan, first, old, len(outlets))
        page = _Press(lang, rng, outlets, agencies, shown, articles)
        titles = [page.title(w) for w in about_words]
        for n, source in plan.titled.items():
            titles[n] = titles[source]
        pages, traps, parts = [], [], []
        for n, body in enumerate(plan.bodies):
            planting.check(body)
            shape = shaped(body.words, body.marks)
            pieces, agency = page.printed(at[n], titles[n], shape)
            pages.append(pieces)
            parts.append(next(k for k, piece in enumerate(pieces) if piece is shape))
            traps += [("chrome", outlets[at[n]].name, first + n)] if short[n] else []
            traps += [("agency", agency, first + n)] if agency else []
        yield Shard(
            articles=_table(written, pages, titles, [outlets[o] for o in at], first, rng), pairs=plan.pairs, groups=plan.groups,
            events=[(event + i, first + n, _like(event, e)) for i, e in enumerate(events) for n in e.articles],
            traps=traps,
            bodies=_bodies(written, pages, parts),
        )  # fmt: skip
        event += len(events)
        old = planting.remembered(rng, plan, first, at, old)


def outlets_of(articles: int) -> int:
    """How many outlets print a collection of so many pages."""
    return max(4, articles // 60) if articles < 18_000 else 300 + articles // 5_000


def _like(first: int, event: Event) -> int | None:
    return None if event.like is None else first + event.like


class _Press:
    """Prints bodies as pages of an outlet."""

    def __init__(
        self,
        lang: Language,
        rng: Generator,
        outlets: Sequence[printed.Outlet],
        agencies: Sequence[printed.Agency],
        shown: np.ndarray,
        total: int,
    ) -> None:
        self.lang, self.rng, self.outlets, self.agencies, self.shown = lang, rng, outlets, agencies, shown
        self.expected = total / len(outlets)
        self.lines = {t: [printed.lines([t], lang, rng) for _ in range(64)] for t in printed.LINES}
        self.credits = [printed.form(t, lang) for t in printed.CREDITS]

    def line(self, text: str) -> Ints:
        """A written line, its slots filled in one of 64 ways."""
        return self.lines[text][int(self.rng.integers(0, 64))]

    def title(self, about: Ints) -> Ints:
        """A headline of what an article is about."""
        words, _ = printed.told(self.lang, self.rng, 1)
        words = words[: int(self.rng.integers(5, 11))]
        nouns = self.lang.classes[words] == 0
        words[nouns] = about[: int(nouns.sum())]
        marks = np.full(len(words), SPACE, np.uint8)
        marks[-1] = LINE
        return shaped(words, marks)

    def printed(self, n: int, title: Ints, body: Ints) -> tuple[list[Ints], str | None]:
        """The pieces of a page, in order, and the agency whose lines stand below the body."""
        outlet, rng = self.outlets[n], self.rng
        draw = rng.random(6)
        agency = self.agencies[outlet.agencies[int(draw[0] / AGENCY * len(outlet.agencies))]] if draw[0] < AGENCY else None
        out = [outlet.head, title]
        if draw[1] < 0.7:
            out.append(self.line("By F L"))
        if draw[2] < 0.6:
            out.append(self.line("Published on Y at Q"))
        out.append(body)
        if agency is not None:
            out += [agency.credit(self.credits[int(draw[3] * len(self.credits))], self.lang, rng), *agency.lines]
        if outlet.listed:
            # The list of the day: pages printed about the same time show the same headlines.
            day = int(self.shown[n] / max(1.0, self.expected) * len(outlet.headlines)) + int(draw[4] * 3)
            out.append(self.line("Read more:" if n % 2 else "Most read"))
            out += [outlet.headlines[(day + k) % len(outlet.headlines)] for k in range(outlet.listed)]
        if outlet.letter:
            out.append(outlet.letter[int(draw[5] * len(outlet.letter))])
        out.append(outlet.foot)
        self.shown[n] += 1
        return out, agency.name if agency is not None and agency.lines else None


def _placed(rng: Generator, plan: planting.Plan, first: int, old: list[planting.Source], many: int) -> list[int]:
    """An outlet for each page of a shard; copies are printed by another outlet than their parents."""
    weights = 1 / (np.arange(many) + 10.0) ** 0.8
    at: list[int] = rng.choice(many, len(plan.bodies), p=weights / weights.sum()).tolist()
    before = {s.article: s.outlet for s in old}
    used: dict[int, set[int]] = {}
    groups = {p.copy: p.group for p in plan.pairs}
    for n, parent in sorted(plan.apart.items()):
        taken = used.setdefault(groups[first + n], set())
        taken.add(before[parent] if parent < first else at[parent - first])
        while at[n] in taken and len(taken) < many:
            at[n] = (at[n] + int(rng.integers(1, many))) % many
        taken.add(at[n])
    return at


def _table(
    words: pa.Array, pages: list[list[Ints]], titles: list[Ints], at: list[printed.Outlet], first: int, rng: Generator
) -> pa.Table:
    """The columns of a shard."""
    seconds = np.sort(rng.random(len(pages))) * len(pages) / A_DAY * 86_400
    begin = START + timedelta(days=first / A_DAY)
    when = [begin + timedelta(seconds=int(s)) for s in seconds]
    heads = [t.strip() for t in _strings(words, titles).to_pylist()]
    return pa.table(
        {
            "id": [f"a{first + n:08}" for n in range(len(pages))],
            "outlet": [o.name for o in at],
            "url": [
                f"https://{o.domain}/{w:%Y/%m/%d}/{_slug(h)}-{first + n}.html"
                for n, (o, w, h) in enumerate(zip(at, when, heads, strict=True))
            ],
            "published": [f"{w:%Y-%m-%dT%H:%M:%SZ}" for w in when],
            "title": heads,
            "text": pc.utf8_rtrim_whitespace(_strings(words, [np.concatenate(p) for p in pages])),
        }
    )


def _bodies(words: pa.Array, pages: list[list[Ints]], parts: list[int]) -> NDArray[np.int64]:
    """Where each page's body (its piece number `parts`) stands, in code points, without the line break behind it."""
    before = [sum(map(len, pieces[:k])) for pieces, k in zip(pages, parts, strict=True)]
    tokens = np.cumsum([0, *(sum(map(len, pieces)) for pieces in pages)])[:-1] + before
    sizes = pc.utf8_length(words.take(pa.array(np.concatenate([np.concatenate(p) for p in pages])))).to_numpy()
    at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    firsts = np.cumsum([0, *(sum(map(len, pieces)) for pieces in pages)])[:-1]
    ends = tokens + [len(pieces[k]) for pieces, k in zip(pages, parts, strict=True)]
    return np.stack([at[tokens] - at[firsts], at[ends] - at[firsts] - 1], 1)


def _slug(title: str) -> str:
    return "-".join("".join(c for c in w if c.isalnum()) for w in title.lower().split()[:6])


def _strings(words: pa.Array, runs: list[Ints]) -> pa.Array:
    """Each run's forms set end to end: the characters lie so already once they are taken, only the offsets change."""
    taken = words.take(pa.array(np.concatenate(runs)))
    offsets = np.frombuffer(taken.buffers()[1], np.int32)[: len(taken) + 1]
    ends = np.cumsum([0, *map(len, runs)])
    return pa.StringArray.from_buffers(len(runs), pa.py_buffer(np.ascontiguousarray(offsets[ends])), taken.buffers()[2])


def write(out: Path, articles: int, seed: int = 0, words: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Write a collection into a folder, in words of one's own where given; gives the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    for stale in (*out.glob("articles-*.parquet"), *out.glob("truth-*.parquet"), *out.glob("manifest.json")):
        stale.unlink()
    pairs: list[planting.Planted] = []
    groups: list[tuple[int, int]] = []
    events: list[tuple[int, int, int | None]] = []
    traps: list[tuple[str, str, int]] = []
    where: list[tuple[int, int, int]] = []
    size = 0
    for number, shard in enumerate(shards(articles, seed, words)):
        pq.write_table(
            shard.articles,
            out / f"articles-{number:05}.parquet",
            compression="zstd",
            compression_level=1,
            use_dictionary=["outlet"],
        )
        size += int(pc.sum(pc.binary_length(shard.articles["text"])).as_py())
        pairs += shard.pairs
        groups += [(g, m) for g, members in sorted(shard.groups.items()) for m in members]
        events += shard.events
        traps += shard.traps
        where += [(number * SHARD + n, a, b) for n, (a, b) in enumerate(shard.bodies.tolist())]
    role = {p.copy: p.kind for p in pairs}
    text, whole = pa.string(), pa.int64()
    shape = {"parent": text, "copy": text, "kind": text, "group": whole, "words": whole, "kept": pa.float64()}
    _write(out / "truth-pairs.parquet", [(_id(p.parent), _id(p.copy), p.kind, p.group, p.words, p.kept) for p in pairs], shape)
    shape = {"group": whole, "article": text, "role": text}
    _write(out / "truth-groups.parquet", [(g, _id(m), role.get(m, "source")) for g, m in groups], shape)
    shape = {"event": whole, "article": text, "like": whole}
    _write(out / "truth-events.parquet", [(e, _id(m), like) for e, m, like in events], shape)
    shape = {"article": text, "start": whole, "end": whole}
    _write(out / "truth-bodies.parquet", [(_id(m), a, b) for m, a, b in where], shape)
    shape = {"trap": text, "key": text, "article": text}
    _write(out / "truth-traps.parquet", [(trap, key, _id(m)) for trap, key, m in traps], shape)
    manifest = {
        "version": VERSION,
        "articles": articles,
        "seed": seed,
        "bytes": size,
        "pairs": dict(sorted(Counter(p.kind for p in pairs).items())),
        "groups": len({g for g, _ in groups}),
        "events": len({e for e, _, _ in events}),
        "traps": dict(sorted(Counter(t for t, _, _ in traps).items())),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return manifest


def _id(number: int) -> str:
    return f"a{number:08}"


def _write(path: Path, rows: Sequence[tuple[Any, ...]], shape: dict[str, pa.DataType]) -> None:
    columns = [[row[n] for row in rows] for n in range(len(shape))]
    table = pa.table({name: pa.array(c, of) for c, (name, of) in zip(columns, shape.items(), strict=True)})
    pq.write_table(table, path, compression="zstd")


def main(argv: Sequence[str] | None = None) -> int:
    """Write a collection and say how long it took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000, metavar="N")
    options.add_argument("--out", type=Path, required=True, metavar="DIR")
    options.add_argument("--seed", type=int, default=0, metavar="N")
    asked = options.parse_args(argv)
    start = time.perf_counter()
    manifest = write(asked.out, asked.articles, asked.seed)
    print(f"{asked.articles} pages, {manifest['bytes'] / 1e6:.0f} MB of text, {time.perf_counter() - start:.1f} s -> {asked.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
