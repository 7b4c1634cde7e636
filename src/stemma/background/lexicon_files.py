"""A user's files of names and of outlets, read and checked: a refusal says where it stands, what was found, what was needed."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma.background.names import TABLES, Entry, Names, capitals, key, loose
from stemma.background.outlets import OUTLET_TABLES
from stemma.errors import BadInput
from stemma.model import Lexicon

MOST_BYTES: Final = 4 * 1024 * 1024
"""The largest file of names in bytes: some fifty thousand entries."""
LONGEST: Final = 200
"""The longest name in characters."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a file holds: its tables, what both sides of a line are called, and how a line is written."""

    noun: str
    tables: tuple[str, ...]
    left: str
    right: str
    line: str
    lists: tuple[str, ...] = ()
    """Tables in which a list of names may stand for several lines."""

    @property
    def form(self) -> str:
        """How the file is written."""
        return f"lines {self.line} under {', '.join(f'[{t}]' for t in self.tables[:-1])} or [{self.tables[-1]}]"


_NAMES: Final = _Kind("names", TABLES, "variant", "full name", '`"variant" = "full name"`')
_OUTLETS: Final = _Kind("outlets", OUTLET_TABLES, "outlet", "name", '`"outlet" = "newsroom, partner or agency"`', ("partners",))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """An entry and the file it stands in."""

    entry: Entry
    source: str

    def where(self) -> str:
        return f'{self.source}, [{self.entry.table}] "{self.entry.variant}"'


def read_names(*paths: str | os.PathLike[str], outlets: Iterable[str | os.PathLike[str]] = ()) -> Names:
    """The names in one or more files, checked together. The order of the files means nothing.

    `outlets` are files of outlets: which are one newsroom, which carry whose reports, which pages are an agency's own. Raises
    `BadInput` with the code "lexicon" where a file is missing, larger than `MOST_BYTES`, not UTF-8 or not TOML, holds another
    table, or an entry that cannot be meant; where two entries give one variant two meanings; where entries go in a ring.
    """
    return names_from(
        [(str(path), _bytes(path, _NAMES)) for path in paths], [(str(path), _bytes(path, _OUTLETS)) for path in outlets]
    )


def names_from(sources: Iterable[tuple[str, bytes]], outlets: Iterable[tuple[str, bytes]] = ()) -> Names:
    """As `read_names`, from (name of the file, its bytes)."""
    lexicons: set[tuple[str, str]] = set()
    placed = _placed(sources, _NAMES, lexicons)
    _check_meanings(placed)
    _check_rings(placed)
    titles = _placed(outlets, _OUTLETS, lexicons)
    _check_outlets(titles)
    return Names(
        entries=_sorted(placed),
        lexicons=tuple(Lexicon(file=f, sha256=h) for f, h in sorted(lexicons)),
        outlets=_sorted(titles),
    )


def _placed(sources: Iterable[tuple[str, bytes]], kind: _Kind, lexicons: set[tuple[str, str]]) -> list[_Placed]:
    """The lines of some files; the files are added to `lexicons`."""
    placed: list[_Placed] = []
    for source, data in sorted(sources):
        placed.extend(_Placed(entry=entry, source=source) for entry in _entries(source, data, kind))
        lexicons.add((Path(source).name.encode("utf-8", "replace").decode("utf-8"), hashlib.sha256(data).hexdigest()))
    return placed


def _sorted(placed: Iterable[_Placed]) -> tuple[Entry, ...]:
    return tuple(sorted({p.entry for p in placed}, key=lambda e: (e.table, e.variant, e.full)))


def _refused(source: str, message: str, hint: str) -> BadInput:
    return BadInput(source, "lexicon", message, hint)


def _bytes(path: str | os.PathLike[str], kind: _Kind) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _refused(
            str(path),
            f"{path}: found no file of {kind.noun} to read: {error.strerror}",
            "check that the path exists and may be read",
        ) from error
    if len(data) > MOST_BYTES:
        raise _refused(
            str(path),
            f"{path}: found more than {MOST_BYTES:,} bytes; needed a file of {kind.noun} of at most that",
            f"give only the {kind.noun} that your pages need; is this a file of {kind.noun} at all?",
        )
    return data


