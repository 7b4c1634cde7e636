"""`stemma verify DOSSIER…`: whether a dossier still is what it was made to be."""

from __future__ import annotations

import argparse
from pathlib import Path

from stemma.cli.dossiers import add_json, files
from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_lexicon, add_outlets
from stemma.errors import BadDossier, StemmaError


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its arguments."""
    parser = verbs.add_parser(
        "verify",
        parents=[common],
        help="whether a dossier still is what it was made to be",
        description="Recomputes the hashes of every part, looks up every quoted passage in its text, computes every bound anew "
        "from the tree, and compares the page with what its dossier gives. One changed byte fails, and what it is in is named. "
        "Whoever can write a whole new dossier can make a sound one: compare the reports' SHA-256 with your own copies.",
    )
    parser.add_argument(
        "files", metavar="DOSSIER", type=Path, nargs="+", help="a dossier.html or dossier.json, or a folder with both"
    )
    parser.add_argument("--again", action="store_true", help="compute everything anew from the reports' texts, not only the bounds")
    add_lexicon(parser)
    add_outlets(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check each file and print what held and what did not."""
    from stemma.background.lexicon_files import read_names
    from stemma.cli.output import bold, print_json, wrapped
    from stemma.proving import verify

    names = read_names(*args.lexicon, outlets=args.outlets)
    failed = False

    for path in args.files:
        try:
            meant = files(path)
        except BadDossier as error:
            failed = True
            _unread(path, error, args.json)
            continue
        for file in meant:
            try:
                proof = verify(file, names=names, again=args.again)
            except (StemmaError, OSError) as error:
                # One file that cannot be read is a failure of its own; the others are still looked at.
                failed = True
                _unread(file, error, args.json)
                continue
            failed = failed or bool(proof.faults)
            if args.json:
                print_json(proof, file=str(file))
                continue
            print(bold(wrapped(f"{file}: {proof.words}")))
            for fault in proof.faults:
                print(wrapped(f"✕ {fault.part}: {fault.words}", lead="  "))
            for line in proof.checked:
                print(wrapped(f"✓ {line}", lead="  "))
            for line in proof.unchecked:
                print(wrapped(f"? {line}", lead="  "))
    return 1 if failed else 0


def _unread(path: Path, error: StemmaError | OSError, json: bool) -> None:
    """Say that a path could not even be read; with --json also where the proofs stand, as `stemma read` tells of such inputs."""
    from stemma.cli.output import print_json, warn
    from stemma.model import Rejected

    if isinstance(error, StemmaError):
        told = Rejected(source=str(path), code=error.code, message=error.message, hint=error.hint)
    else:
        code = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
        hint = "check that the path exists and may be read"
        told = Rejected(source=str(path), code=code, message=error.strerror or str(error), hint=hint)
    if json:
        print_json(told)
    named = told.message if str(path) in told.message else f"{path}: {told.message}"
    warn(f"{named} ({told.hint})" if told.hint else named)
