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


def loaded(path: Path) -> Dossier:
    """The dossier there. Raises `BadDossier`, `UnknownSchema`, `OSError`."""
    from stemma import codec
    from stemma.errors import BadDossier

    file = path / "dossier.json" if path.is_dir() else path
    try:
        return codec.load(file)
    except BadDossier as error:
        raise type(error)(f"{file}: {error.message}", error.hint) from error
