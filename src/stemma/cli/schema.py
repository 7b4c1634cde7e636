"""`stemma schema`: the JSON Schema of a dossier."""

from __future__ import annotations

import argparse
import sys

from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "schema",
        parents=[common],
        help="print the JSON Schema of a dossier",
        description="Prints the JSON Schema (2020-12) of dossier.json on stdout.",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print it."""
    from stemma import codec

    sys.stdout.write(codec.schema().decode("utf-8"))
    return 0
