"""`stemma archive …`: a collection that is kept: add, search, stories, show, export, examine, check, compact, remove."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_inputs, add_lexicon, add_outlets

EXITS = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with inputs set aside."


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb, with verbs of its own."""
    parser = verbs.add_parser(
        "archive",
        help="keep a collection: add pages to it, search it, examine what changed, take pages out",
        description="An archive is a folder that keeps articles, what people corrected, and a dossier for every story. It survives "
        "being killed at any moment, can be used by several programs at once, and works out only what changed. See "
        "docs/archive.md.",
    )
    parser.set_defaults(run=_help(parser))
    own = parser.add_subparsers(title="verbs", metavar="VERB")
    for one in _VERBS:
        verb = own.add_parser(one.name, parents=[common], help=one.help, description=one.description, epilog=one.epilog)
        verb.add_argument("archive", metavar="ARCHIVE", type=Path, help="folder of the archive")
        verb.set_defaults(run=run, archive_verb=one.name)
        if one.options is not None:
            one.options(verb)
        verb.add_argument("--json", action="store_true", help=f"print {one.printed} as JSON on stdout, and nothing else")
        if one.examines:
            add_lexicon(verb)
            add_outlets(verb)


def _help(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        import sys

        from stemma.cli import USAGE

        parser.print_help(sys.stderr)
        return USAGE

    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verb:
    """A verb: what `--json` prints of it (`printed`), what it takes beside the archive, and whether it examines."""

    name: str
    help: str
    description: str
    printed: str
    epilog: str = ""
    options: Callable[[argparse.ArgumentParser], None] | None = None
    examines: bool = False


def _add(parser: argparse.ArgumentParser) -> None:
    add_inputs(parser)
    parser.add_argument("--no-examine", action="store_true", help="only keep the articles; `stemma archive examine` does the rest")


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="words to find")
    parser.add_argument("--since", metavar="DAY", default="", help="published on this day (2026-03-01), month or year, or later")
    parser.add_argument("--until", metavar="DAY", default="", help="published on this day, month or year, or earlier")
    parser.add_argument("--outlet", metavar="NAME", default="", help="of an outlet whose name holds this")
    parser.add_argument("--most", metavar="N", type=int, default=20, help="how many to print (default: 20)")


def _stories(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", metavar="WORDS", default="", help="only those with these words (title, outlets, claims, voices)"
    )
    parser.add_argument("--most", metavar="N", type=int, default=0, help="how many to print (default: all)")


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", metavar="STORY", help="id of a story, or its beginning")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, default=Path("stemma-out"), help="folder (default: stemma-out)")
    parser.add_argument(
        "--story", metavar="STORY", action="append", default=[], help="only this story; may be given more than once"
    )
    parser.add_argument("--no-text", action="store_true", help="leave the reports' texts out; no articles are written then")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt; nothing that was given is changed")


def _remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="+", metavar="ID|URL|SHA", help="an article's id, address, or the SHA-256 of its page")
    parser.add_argument("--no-examine", action="store_true", help="do not examine the stories again that quoted it")


_VERBS: Final = (
    _Verb(
        name="add",
        help="add pages, and examine what changed",
        description="Reads anything that `stemma examine` reads, keeps its articles in ARCHIVE (made if it is not there), and "
        "brings the stories up to date. What is in already is skipped, so an add that was interrupted goes on where it stopped: "
        "just run it again. The corrections in --corrections are kept, too.",
        printed="what was done, line by line,",
        epilog=EXITS,
        options=_add,
        examines=True,
    ),
    _Verb(
        name="examine",
        help="bring the stories up to date",
        description="Works out what changed since the last time: new articles, corrections, another version of stemma. The "
        "dossiers are those of a run from nothing. Can be interrupted and run again. While another program examines the archive it "
        "waits, and says for whom.",
        printed="what was done",
        epilog=EXITS,
        examines=True,
    ),
    _Verb(
        name="search",
        help="find articles by their words",
        description="Finds the articles whose title or report holds all the words, the best first. Case and accents do not count; "
        "words in double quotes must follow each other (in a shell: '\"two words\"'); a word that ends in * begins a longer one.",
        printed="every hit on a line",
        options=_search,
    ),
    _Verb(
        name="stories",
        help="list the stories with their bounds",
        description="Lists the stories, most reports first: id, between how many and how many independent origins stand behind the "
        "main claim, reports, days, title.",
        printed="every story on a line",
        options=_stories,
    ),
    _Verb(
        name="show",
        help="show a story's dossier in the terminal",
        description="Prints a dossier as `stemma show` does. An id that a story had before it grew leads to what it is now.",
        printed="the dossier",
        options=_show,
    ),
    _Verb(
        name="export",
        help="take everything away as files",
        description="Writes a folder for each story (dossier.html, dossier.json), articles.jsonl with every article as `stemma "
        "read` prints it, and corrections.jsonl, which `stemma examine --corrections` honours.",
        printed="what was written",
        options=_export,
    ),
    _Verb(
        name="check",
        help="look for damage, and mend it",
        description="Reads everything: the file's own structure, the hash of every page, article and dossier, every reference, "
        "whether the search index is in step with the texts and the sidecar with the archive, and whether a takedown was begun and "
        "not proved. Says what is wrong and how to mend it.",
        printed="what was found",
        epilog="Exit codes: 0 sound, 1 something is wrong.",
        options=_check,
    ),
    _Verb(
        name="compact",
        help="drop what nothing refers to, and give space back",
        description="Drops layers of articles that are not there, of other versions and of an examination that was never ended, "
        "and packs the files.",
        printed="what was won",
    ),
    _Verb(
        name="remove",
        help="take articles out for good, and prove it",
        description="Takes articles out with everything derived from them: statements, layers, index, corrections of their pages, "
        "the pages themselves. Dossiers that quote them are examined again without them. Then searches the bytes of every file of "
        "the archive for what was taken out, and prints what it looked for and found. If it is interrupted, the same command "
        "finishes it.",
        printed="the proof",
        epilog="Exit codes: 0 gone, 1 something is left (it says where), 2 wrong usage.",
        options=_remove,
        examines=True,
    ),
)


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    from stemma.cli import keeping

    does: Callable[[argparse.Namespace], int] = getattr(keeping, args.archive_verb)
    return does(args)
