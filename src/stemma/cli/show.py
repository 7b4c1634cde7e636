"""`stemma show DOSSIER`: a dossier in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its argument."""
    parser = verbs.add_parser(
        "show",
        parents=[common],
        help="show a dossier in the terminal",
        description="Prints the strip, the tree, every claim and the timeline of a dossier that `stemma examine` wrote.",
    )
    parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="a dossier.json, or the folder that holds it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Load and print it."""
    from stemma import codec
    from stemma.cli.output import WIDTH, bold
    from stemma.dossier import outline

    path = args.dossier / "dossier.json" if args.dossier.is_dir() else args.dossier
    for n, line in enumerate(outline(codec.load(path), full=True, width=WIDTH)):
        print(bold(line) if n == 0 else line)
    return 0
