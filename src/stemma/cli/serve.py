"""`stemma serve [ARCHIVE]`: the local app."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from stemma.cli.examine import Verbs

PORT = 8765


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "serve",
        parents=[common],
        help="open the local app: drop pages, read dossiers, correct them",
        description="Serves an archive as an app in the browser of this machine, and of no other: drop or paste pages, watch them "
        "being examined, read and search the dossiers, correct what is wrong, export. Pages, dossiers and corrections are kept in "
        "the archive, a folder of its own. Ends with Ctrl-C. Needs the extra stemma-news[web].",
    )
    parser.add_argument(
        "archive",
        metavar="ARCHIVE",
        nargs="?",
        type=Path,
        default=Path("stemma-archive"),
        help="folder that keeps pages, dossiers and corrections; made if it is not there (default: stemma-archive)",
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen at; 0 for any that is free (default: {PORT})")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1 (default) or ::1; others are refused")
    parser.add_argument("--open", action="store_true", help="open it in the browser")
    parser.add_argument(
        "--fetch", action="store_true", help="let addresses be pasted and fetched: public ones only, as robots.txt allows"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from stemma.cli import DONE
    from stemma.cli.output import warn
    from stemma.dossier.safe import plainly
    from stemma.errors import Misused, StemmaError

    if not 0 <= args.port <= 65_535:
        raise Misused(f"found the port {args.port}; needed 0 to 65535", "leave --port out")
    try:
        from stemma.web.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise StemmaError(
            f"the app needs the package {error.name}, which is not installed", "pip install 'stemma-news[web]'"
        ) from error

    def ready(address: str) -> None:
        print(f"stemma is at {address} (archive: {plainly(str(args.archive))}); Ctrl-C ends it", flush=True)
        if args.open and not webbrowser.open(address):
            warn(f"no browser could be opened; go to {address}")

    serve(args.archive, host=args.host, port=args.port, fetch=args.fetch, ready=ready)
    return DONE
