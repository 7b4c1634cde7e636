"""Paths, folders and globs -> the files to read, each once, in a stable order."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stemma.errors import BadInput
from stemma.reading.sources.opening import PAGES, is_page_name


@dataclass(frozen=True, slots=True)
class Named:
    """An input that is no file: "-" for standard input, or an address."""

    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is no file on disk: its name, as a person gave it, and its bytes."""

    name: str
    data: bytes


def is_address(name: str) -> bool:
    """Whether an input is written as the address of a page."""
    return bool(re.match(r"https?://", name, re.IGNORECASE))


def expand(paths: Iterable[str | Path | Held]) -> Iterator[Path | Named | Held | BadInput]:
    """The files that `paths` name: files as given, folders recursively and globs, both sorted; each resolved file once.

    What is held in memory comes as it is.

    What names nothing readable comes as the `BadInput` (not raised) that says so.
    """
    seen: set[Path | str] = set()
    for given in paths:
        if isinstance(given, Held):
            yield given
            continue
        if str(given) == "-" or is_address(str(given)):
            if str(given) not in seen:
                seen.add(str(given))
                yield Named(str(given))
            continue
        if scheme := re.match(r"([a-z][a-z0-9+.-]+)://", str(given), re.IGNORECASE):
            yield BadInput(
                str(given),
                "address-refused",
                f"found an address with {scheme[1]}:; only http and https can be fetched",
                "save the page and name the file",
            )
            continue
        for found in _expanded(given):
            if isinstance(found, BadInput):
                yield found
                continue
            try:
                key = found.resolve()
            except (OSError, RuntimeError) as error:
                yield _unreadable(str(found), error)
                continue
            if key not in seen:
                seen.add(key)
                yield found


def _expanded(given: str | Path) -> Iterator[Path | BadInput]:
    name = str(given)
    if "\0" in name or not name:
        yield _missing(name)
        return
    path = Path(given)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists() or path.is_symlink():
            yield path
        elif glob.has_magic(name):
            matches = sorted(_matches(name))
            if not matches:
                yield BadInput(
                    name, "missing", "no file matches this pattern; needed at least one", "check the folder and the pattern"
                )
            for match in matches:
                yield from (_folder(Path(match)) if Path(match).is_dir() else (Path(match),))
        else:
            yield _missing(name)
    except OSError as error:
        yield _unreadable(name, error)


def _folder(folder: Path) -> Iterator[Path | BadInput]:
    found: list[Path] = []
    refused: list[BadInput] = []
    for where, folders, names in os.walk(folder, onerror=lambda e: refused.append(_unreadable(str(e.filename), e))):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(where, n) for n in names if is_page_name(n)]
    yield from refused
    if not found and not refused:
        yield BadInput(
            str(folder),
            "empty-folder",
            f"found no page in this folder; needed a file whose name ends in {', '.join(sorted(filter(None, PAGES)))}",
            "name the files outright if they are called otherwise",
        )
    yield from sorted(found)


def _matches(pattern: str) -> list[str]:
    """What a glob matches. (`Path.glob` refuses absolute patterns, hence `glob.glob`.)"""
    return glob.glob(pattern, recursive=True)  # noqa: PTH207


def distinct(paths: Sequence[Path]) -> dict[Path, str]:
    """For each path its file name, or as many of its last parts as it takes to tell it from the others of that name.

    Two outlets' equal pages, saved under one name in two folders, are two articles; where the collection lies says nothing.
    """
    parts = {path: path.resolve().parts for path in paths}
    names: dict[tuple[str, ...], str] = {}
    alike = list(dict.fromkeys(parts.values()))
    depth = 1
    while alike:
        times = Counter(own[-depth:] for own in alike)
        names |= {own: "/".join(own[-depth:]) for own in alike if times[own[-depth:]] == 1 or depth >= len(own)}
        alike = [own for own in alike if own not in names]
        depth += 1
    return {path: names[own] for path, own in parts.items()}


def load(path: Path) -> BinaryIO:
    """One file, opened. Raises `BadInput`."""
    source = str(path)
    try:
        if not path.is_file():
            if not path.exists():
                raise _missing(source)
            raise BadInput(
                source, "unreadable", "found something that is no regular file; needed a file", "name a file, folder or glob"
            )
        return path.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from error


def _missing(source: str) -> BadInput:
    return BadInput(source, "missing", "no such file or folder; needed one that exists", "check the path")


def _unreadable(source: str, error: Exception) -> BadInput:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return BadInput(source, "unreadable", f"the system refuses to read it: {reason}", "check its permissions")
