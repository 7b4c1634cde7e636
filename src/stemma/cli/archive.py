"""`stemma archive …`: a collection that is kept: add, search, stories, show, export, examine, check, compact, remove."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

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
    _add(own, common)
    _examine(own, common)
    _search(own, common)
    _stories(own, common)
    _show(own, common)
    _export(own, common)
    _check(own, common)
    _compact(own, common)
    _remove(own, common)


def _help(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        import sys

        from stemma.cli import USAGE

        parser.print_help(sys.stderr)
        return USAGE

    return run


def _verb(
    verbs: Verbs[argparse.ArgumentParser],
    common: argparse.ArgumentParser,
    name: str,
    help_: str,
    description: str,
    epilog: str = "",
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, parents=[common], help=help_, description=description, epilog=epilog)
    parser.add_argument("archive", metavar="ARCHIVE", type=Path, help="folder of the archive")
    parser.set_defaults(run=run, archive_verb=name)
    return parser


def _json(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--json", action="store_true", help=f"print {what} as JSON on stdout, and nothing else")


def _add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "add",
        "add pages, and examine what changed",
        "Reads anything that `stemma examine` reads, keeps its articles in ARCHIVE (made if it is not there), and brings "
        "the stories "
        "up to date. What is in already is skipped, so an add that was interrupted goes on where it stopped: just run it "
        "again. The "
        "corrections in --corrections are kept, too.",
        EXITS,
    )
    add_inputs(parser)
    parser.add_argument("--no-examine", action="store_true", help="only keep the articles; `stemma archive examine` does the rest")
    _json(parser, "what was done, line by line,")
    add_lexicon(parser)
    add_outlets(parser)


def _examine(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "examine",
        "bring the stories up to date",
        "Works out what changed since the last time: new articles, corrections, another version of stemma. The dossiers "
        "are those of "
        "a run from nothing. Can be interrupted and run again.",
        EXITS,
    )
    _json(parser, "what was done")
    add_lexicon(parser)
    add_outlets(parser)


def _search(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "search",
        "find articles by their words",
        "Finds the articles whose title or report holds all the words, the best first. Case and accents do not count; words in "
        "double quotes must follow each other (in a shell: '\"two words\"'); a word that ends in * begins a longer one.",
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="words to find")
    parser.add_argument("--since", metavar="DAY", default="", help="published on this day (2026-03-01), month or year, or later")
    parser.add_argument("--until", metavar="DAY", default="", help="published on this day, month or year, or earlier")
    parser.add_argument("--outlet", metavar="NAME", default="", help="of an outlet whose name holds this")
    parser.add_argument("--most", metavar="N", type=int, default=20, help="how many to print (default: 20)")
    _json(parser, "every hit on a line")


def _stories(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "stories",
        "list the stories with their bounds",
        "Lists the stories, most reports first: id, between how many and how many independent origins stand behind the main claim, "
        "reports, days, title.",
    )
    parser.add_argument(
        "--search", metavar="WORDS", default="", help="only those with these words (title, outlets, claims, voices)"
    )
    parser.add_argument("--most", metavar="N", type=int, default=0, help="how many to print (default: all)")
    _json(parser, "every story on a line")


def _show(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "show",
        "show a story's dossier in the terminal",
        "Prints a dossier as `stemma show` does. An id that a story had before it grew leads to what it is now.",
    )
    parser.add_argument("story", metavar="STORY", help="id of a story, or its beginning")
    _json(parser, "the dossier")


def _export(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "export",
        "take everything away as files",
        "Writes a folder for each story (dossier.html, dossier.json), articles.jsonl with every article as `stemma read` "
        "prints it, and "
        "corrections.jsonl, which `stemma examine --corrections` honours.",
    )
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, default=Path("stemma-out"), help="folder (default: stemma-out)")
    parser.add_argument(
        "--story", metavar="STORY", action="append", default=[], help="only this story; may be given more than once"
    )
    parser.add_argument("--no-text", action="store_true", help="leave the reports' texts out; no articles are written then")


def _check(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "check",
        "look for damage, and mend it",
        "Reads everything: the file's own structure, the hash of every page, article and dossier, every reference, "
        "whether the search "
        "index is in step with the texts and the sidecar with the archive. Says what is wrong and how to mend it.",
        "Exit codes: 0 sound, 1 something is wrong.",
    )
    parser.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt; nothing that was given is changed")
    _json(parser, "what was found")


def _compact(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "compact",
        "drop what nothing refers to, and give space back",
        "Drops layers of articles that are not there, of other versions and of an examination that was never ended, and packs "
        "the files.",
    )
    _json(parser, "what was won")


def _remove(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parser = _verb(
        verbs,
        common,
        "remove",
        "take articles out for good, and prove it",
        "Takes articles out with everything derived from them: statements, layers, index, corrections of their pages, the pages "
        "themselves. Dossiers that quote them are examined again without them. Then searches the bytes of every file of "
        "the archive "
        "for what was taken out, and prints what it looked for and found.",
        "Exit codes: 0 gone, 1 something is left (it says where), 2 wrong usage.",
    )
    parser.add_argument("what", nargs="+", metavar="ID|URL|SHA", help="an article's id, address, or the SHA-256 of its page")
    parser.add_argument("--no-examine", action="store_true", help="do not examine the stories again that quoted it")
    _json(parser, "the proof")
    add_lexicon(parser)
    add_outlets(parser)


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    from stemma.cli import keeping

    does: Callable[[argparse.Namespace], int] = getattr(keeping, args.archive_verb)
    return does(args)