def _entries(source: str, data: bytes, kind: _Kind) -> list[Entry]:
    """The lines of one file, each checked alone."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(
            source, f"{source}, line {line}: found a byte that is not UTF-8; needed TOML in UTF-8", "save the file as UTF-8"
        ) from error
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = "tables nested too deep" if isinstance(error, RecursionError) else str(error)
        why = why.replace("at end of document", f"at line {len(text.splitlines())}, the end of the file")
        hint = f"write {kind.form}, each {kind.left} once in a table; put quotes around both sides"
        raise _refused(source, f"{source}: this is not TOML: {why}", hint) from error
    out: list[Entry] = []
    for table, lines in raw.items():
        if table not in kind.tables or not isinstance(lines, dict):
            found = f"table [{table}]" if isinstance(lines, dict | list) else f"{table!r} outside a table"
            needed = ", ".join(f"[{t}]" for t in kind.tables)
            raise _refused(source, f"{source}: found {found}; needed only {needed}", f"write {kind.form}")
        out.extend(
            _entry(source, table, variant, full, kind)
            for variant, value in lines.items()
            for full in (value if table in kind.lists and isinstance(value, list) else [value])
        )
    if not out:
        raise _refused(source, f"{source}: found no entry; needed at least one name", f"write {kind.form}")
    return out


def _entry(source: str, table: str, variant: str, full: object, kind: _Kind) -> Entry:
    where = f'{source}, [{table}] "{" ".join(variant.split())[:60]}"'
    if not isinstance(full, str):
        found = {dict: "a table", list: "a list", bool: "true or false"}.get(type(full), "a number or date")
        line = kind.line.strip("`")
        hint = f"put names with a full stop or a space in quotes; give each {kind.left} a line of its own: {line}"
        raise _refused(source, f"{where}: found {found}; needed the {kind.right} in quotes", hint)
    for side, words in ((kind.left, variant), (kind.right, full)):
        if not any(c.isalnum() for c in capitals(words)):
            raise _refused(source, f"{where}: found an empty {side}; needed a name", "write the name, or remove the line")
        if len(words) > LONGEST:
            raise _refused(
                source, f"{where}: found a {side} of {len(words)} characters; needed at most {LONGEST}", "give the name alone"
            )
    if _same(variant, full):
        raise _refused(
            source,
            f"{where}: found the {kind.left} as its own {kind.right}; needed another name",
            "remove the line: case, a leading “the” and a possessive make no other name",
        )
    return Entry(table=table, variant=" ".join(variant.split()), full=" ".join(full.split()))


def _same(variant: str, full: str) -> bool:
    """Whether two names are one to every reader; "Elysee" and "Élysée" are two spellings, and may stand in a file."""
    return loose(variant) == loose(full) and variant.isascii() == full.isascii()


def _check_meanings(placed: Iterable[_Placed]) -> None:
    """No variant may mean two things, whatever the tables and files they stand in."""
    first: dict[str, _Placed] = {}
    for one in sorted(placed, key=lambda p: (p.source, p.entry.table, p.entry.variant, p.entry.full)):
        keys = {f"={capitals(one.entry.variant)}"}
        if one.entry.table != "acronyms":
            keys.add(f"~{key(one.entry.table, one.entry.variant)}")
        for k in sorted(keys):
            other = first.setdefault(k, one)
            if loose(other.entry.full) != loose(one.entry.full):
                raise _refused(
                    one.source,
                    f'{one.where()}: found two meanings, "{one.entry.full}" and "{other.entry.full}" ({other.where()}); needed one',
                    "remove one of the two lines; if both are meant, give the variant in the words that tell them apart",
                )


def _check_rings(placed: Iterable[_Placed]) -> None:
    """No full name may lead back to its variant ("A" = "B", "B" = "A")."""
    ordered = sorted(placed, key=lambda p: (p.source, p.entry.table, p.entry.variant, p.entry.full))
    following = Names(entries=tuple(p.entry for p in ordered))
    safe: set[str] = set()
    for one in ordered:
        if loose(one.entry.variant) == loose(one.entry.full):  # a spelling with its accents leads nowhere
            continue
        path, seen = [one.entry.variant], {loose(one.entry.variant)}
        at: str | None = one.entry.full
        while at is not None and loose(at) not in safe:
            path.append(at)
            if loose(at) in seen:
                raise _refused(
                    one.source,
                    f"{one.where()}: found a ring, {' = '.join(f'“{p}”' for p in path[:8])}; needed full names that end somewhere",
                    "decide on one full name and let all the others lead to it",
                )
            seen.add(loose(at))
            at = following.step(at)
        safe |= seen


def _check_outlets(placed: Iterable[_Placed]) -> None:
    """No outlet may be of two newsrooms, or the page of two agencies, and no newsroom may lead back to its outlet."""
    ordered = sorted(placed, key=lambda p: (p.source, p.entry.table, p.entry.variant, p.entry.full))
    first: dict[tuple[str, str], _Placed] = {}
    for one in ordered:
        if one.entry.table == "partners":
            continue
        other = first.setdefault((one.entry.table, loose(one.entry.variant)), one)
        if loose(other.entry.full) != loose(one.entry.full):
            raise _refused(
                one.source,
                f'{one.where()}: found two meanings, "{one.entry.full}" and "{other.entry.full}" ({other.where()}); needed one',
                "remove one of the two lines",
            )
    following: Mapping[str, str] = {of: p.entry.full for (table, of), p in first.items() if table == "newsrooms"}
    for one in ordered:
        path, at = [one.entry.variant], following.get(loose(one.entry.variant)) if one.entry.table == "newsrooms" else None
        while at is not None:
            path.append(at)
            if loose(at) in {loose(p) for p in path[:-1]}:
                raise _refused(
                    one.source,
                    f"{one.where()}: found a ring, {' = '.join(f'“{p}”' for p in path[:8])}; needed newsrooms that end somewhere",
                    "decide on one newsroom and let all its outlets lead to it",
                )
            at = following.get(loose(at))
