"""`stemma examine PATH…`: pages in, a dossier a story out."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.cli.inputs import Asked, add_inputs, add_lexicon, add_outlets, asked

if TYPE_CHECKING:
    from stemma.model import Examination

MOST = 8
"""So many files that were passed over are named."""
Verbs = argparse._SubParsersAction  # the type argparse has no public name for


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "examine",
        parents=[common],
        help="examine news reports and write a dossier for each story",
        description="Reads pages (plain text, HTML, feeds, web archives, wire packets, tables, database exports), finds the "
        "stories among them, and writes for each a folder with dossier.html (to read) and dossier.json (for programs). Prints a "
        "summary of at most twelve lines a story.",
        epilog="Exit codes: 0 done, 1 failed or nothing could be examined, 2 wrong usage, 3 done with inputs set aside.",
    )
    add_inputs(parser)
    add_lexicon(parser)
    add_outlets(parser)
    options(parser)
    parser.set_defaults(run=run)


def options(parser: argparse.ArgumentParser) -> None:
    """The options of everything that writes dossiers."""
    parser.add_argument(
        "-o", "--out", metavar="OUT", type=Path, default=Path("stemma-out"), help="folder to write to (default: stemma-out)"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the whole examination as JSON on stdout, and nothing else (the dossiers are written all the same)",
    )
    parser.add_argument(
        "--no-text",
        action="store_true",
        help="leave the reports' texts out of what is written: what stays may be shared: findings, short quotations, hashes",
    )
    parser.add_argument("--open", action="store_true", help="open the first dossier in the browser")


def run(args: argparse.Namespace) -> int:
    """Examine, write, print."""
    return report(examined(asked(args)), args, passed_over(args.paths))


def passed_over(paths: Sequence[str]) -> tuple[str, ...]:
    """The files below the folders among `paths` that were not read since their names do not end as pages do, in order.

    Hidden files and folders are not among them: they are meant to be left alone.
    """
    from stemma.reading.sources.opening import is_page_name

    found: set[str] = set()
    for folder in paths:
        for where, folders, names in os.walk(folder):
            folders[:] = [f for f in folders if not f.startswith(".")]
            found |= {str(Path(where) / n) for n in names if not n.startswith(".") and not is_page_name(n)}
    named = {os.path.realpath(p) for p in paths}
    return tuple(sorted(f for f in found if os.path.realpath(f) not in named))


def examined(wanted: Asked) -> Examination:
    """The examination of what was asked for, with a progress bar on stderr where that is a terminal."""
    from stemma.background.lexicon_files import read_names
    from stemma.cli.progress import progress
    from stemma.pipeline import examine

    names = read_names(*wanted.lexicon, outlets=wanted.outlets)
    with progress() as advance:
        return examine(
            wanted.paths,
            strict=wanted.strict,
            corrections=wanted.corrections,
            fetch=wanted.fetch,
            stdin=wanted.stdin,
            columns=wanted.columns,
            names=names,
            progress=advance,
        )


def report(examination: Examination, args: argparse.Namespace, over: Sequence[str] = ()) -> int:
    """Write the dossiers, say what was set aside or passed over (`over`, which is no fault), print the summaries; the exit code."""
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.output import open_page, print_json, print_story, set_aside, warn, write

    if args.no_text:
        examination = shareable(examination)
    written = [(dossier, write(dossier, args.out)) for dossier in examination.dossiers]
    set_aside(examination.rejected)
    if over:
        warn(_over(over))
    if args.json:
        print_json(examination, **({"passed_over": list(over)} if over else {}))
    else:
        for n, (dossier, page) in enumerate(written):
            print_story(dossier, page, first=n == 0)
    if args.open and written:
        open_page(written[0][1])
    if not written:
        from stemma.errors import StemmaError

        if not examination.rejected:
            raise StemmaError("no page found to examine", "give files, folders that hold some, or a glob in quotes")
        return FAILED
    return SET_ASIDE if examination.rejected else DONE


def _over(files: Sequence[str]) -> str:
    """The line that says which files were passed over."""
    from stemma.dossier.names import count

    names = ", ".join(Path(f).name for f in files[:MOST]) + (f" and {len(files) - MOST} more" if len(files) > MOST else "")
    these = "its ending is" if len(files) == 1 else "their endings are"
    return f"passed over {count(len(files), 'file')}, as {these} not a page's: {names} (name a file itself to have it tried)"


def shareable(examination: Examination) -> Examination:
    """The examination without the texts of its reports."""
    from dataclasses import replace

    from stemma.codec import sealed
    from stemma.dossier import withhold

    return replace(examination, dossiers=tuple(sealed(withhold(d)) for d in examination.dossiers))
