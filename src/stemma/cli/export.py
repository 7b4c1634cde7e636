"""`stemma export DOSSIER --to FORM`: take a dossier away in the form another program reads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stemma.cli.dossiers import add_dossier, loaded
from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its arguments."""
    parser = verbs.add_parser(
        "export",
        parents=[common],
        help="take a dossier away as tables, graph, tree, provenance, apparatus, annotations",
        description="Writes a dossier in other forms: csv, xlsx, parquet (tables); graphml, newick, nexus (the tree); markdown (a "
        "report); prov-json, prov-o (provenance); ninjs (wire items); tei (a critical apparatus); annotations (W3C Web "
        "Annotations); all (every form whose package is installed).",
    )
    add_dossier(parser)
    parser.add_argument(
        "--to", metavar="FORM", action="append", required=True, help="the form to write, or all; may be given more than once"
    )
    parser.add_argument(
        "-o", "--out", metavar="OUT", type=Path, default=None, help="folder to write to (default: beside the dossier); - for stdout"
    )
    parser.add_argument("--no-text", action="store_true", help="leave the reports' texts out: short quotations stay")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make every form asked for, then write them all."""
    from stemma.cli.output import warn
    from stemma.disk import put
    from stemma.dossier import withhold
    from stemma.dossier.safe import plainly
    from stemma.errors import BadInput, Misused
    from stemma.exporting import FORMS, export

    dossier = loaded(args.dossier)
    if args.no_text:
        dossier = withhold(dossier)
    files: dict[str, bytes] = {}
    for form in FORMS if "all" in args.to else args.to:
        try:
            files |= export(dossier, form)
        except BadInput as error:
            if "all" not in args.to or error.code != "needs-extra":
                raise
            warn(f"left out {form}: {error}")
    if args.out == Path("-"):
        if len(files) != 1:
            raise Misused(f"{len(files)} files cannot go to stdout", "choose a form that is one file, or a folder with -o")
        sys.stdout.flush()
        sys.stdout.buffer.write(*files.values())
        return 0
    folder = args.out or (args.dossier if args.dossier.is_dir() else args.dossier.parent)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        put(folder / name, data)
        print(plainly(f"→ {folder / name}"))
    return 0
