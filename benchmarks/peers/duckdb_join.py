"""duckdb: the same in SQL.

Tuned: the words of a page are hashed as a list, and the list unnested five times side by side, each time from one word on, so that
an n-gram is one hash of five columns (twelve times as fast as hashing slices of the list, twice as fast as a window over words);
those of two to 64 pages are kept in a table before chrome is dropped and the table is joined with itself on integers; insertion
order is not preserved, so that every step runs in parallel. Memory is duckdb's own default (four fifths of the machine).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks.peers.rule import CROWD, LEAST, OWN, PAGES, PART, WORDS, Pairs, outcome

PAGES_OF = """
create table pages as
select (row_number() over (order by id) - 1)::integer page, dense_rank() over (order by outlet)::integer outlet, text
from read_parquet('{folder}/articles-*.parquet')
"""
HELD = """
create table held as
with words as (select page, list_transform(regexp_extract_all(lower(text), '[\\pL\\pN]+'), lambda w: hash(w)) w from pages),
grams as (select page, {unnested} from words)
select distinct page, hash({names}) gram from grams where {last} is not null
"""
SIZES = "create table sizes as select page, count(*) size from held group by page"
RARE = """
create table rare as
select held.page, held.gram, pages.outlet from held join pages using (page)
where gram in (select gram from held group by gram having count(*) between 2 and {crowd})
"""
CLEAN = """
create table clean as
with limits as (select outlet, least({pages}, greatest(2, floor(count(*) * {part}))) most from pages group by outlet),
counted as (select gram, outlet, count(*) n from rare group by gram, outlet),
chrome as (select gram from counted join limits using (outlet) where n > most)
select page, gram from rare where gram not in (select gram from chrome)
"""
PAIRS = """
select a.page, b.page, count(*) shared from clean a join clean b on a.gram = b.gram and a.page < b.page
group by a.page, b.page having count(*) >= {least}
"""
KEPT = """
select p.page, p.page_1 from ({pairs}) p join pages x on x.page = p.page join pages y on y.page = p.page_1
join sizes s on s.page = p.page join sizes t on t.page = p.page_1
where x.outlet <> y.outlet or p.shared >= {own} * least(s.size, t.size) order by all
"""


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Pairs by a self-join."""
    seconds: dict[str, float] = {}
    base = duckdb.connect()
    base.execute(f"set threads = {threads}")
    base.execute("set preserve_insertion_order = false")
    names = "abcdefghij"[:WORDS]
    unnested = ", ".join(f"unnest(w[{n + 1}:]) {name}" for n, name in enumerate(names))
    given = {"folder": folder, "unnested": unnested, "names": ", ".join(names), "last": names[-1]}
    given |= {"crowd": CROWD, "pages": PAGES, "part": PART}
    for step, query in (("pages", PAGES_OF), ("n-grams", HELD), ("sizes", SIZES), ("rare", RARE), ("chrome", CLEAN)):
        start = time.perf_counter()
        base.execute(query.format(**given))
        seconds[step] = round(time.perf_counter() - start, 2)
    start = time.perf_counter()
    pairs = PAIRS.format(least=LEAST).replace("b.page, count", "b.page page_1, count")
    rows = base.execute(KEPT.format(pairs=pairs, own=OWN)).fetchnumpy()
    seconds["joining"] = round(time.perf_counter() - start, 2)
    left, right = (np.asarray(c, np.int64) for c in rows.values())
    return outcome((left, right), seconds=seconds)
