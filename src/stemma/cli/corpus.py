"""`stemma corpus INPUT…`: a whole collection: who copied whom, its stories, a dossier for each."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_inputs, add_lexicon, add_outlets, asked

if TYPE_CHECKING:
    from stemma.engine import Engine
    from stemma.engine.corpus import Summary


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "corpus",
        parents=[common],
        help="work through a whole collection: copies, stories and a dossier for each, on many cores or a Spark cluster",
        description="Reads a collection of any size (all that `stemma read` reads), finds every two reports that share text, "
        "the stories, and examines each story of several reports. Writes copies, stories, what was set aside and a summary to OUT, "
        "and each dossier to OUT/dossiers. Stopped at any moment, the same command goes on from there.",
        epilog="Exit codes: 0 done, 1 failed or nothing read, 2 wrong usage, 3 done with inputs set aside, 130 interrupted.",
    )
    add_inputs(parser, strict=False)
    add_lexicon(parser)
    add_outlets(parser)
    parser.add_argument(
        "-o", "--out", metavar="OUT", type=Path, default=Path("stemma-corpus"), help="folder to write to (default: stemma-corpus)"
    )
    parser.add_argument(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="local: processes of this machine (the default); spark: a Spark cluster, which reads s3a://, hdfs://, … too",
    )
    parser.add_argument("--workers", metavar="N", type=int, help="processes of the local engine (default: one a core)")
    parser.add_argument(
        "--memory",
        metavar="SIZE",
        help="what the search for shared text may hold in memory, such as 2GB (default: 4GB, or half of a smaller machine); "
        "what is more goes to OUT/work",
    )
    parser.add_argument(
        "--master",
        "--spark-master",
        metavar="URL",
        help="the Spark cluster: spark://host:7077, yarn, k8s://…; left out, that of spark-submit, else local[*]",
    )
    parser.add_argument(
        "--driver-memory",
        metavar="SIZE",
        help="memory for the Java of Spark's driver, on this machine, such as 8GB (default: half of the machine, from 1GB to 31GB)",
    )
    parser.add_argument(
        "--spark-conf",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a setting of Spark's own, such as spark.executor.memory=8g; may be given again and again",
    )
    parser.add_argument(
        "--min-reports", metavar="N", type=int, default=2, help="examine stories of at least N reports (default: 2)"
    )
    parser.add_argument("--stories", metavar="N", type=int, help="examine only the N stories with the most reports; 0 for none")
    parser.add_argument("--no-text", action="store_true", help="leave the reports' texts out of the dossiers")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON on stdout, and nothing else")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do the work and print what came of it; the exit code."""
    from stemma.background.lexicon_files import read_names
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.progress import progress

    _check_extras()
    from stemma.engine.corpus import Wanted
    from stemma.engine.corpus import run as work
    from stemma.engine.taking import Inputs
    from stemma.errors import Misused, StemmaError

    if args.min_reports < 1 or (args.stories is not None and args.stories < 0):
        raise Misused("found a number of reports or stories that cannot be", "--min-reports needs 1 or more, --stories 0 or more")
    given = asked(args)
    inputs = Inputs(paths=given.paths, fetch=given.fetch, stdin=given.stdin, columns=given.columns)
    wanted = Wanted(
        min_reports=args.min_reports,
        most=args.stories,
        corrections=given.corrections,
        names=read_names(*given.lexicon, outlets=given.outlets),
        no_text=args.no_text,
    )
    engine = _engine(args)
    try:
        with progress() as advance:
            summary = work(inputs, args.out, engine, wanted, advance)
    except KeyboardInterrupt:
        print(f"stemma: stopped; what was finished is in {args.out}. The same command goes on from there.", file=sys.stderr)
        raise
    except OSError as error:
        raise StemmaError(
            f"could not go on in {args.out}: {error.strerror or error}",
            "see to the disk (space, rights); what was finished is kept, and the same command goes on from there",
        ) from error
    finally:
        engine.close()
    _print(summary, args.out, as_json=args.json)
    if not summary.articles:
        return FAILED
    return SET_ASIDE if summary.rejected else DONE


def _check_extras() -> None:
    """Say what to install where the packages of the extra `corpus` are missing."""
    from stemma.errors import StemmaError

    missing = [name for name in ("pyarrow", "numba") if find_spec(name) is None]
    if missing:
        raise StemmaError(f"a collection needs {' and '.join(missing)}, not installed", "pip install 'stemma-news[corpus]'")


def _engine(args: argparse.Namespace) -> Engine:
    from stemma.engine.sizes import size_of
    from stemma.errors import Misused

    if args.engine == "local":
        for option, given in (("master", args.master), ("driver-memory", args.driver_memory), ("spark-conf", args.spark_conf)):
            if given:
                raise Misused(f"found --{option}, which is for --engine spark", f"add --engine spark, or leave --{option} out")
        from stemma.engine import Local

        return Local(args.workers, size_of(args.memory, "--memory") if args.memory else None)
    if args.workers is not None:
        raise Misused("found --workers, which is for the local engine", "say how many with --master, such as local[4]")
    if args.memory is not None:
        raise Misused(
            "found --memory, which is for the local engine", "say --driver-memory, and --spark-conf spark.executor.memory=…"
        )
    settings: dict[str, str] = {}
    for one in args.spark_conf:
        key, is_, value = one.partition("=")
        if not is_ or not key.strip():
            raise Misused(f"found --spark-conf {one!r}, needed KEY=VALUE", "such as --spark-conf spark.executor.memory=8g")
        settings[key.strip()] = value.strip()
    from stemma.engine.spark import Spark

    driver = size_of(args.driver_memory, "--driver-memory") if args.driver_memory else None
    return Spark.start(args.master, settings=settings, driver_memory=driver)


def _print(summary: Summary, out: Path, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write((out / "summary.json").read_text("ascii"))
        return
    print(f"{summary.articles:,} articles, {summary.rejected:,} inputs set aside (rejected.jsonl)")
    print(f"{summary.copied:,} articles share text with others, in {summary.copies:,} pairs (copies.csv, copies.parquet)")
    print(f"{summary.stories:,} stories, {summary.shared_stories:,} of several reports (stories.jsonl, stories.parquet)")
    print(f"{summary.dossiers:,} dossiers (dossiers/)")
    print(f"→ {out}")
