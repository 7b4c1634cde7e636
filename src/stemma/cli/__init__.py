"""The command `stemma`: one module a verb, each with `add` (its options) and `run` (what it does, returning the exit code).

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with inputs set aside, 130 interrupted. Nothing heavy is imported before a
verb runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import stemma
from stemma.cli import (
    archive,
    attribute,
    collate,
    compare,
    corpus,
    correct,
    demo,
    examine,
    explain,
    export,
    independence,
    reach,
    read,
    schema,
    serve,
    show,
    verify,
    watch,
    without,
)
from stemma.errors import StemmaError

__all__ = ["main"]

DONE, FAILED, USAGE, SET_ASIDE, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (default: the program's own) and return the exit code; never raises."""
    parser = _parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or printed the help or version asked for
        return stop.code if isinstance(stop.code, int) else USAGE
    if args.run is None:
        parser.print_help(sys.stderr)
        return USAGE
    _never_fail_on_a_character()
    _work_on_one_core()
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("stemma: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): not an error. Keep the interpreter from writing to it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except StemmaError as error:
        failed = _fail(error.message, error.hint, args.debug)
        return USAGE if error.code in ("bad-columns", "usage") else failed
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        return _fail(f"{error.strerror or error}:{where}", "check that the path exists and may be read and written", args.debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence: told in one line, in full with --debug
        return _fail(
            f"unexpected {type(error).__name__}: {error}", "please report this; --debug shows where it happened", args.debug
        )
    return code


class _Parser(argparse.ArgumentParser):
    """One whose complaints repeat what was typed without letting it steer the terminal."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with exit code 2."""
        from stemma.dossier.safe import plainly

        super().error(plainly(message))


def _fail(message: str, hint: str, debug: bool) -> int:
    """Say what went wrong and what to do on stderr."""
    if debug:
        traceback.print_exc()
    from stemma.dossier.safe import plainly

    print(f"stemma: {plainly(message)}", file=sys.stderr)
    if hint:
        print(f"        {plainly(hint)}", file=sys.stderr)
    return FAILED


def _never_fail_on_a_character() -> None:
    """A terminal that cannot show a character gets a replacement instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _work_on_one_core() -> None:
    """Our matrices are small: threads of the linear algebra would mostly wait for each other, on a busy machine for seconds.

    Read by numpy when a verb first loads it; whoever sets the variable is left alone.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _parser() -> argparse.ArgumentParser:
    """The whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help="on an error print the whole traceback")
    parser = _Parser(
        prog="stemma",
        description="Who repeats whom in the news, who said each thing, and how many independent origins stand behind every claim.",
        epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with inputs set aside.",
    )
    parser.add_argument("--version", action="version", version=f"stemma {stemma.__version__}")
    parser.set_defaults(run=None, debug=False)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")
    for verb in (
        examine,
        read,
        attribute,
        collate,
        correct,
        demo,
        show,
        without,
        reach,
        compare,
        independence,
        corpus,
        serve,
        archive,
        watch,
        verify,
        export,
        schema,
        explain,
    ):
        verb.add(verbs, common)
    return parser
