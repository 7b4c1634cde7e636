"""`stemma demo`: the built-in story, examined like any other, beside its true tree."""

from __future__ import annotations

import argparse
import sys
from importlib.resources import as_file, files

from stemma.cli.examine import Verbs, examined, options, report
from stemma.cli.inputs import Asked


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "demo",
        parents=[common],
        help="examine the built-in story and compare with its true tree",
        description="Examines seven built-in pages about an invented event, exactly as `stemma examine` would, and afterwards says "
        "what their true tree is.",
    )
    options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine the built-in pages, then say how they truly hang together."""
    from stemma.cli.truth import compare

    with as_file(files("stemma.demo") / "pages") as pages:
        examination = examined(Asked(paths=(str(pages),), strict=False, corrections=(), fetch=False, stdin=None))
    code = report(examination, args)
    truth = (files("stemma.demo") / "truth" / "tree.json").read_text("utf-8")
    # With --json nothing else may stand on stdout.
    to = sys.stderr if args.json else sys.stdout
    print(file=to)
    for line in compare(examination, truth):
        print(line, file=to)
    return code
