"""Writes the pages of the documentation that are made from the program itself, or checks that they are up to date.

    python -m tools.write_docs [--check]

model.md from the nouns, cli.md from --help, glossary.md from the glossary that `stemma explain` reads, errors.md from the error
tree and the codes of `Rejected`, and the table of evaluation.md from the figures last pinned.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import stemma.model
from stemma import errors
from stemma.background import glossary

DOCS = Path(__file__).resolve().parent.parent / "docs"
MEASURED = DOCS.parent / "evals" / "measured.json"
VERBS = (
    *("examine", "read", "attribute", "collate", "correct", "demo", "show", "without", "reach", "compare", "independence"),
    *("verify", "export", "serve", "schema", "explain", "archive"),
    *(f"archive {verb}" for verb in ("add", "examine", "search", "stories", "show", "export", "check", "compact", "remove")),
)
NOTE = "<!-- Written by `python -m tools.write_docs`; edit the source, not this page. -->\n\n"


def model_page() -> str:
    """Every noun with its docstring and fields."""
    out = ["# The nouns\n", inspect.cleandoc(stemma.model.__doc__ or ""), ""]
    for module in ("article", "story", "result"):
        part = getattr(stemma.model, module)
        out += [f"\n## {inspect.cleandoc(part.__doc__ or '').splitlines()[0]}\n"]
        for name, noun in vars(part).items():
            if dataclasses.is_dataclass(noun) and isinstance(noun, type) and noun.__module__ == part.__name__:
                out += [f"### {name}\n", inspect.cleandoc(noun.__doc__ or ""), ""]
                out += [f"- `{f.name}`: `{f.type}`" for f in dataclasses.fields(noun)]
                out += [""]
    kinds = inspect.getsource(stemma.model.kinds).split("\n\n", 3)[-1].strip()
    return "\n".join(out) + f"\n## Closed vocabularies\n\n```python\n{kinds}\n```\n"


def cli_page() -> str:
    """The help of every verb, as the program prints it at 100 columns."""
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    out = ["# Command line\n"]
    for verb in ("", *VERBS):
        command = [sys.executable, "-m", "stemma", *verb.split(), "--help"]
        text = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
        out += [f"## stemma {verb}".rstrip() + "\n", f"```\n{text.rstrip()}\n```\n"]
    out += [
        "## Exit codes\n",
        "| code | meaning |\n|---|---|\n| 0 | done |\n| 1 | failed |\n| 2 | wrong usage |\n| 3 | done, with inputs set aside |\n"
        "| 130 | interrupted |\n",
    ]
    return "\n".join(out)


def glossary_page() -> str:
    """The terms of the field, with their sources."""
    out = ["# Glossary\n", "The same texts are printed by `stemma explain TERM`.\n"]
    for entry in glossary.entries():
        out += [f"## {entry.term}\n", entry.definition + "\n", f"*Source: {entry.source}*\n"]
    return "\n".join(out)


def errors_page() -> str:
    """The error tree and the codes of inputs that were set aside."""
    table = "\n".join(f"| `{code}` | {meaning} |" for code, meaning in errors.CODES.items())
    return (
        "# Errors\n\n```\n" + inspect.cleandoc(errors.__doc__ or "") + "\n```\n\n## Inputs set aside\n\n"
        "An input that cannot be used never sinks a batch: it becomes a `Rejected` with `source`, `code`, `message` (what was "
        "found, what was needed) and `hint` (what to do).\n\n| code | meaning |\n|---|---|\n" + table + "\n"
    )


def evaluation_page(page: str) -> str:
    """The page as written by hand, with the table of figures between its markers made anew."""
    start, end = "<!-- figures -->", "<!-- /figures -->"
    head, rest = page.split(start, 1)
    _, tail = rest.split(end, 1)
    rows = ["| figure | key | value |", "|---|---|---:|"]
    for m in json.loads(MEASURED.read_text("utf-8")):
        rows += [f"| `{m['name']}` v{m['version']} | {key} | {value:.4f} |" for key, value in m["values"].items()]
    return head + start + "\n" + "\n".join(rows) + "\n" + end + tail


PAGES: dict[str, Callable[[], str]] = {
    "model.md": model_page,
    "cli.md": cli_page,
    "glossary.md": glossary_page,
    "errors.md": errors_page,
}


def main(argv: list[str] | None = None) -> int:
    """Write the pages; with --check only compare, and return 1 if one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")
    check = parser.parse_args(argv).check
    made = {DOCS / name: NOTE + write() for name, write in PAGES.items()}
    evaluation = DOCS / "evaluation.md"
    if MEASURED.exists():
        made[evaluation] = evaluation_page(evaluation.read_text("utf-8"))
    stale = [file for file, text in made.items() if not file.exists() or file.read_text("utf-8") != text]
    for file in stale:
        print(f"{file.relative_to(DOCS.parent)}: {'out of date, run `make docs`' if check else 'written'}")
        if not check:
            file.write_text(made[file], "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
