"""Writing dossiers and printing about them."""

from __future__ import annotations

import json
import os
import sys
import textwrap
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from stemma import codec
from stemma.disk import put
from stemma.dossier import outline, render
from stemma.dossier.names import folder_name
from stemma.dossier.safe import escaped, plainly
from stemma.errors import StemmaError
from stemma.model import Dossier, Rejected

WIDTH = 100


def write(dossier: Dossier, out: Path) -> Path:
    """Write dossier.html and dossier.json to the story's folder below `out`; returns the path of the page.

    Raises `StemmaError` where `out` cannot be written to, or a link would lead the files out of it.
    """
    folder = out / folder_name(dossier)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(out.resolve()):
            raise StemmaError(f"{folder} leads out of {out}", "remove that link, or choose another folder with -o")
        data = codec.encode(dossier)
        put(folder / "dossier.json", data)
        put(folder / "dossier.html", render(dossier, codec.packed(data)).encode("utf-8"))
    except OSError as error:
        raise StemmaError(
            f"cannot write to {out}: {error.strerror or error}", "choose a folder you may write to with -o"
        ) from error
    return folder / "dossier.html"


def set_aside(rejected: Iterable[Rejected]) -> None:
    """Say on stderr what was not used, why, and what to do."""
    for one in rejected:
        hint = f" ({one.hint})" if one.hint else ""
        warn(f"set aside {one.source}: {one.message}{hint} [{one.code}]")


def warn(message: str) -> None:
    """A line on stderr. Names of files and words of pages are in it: none of their characters may steer the terminal."""
    print(f"stemma: {plainly(message)}", file=sys.stderr)


def print_json(value: codec.Encodable, **beside: object) -> None:
    """A value as one line of JSON in UTF-8, whatever the terminal's encoding, on stdout; the keys of `beside` go before its own."""
    data = codec.encode(value)
    if beside:
        data = json.dumps(beside, separators=(",", ":")).encode()[:-1] + b"," + data[1:]
    put_json(data + b"\n")


def put_json(data: bytes) -> None:
    """Bytes of JSON in UTF-8 to stdout, whatever the terminal's encoding; to a terminal with hiding characters as escapes of JSON,
    which mean the same and cannot steer it."""
    if sys.stdout.isatty():
        data = escaped(data.decode("utf-8")).encode("utf-8")
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stream that takes text only, as some notebooks and tests put in its place
        sys.stdout.write(data.decode("utf-8"))
    else:
        buffer.write(data)
        buffer.flush()


def print_story(dossier: Dossier, page: Path, *, first: bool) -> None:
    """At most twelve lines: the strip, the tree, the leading claims, the denials, and where the dossier is."""
    if not first:
        print()
    for n, line in enumerate(outline(dossier, width=WIDTH)):
        print(bold(line) if n == 0 else line)
    print(plainly(f"→ {page}"))


def wrapped(text: str, *, lead: str = "", under: str = "    ") -> str:
    """A sentence made safe for a terminal, on as many lines of `WIDTH` as it takes; all but the first begin with `under`."""
    safe = " ".join(plainly(text).split())
    return textwrap.fill(safe, WIDTH, initial_indent=lead, subsequent_indent=under, break_on_hyphens=False)


def bold(line: str) -> str:
    """Heavier type where stdout is a terminal that has it."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return line if plain else f"\x1b[1m{line}\x1b[0m"


def open_page(page: Path) -> None:
    """Show a page in the browser; where there is none, say so and go on."""
    try:
        opened = webbrowser.open(page.resolve().as_uri())
    except webbrowser.Error:
        opened = False
    if not opened:
        warn(f"no browser could be opened; the dossier is {page}")
