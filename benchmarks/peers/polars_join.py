"""polars: n-grams exploded, those of two to 64 pages joined with themselves, chrome dropped by outlet, pairs counted.

Tuned: words are split by one regular expression and hashed before they are exploded into n-grams (joining strings takes four times
as long); rare n-grams are found by a count over the hashes alone; chrome is looked for only among what is left; the join is on
integers and ordered (left < right), in slices of the hash so that the join never holds all pairs at once.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.peers.rule import CROWD, LEAST, ODD, OWN, PAGES, PART, WORDS, Pairs, outcome


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Pairs by a self-join. `threads` must be in POLARS_MAX_THREADS before polars is imported: the caller sees to it."""
    if os.environ.get("POLARS_MAX_THREADS") != str(threads):
        raise SystemExit("set POLARS_MAX_THREADS")
    start = time.perf_counter()
    pages = pl.read_parquet(folder / "articles-*.parquet", columns=["outlet", "text"]).with_row_index("page")
    pages = pages.with_columns(pl.col("outlet").rank("dense").alias("outlet"))
    words = (
        pages.lazy()
        .select("page", pl.col("text").str.to_lowercase().str.extract_all(r"[\pL\pN]+").alias("word"))
        .explode("word")
        .with_columns(pl.col("word").hash(0))
    )
    value = sum((pl.col("word").shift(-k) * pl.lit(f, pl.UInt64) for k, f in enumerate(ODD)), pl.lit(0, pl.UInt64))
    grams = words.select("page", value.alias("gram"), last=pl.col("page").shift(1 - WORDS)).filter(pl.col("page") == pl.col("last"))
    held = grams.select("page", "gram").unique().collect()
    read = time.perf_counter()
    sizes = held.group_by("page").len("size")
    rare = held.group_by("gram").len("held").filter(pl.col("held").is_between(2, CROWD))
    held = held.join(rare.select("gram"), on="gram", how="semi").join(pages.select("page", "outlet"), on="page")
    limit = (pl.len() * PART).cast(pl.Int64).clip(2, PAGES)
    limits = pages.group_by("outlet").agg(limit.alias("limit"))
    chrome = held.group_by("gram", "outlet").len("pages").join(limits, on="outlet").filter(pl.col("pages") > pl.col("limit"))
    held = held.join(chrome.select("gram"), on="gram", how="anti")
    held = held.filter(pl.len().over("gram") > 1)
    sifted = time.perf_counter()
    counted = []
    for part in held.with_columns(part=pl.col("gram") % 8).partition_by("part"):
        rows = part.select("gram", "page")
        both = rows.join(rows, on="gram", suffix="_2").filter(pl.col("page") < pl.col("page_2"))
        counted.append(both.group_by("page", "page_2").len("shared"))
    pairs = pl.concat(counted).group_by("page", "page_2").agg(pl.col("shared").sum()).filter(pl.col("shared") >= LEAST)
    pairs = (
        pairs.join(pages.select("page", "outlet"), on="page")
        .join(pages.select(page_2="page", outlet_2="outlet"), on="page_2")
        .join(sizes, on="page")
        .join(sizes.rename({"page": "page_2", "size": "size_2"}), on="page_2")
    )
    least = OWN * pl.min_horizontal("size", "size_2")
    pairs = pairs.filter((pl.col("outlet") != pl.col("outlet_2")) | (pl.col("shared") >= least)).sort("page", "page_2")
    done = time.perf_counter()
    found = pairs["page"].to_numpy().astype(np.int64), pairs["page_2"].to_numpy().astype(np.int64)
    seconds = {"n-grams": round(read - start, 2), "sifting": round(sifted - read, 2), "joining": round(done - sifted, 2)}
    return outcome(found, seconds=seconds)
