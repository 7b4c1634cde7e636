"""What a billion articles would take, reckoned from committed results: `python -m benchmarks.billion [--articles N] [--write]`.

Prints the tables of docs/billion.md; --write puts them there. Nothing is measured here: rates come from benchmarks/results/*.json,
each named beside its number, and what was chosen and not measured is in `CHOSEN`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "billion.md"
ARTICLES: Final = 10**9

CHOSEN: Final = {
    "cores": 400,
    "machines": 25,
    "price": 0.05,
    "network": 1e9,
    "shared": 0.4,
    "window": 30,
    "years": 20,
}
"""Not measured: cores in all, and machines that they are in; dollars that a core costs an hour; bytes a second that a machine sends
and takes; the part of articles that are in stories of several reports; days that each day is compared with, and years that the
collection spans."""

_MARKS: Final = "<!-- {0}: python -m benchmarks.billion --write -->\n{1}<!-- end of {0} -->"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the whole run: what it is cut by, bytes moved and processor milliseconds an article (None: told with the stage
    before), the part of all articles that it is done to, and where these come from."""

    name: str
    by: str
    moved: float
    milliseconds: float | None
    part: float
    origin: str


def results(name: str) -> Any:
    """The committed results of a benchmark."""
    return json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text("utf-8"))


def stages() -> tuple[Stage, ...]:
    """The stages, in order."""
    spark, inside = results("spark"), results("stories-inside")
    each, many = spark["rates"], spark["articles"]
    moved = {name: size / many for name, size in spark["moved"].items()}
    work = 1e3 * spark["spark"]["cpu"] / many
    story = inside["sizes"][0]
    return (
        Stage("read pages, judge them", "file", 0, each["read_ms"], 1, "`read_ms`"),
        Stage("shared text: words", "file, 2 MB of text", moved["texts"], work, 1, "`moved`; `spark.cpu` for all four steps"),
        Stage("… n-grams that several texts hold", "range of the hash", moved["postings"], None, 1, "`moved`"),
        Stage("… how often two texts meet", "4,096 left texts", moved["meetings"], None, 1, "`moved`"),
        Stage("… pairs verified exactly", "65,536 pairs", moved["words of pairs"], None, 1, "`moved`"),
        Stage(
            "profiles and stories", "week", each["profile_bytes"], each["profile_ms"] + each["place_ms"], 1,
            "`profile_ms`, `place_ms`, `profile_bytes`",
        ),
        Stage(
            f"dossiers of stories of two and more ({CHOSEN['shared']:.0%} of articles)", "story", each["article_bytes"],
            1e3 * story["an_article"], CHOSEN["shared"], f"stories-inside, stories of {story['articles']}; `article_bytes`",
        ),
    )  # fmt: skip


def whole(articles: int) -> str:
    """The table of the global run."""
    rows = [
        "| stage | cut by | moved | core-hours | hours on the cluster | dollars | from |",
        "|---|---|---|---|---|---|---|",
    ]
    sums = [0.0, 0.0, 0.0]
    for stage in stages():
        count = articles * stage.part
        moved = stage.moved * count
        core_hours = (stage.milliseconds or 0.0) * count / 3.6e6
        network = moved / (CHOSEN["machines"] * CHOSEN["network"]) / 3600
        hours = core_hours / CHOSEN["cores"] + network
        cost = hours * CHOSEN["cores"] * CHOSEN["price"]
        core_told = "above" if stage.milliseconds is None else f"{core_hours:,.0f}"
        sums = [a + b for a, b in zip(sums, (moved, core_hours, hours), strict=True)]
        rows.append(f"| {stage.name} | {stage.by} | {_bytes(moved)} | {core_told} | {hours:,.1f} | {cost:,.0f} | {stage.origin} |")
        if stage.name == "profiles and stories":
            rows.append(_sum("up to the stories", *sums))
    return "\n".join([*rows, _sum("all", *sums)])


def _sum(name: str, moved: float, core_hours: float, hours: float) -> str:
    cost = hours * CHOSEN["cores"] * CHOSEN["price"]
    return f"| **{name}** | | **{_bytes(moved)}** | **{core_hours:,.0f}** | **{hours:,.1f}** | **{cost:,.0f}** | |"


def days(articles: int) -> str:
    """The table of days with a window, each on one machine."""
    kernel = results("shared-text")["sizes"][-1]
    mine = kernel["peers"]["stemma"]
    rate = 1e3 * mine["cpu"] / kernel["articles"]
    many = round(365.25 * CHOSEN["years"])
    a_day = articles / many
    job = a_day * (CHOSEN["window"] + 1)
    seconds = rate * job / 1e3
    return "\n".join(
        (
            "| | | from |",
            "|---|---|---|",
            f"| jobs (days) | {many:,} | {CHOSEN['years']} years, chosen |",
            f"| articles a day | {a_day:,.0f} | |",
            f"| articles of a job | {job / 1e6:,.1f} million | the day and {CHOSEN['window']} before it |",
            f"| text of a job | {_bytes(job * kernel['bytes'] / kernel['articles'])} | shared-text |",
            f"| processor an article | {rate:.3f} ms | shared-text, {kernel['articles']:,} pages |",
            f"| processor a job | {seconds:,.0f} s | |",
            f"| all jobs | {seconds * many / 3600:,.0f} core-hours, {seconds * many / 3600 * CHOSEN['price']:,.0f} dollars | |",
        )
    )


def ranges(articles: int) -> str:
    """The table of what one task, and the driver, would have to hold as the program stands."""
    spark = results("spark")
    grams = articles * spark["bytes"] / spark["articles"] / 6.5  # a word and what parts it from the next, about
    return "\n".join(
        (
            "| what is held | bytes | where |",
            "|---|---|---|",
            f"| postings of a range of 2¹⁶ | {_bytes(8 * grams / 2**16)} | a task |",
            f"| outlets, order and twins of all texts | {_bytes(13 * articles)} | every worker, as broadcast |",
            f"| fingerprints of all texts | {_bytes(16 * articles)} | the driver |",
            f"| the catalogue | {_bytes(200 * articles)} | the driver |",
            f"| profiles | {_bytes(spark['rates']['profile_bytes'] * articles)} | the driver |",
        )
    )


def _bytes(many: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if many >= size:
            return f"{many / size:,.1f} {unit}"
    return "–" if not many else f"{many:,.0f}"


def tables(articles: int = ARTICLES) -> dict[str, str]:
    """The tables of the page, by name."""
    return {"days": days(articles), "whole": whole(articles), "held": ranges(articles)}


def put_in(page: str) -> str:
    """The page with its tables as they are now. Raises `ValueError` for a page without a place for one."""
    for name, table in tables().items():
        start, end = _MARKS.format(name, "\0").split("\0")
        found = re.search(f"{re.escape(start)}.*?{re.escape(end)}", page, re.DOTALL)
        if found is None:
            raise ValueError(f"{PAGE} has no place for the table {name!r}")
        page = page.replace(found[0], f"{start}\n{table}\n\n{end}")
    return page


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables, or put them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/billion.md")
    asked = parser.parse_args(argv)
    if asked.write:
        PAGE.write_text(put_in(PAGE.read_text("utf-8")), "utf-8")
        return 0
    for name, table in tables(asked.articles).items():
        print(f"{name}\n\n{table}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
