"""`stemma show DOSSIER`: a dossier in the terminal."""

from __future__ import annotations

import argparse

from stemma.cli.dossiers import add_dossier, loaded
from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its argument."""
    parser = verbs.add_parser(
        "show",
        parents=[common],
        help="show a dossier in the terminal",
        description="Prints the strip, the tree, every claim, every contradiction, change and omission, the timeline and the "
        "voices of a dossier that `stemma examine` wrote.",
    )
    add_dossier(parser)
    parser.add_argument(
        "--claim",
        metavar="CLAIM",
        help="open one claim: its origins and why they count, every wording with its chain ([words] the gist has not, ~hedges~); "
        "a number as listed, an id, or words of it",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Load and print it."""
    from stemma.cli.output import WIDTH, bold
    from stemma.dossier import opened, outline

    if args.claim is not None:
        for n, line in enumerate(opened(loaded(args.dossier), args.claim, width=WIDTH)):
            print(bold(line) if n == 0 else line)
        return 0
    for n, line in enumerate(outline(loaded(args.dossier), full=True, width=WIDTH)):
        print(bold(line) if n == 0 else line)
    return 0
