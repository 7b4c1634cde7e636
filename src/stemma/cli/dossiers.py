"""What every verb that asks a dossier takes: the file, and whether to print JSON."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemma.model import Dossier


def add_dossier(parser: argparse.ArgumentParser, name: str = "dossier", metavar: str = "DOSSIER") -> None:
    """Add the path of a dossier."""
    parser.add_argument(name, metavar=metavar, type=Path, help="a dossier.json or dossier.html, or the folder that holds them")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the choice of JSON."""
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON on stdout, and nothing else")


def files(path: Path) -> list[Path]:
    """The dossiers that a path means: itself, or of a folder its dossier.html and dossier.json, those there are.

    Raises `BadDossier` for a folder without either, with the folders below it that have one.
    """
    from stemma.errors import BadDossier

    if not path.is_dir():
        return [path]
    found = [file for file in (path / "dossier.html", path / "dossier.json") if file.exists()]
    if not found:
        below = sorted({str(file.parent) for file in path.glob("*/dossier.json")})
        named = ", ".join(below[:3]) + (f" or {len(below) - 3} more" if len(below) > 3 else "")
        raise BadDossier(
            f"{path} is a folder without a dossier.html or dossier.json",
            f"name one of its stories: {named}" if below else "name the folder of a story that `stemma examine` wrote",
        )
    return found


def loaded(path: Path) -> Dossier:
    """The dossier there. Raises `BadDossier`, `UnknownSchema`, `OSError`."""
    from stemma import codec
    from stemma.errors import BadDossier

    file = files(path)[-1]
    try:
        return codec.load(file)
    except BadDossier as error:
        raise type(error)(f"{file}: {error.message}", error.hint) from error
