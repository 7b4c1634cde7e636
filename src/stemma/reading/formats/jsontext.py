"""JSON from strangers -> its values, one at a time where they are records: lines, elements of an array, objects in a row."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

from stemma.errors import BadInput
from stemma.reading.formats.cells import Json
from stemma.reading.parts import Limits

HEAD: Final = 65_536
_CHUNK: Final = 65_536
_NAME: Final = 200
_RESUMED: Final = 1_000
"""Damaged elements after which an array is given up."""
_SPACE: Final = " \t\r\n\ufeff\x1e"
_LINES: Final = re.compile(r"\.(?:jsonl|ndjson|jsonlines|ldjson)(?:\.(?:gz|bz2|zst))*$", re.IGNORECASE)


class Broken(Exception):
    """JSON that cannot be read: the code of the `BadInput` that it becomes, and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(found)
        self.code = code
        self.found = found

    def refusal(self, source: str) -> BadInput:
        """This, said of `source`."""
        damaged = self.code == "damaged"
        hint = "get the file again, or look at that place" if damaged else "leave it out, or write a record a line (JSON lines)"
        return BadInput(source, self.code, f"found {self.found}; needed whole JSON", hint)


def parse(text: str) -> Json:
    """The value of a JSON text. Raises `Broken`: "damaged" (no JSON, or a number of absurd length), "too-deep"."""
    try:
        return cast(Json, json.loads(text, strict=False))
    except RecursionError as error:
        raise _deep() from error
    except ValueError as error:
        raise Broken("damaged", f"JSON that breaks off or is damaged ({str(error)[:120]})") from error


def values(file: BinaryIO, source: str, limits: Limits) -> Iterator[tuple[Json | BadInput, bool]]:
    """The values in a JSON file, and whether they are several: lines, elements of an array, or a single value.

    A line that is no JSON comes as a `BadInput` in its place. Raises `BadInput` where the whole file cannot be read:
    "damaged", "too-deep", "too-large" (an object over five pages' size, a line or element over two).
    """
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file), HEAD)
    head = buffered.peek(HEAD)[:HEAD]
    encoding = _encoding(head)
    start = head.decode(encoding, "replace").lstrip(_SPACE)
    try:
        with characters(buffered, encoding, "\n") as text:
            if _is_lines(start, source):
                yield from _lines(text, source, limits)
            elif start.startswith("["):
                yield from _elements(text, source, limits)
            else:
                yield from _objects(text, source, limits)
    except Broken as error:
        raise error.refusal(source) from error


@contextmanager
def characters(file: io.BufferedReader, encoding: str, newline: str, errors: str = "replace") -> Iterator[io.TextIOWrapper]:
    """The characters of a file, which stays open."""
    text = io.TextIOWrapper(file, encoding, errors, newline=newline)
    try:
        yield text
    finally:
        text.detach()


def _encoding(head: bytes) -> str:
    found = json.detect_encoding(head)
    return "utf-8-sig" if found == "utf-8" else found


def _is_lines(start: str, source: str) -> bool:
    """Whether every line is a value by itself: the name says so, or the first line is an object, or the second is."""
    if _LINES.search(source):
        return True
    if not start.startswith("{"):
        return False
    first, _, rest = start.partition("\n")
    if _is_object(first):
        return bool(rest.strip(_SPACE)) and rest.lstrip(_SPACE).startswith("{")
    second = rest.lstrip(_SPACE).partition("\n")[0]
    return first.rstrip()[-1:] not in ("{", "[", ",", ":") and _is_object(second) and start.startswith('{"')


def _is_object(line: str) -> bool:
    try:
        return isinstance(parse(line.strip(_SPACE)), dict)
    except Broken:
        return False


def _lines(text: io.TextIOWrapper, source: str, limits: Limits) -> Iterator[tuple[Json | BadInput, bool]]:
    longest = 2 * limits.page_bytes
    n = 0
    while line := text.readline(longest + 1):
        over = len(line) > longest
        while over and not line.endswith("\n") and (line := text.readline(longest)):
            pass
        if not over and not line.strip(_SPACE):
            continue
        n += 1
        try:
            if over:
                raise Broken("too-large", f"a line of more than {longest:,} characters")
            yield parse(line.strip(_SPACE)), True
        except Broken as error:
            yield error.refusal(f"{source}#{n}"), True


def _elements(text: io.TextIOWrapper, source: str, limits: Limits) -> Iterator[tuple[Json | BadInput, bool]]:
    """The elements of an array. After a damaged one reading goes on at the next object that begins with the same name."""
    reader = _Reader(text, 2 * limits.page_bytes)
    reader.skip(_SPACE + "[", once="[")
    n = damaged = 0
    begun = ""
    while True:
        try:
            n += 1
            if n > 1 and not reader.passes_comma():
                return
            if n == 1 and reader.skip(_SPACE) == "]":
                return
            begun = begun or reader.first_name()
            value = reader.value()
        except Broken as error:
            damaged += 1
            goes_on = damaged < _RESUMED and error.code != "too-deep" and reader.resume(begun)
            found = error.found if goes_on else f"{error.found}; all after it is lost"
            yield Broken(error.code, f"{found}, at element {n}").refusal(f"{source}#{n}"), True
            if not goes_on:
                return
            continue
        yield value, True


def _objects(text: io.TextIOWrapper, source: str, limits: Limits) -> Iterator[tuple[Json | BadInput, bool]]:
    """One value, or several one after another that are not on a short line each; after a damaged one as in `_elements`."""
    reader = _Reader(text, 5 * limits.page_bytes)
    reader.skip(_SPACE)
    begun = reader.first_name()
    value = reader.value()
    several = bool(reader.skip(_SPACE))
    yield value, several
    n = damaged = 0
    while several and reader.skip(_SPACE):
        n += 1
        try:
            yield reader.value(), True
        except Broken as error:
            damaged += 1
            goes_on = damaged < _RESUMED and error.code != "too-deep" and bool(begun) and reader.resume(begun)
            found = error.found if goes_on else f"{error.found}; all after it is lost"
            yield Broken(error.code, found).refusal(f"{source}#{n + 1}"), True
            if not goes_on:
                return


class _Reader:
    """Values out of a stream of characters, of which no more is held than the value at hand needs."""

    def __init__(self, text: io.TextIOWrapper, most: int) -> None:
        self._text, self._most = text, most
        self._decoder = json.JSONDecoder(strict=False)
        self._ended = False
        self._in_vain = 0
        self.resumed = False
        self.buffer, self.at = "", 0

    def skip(self, marks: str, once: str = "") -> str:
        """Go over `marks` (over `once` a single time) and give the character that stands there, "" at the end."""
        left = 1
        while True:
            while self.at < len(self.buffer):
                mark = self.buffer[self.at]
                if mark not in marks or (mark == once and not left):
                    return mark
                left -= mark == once
                self.at += 1
            if not self._more(_CHUNK):
                return ""

    def passes_comma(self) -> bool:
        """Go over the comma before the next element; false at the end of the array. Raises `Broken` at anything else."""
        if self.resumed:
            self.resumed = False
            return True
        mark = self.skip(_SPACE)
        if mark == "]":
            return False
        if mark == "{":
            # Nothing is lost where only the comma is.
            return True
        if mark != ",":
            raise Broken("damaged", f"{repr(mark) if mark else 'the end'} where a comma or a bracket must stand")
        self.at += 1
        self.skip(_SPACE)
        return True

    def first_name(self) -> str:
        """The first name in the object that begins here, "" where there is none."""
        if len(self.buffer) - self.at < _NAME:
            self._more(_CHUNK)
        m = re.compile(r'\{\s*"([^"\\]{1,100})"\s*:').match(self.buffer, self.at)
        return m[1] if m else ""

    def resume(self, begun: str) -> bool:
        """Go on to the next object that begins with this name; false if there is none, or too much was looked at in vain."""
        pattern = re.compile(rf'\{{\s*"{re.escape(begun)}"\s*:' if begun else r'\{\s*"')
        self._in_vain += len(self.buffer) - self.at
        if self._in_vain > 5 * self._most:
            return False
        self.at += 1
        while True:
            if m := pattern.search(self.buffer, self.at):
                self.at = m.start()
                self.resumed = True
                return True
            self.at = max(self.at, len(self.buffer) - _NAME)
            if not self._more(_CHUNK):
                return False

    def value(self) -> Json:
        """The value that begins here. Raises `Broken`."""
        size = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self.buffer, self.at)
            except RecursionError as error:
                raise _deep() from error
            except ValueError as error:
                # Not yet whole, or not whole ever: only more of it tells, unless it went wrong well before the end.
                pos = getattr(error, "pos", len(self.buffer))
                cut = pos >= len(self.buffer) - 16 or "Unterminated string" in str(error)
                if not cut or self._ended or not self._more(size):
                    raise Broken("damaged", f"JSON that breaks off or is damaged ({str(error)[:120]})") from error
                size *= 2
                continue
            if end < len(self.buffer) or self._ended or not self._more(_CHUNK):
                self.at = end if end <= len(self.buffer) else len(self.buffer)
                return cast(Json, value)

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        if self.at > _CHUNK:
            self.buffer, self.at = self.buffer[self.at :], 0
        if len(self.buffer) - self.at > self._most:
            raise Broken("too-large", f"one value of more than {self._most:,} characters")
        piece = self._text.read(size)
        self._ended = not piece
        self.buffer += piece
        return bool(piece)


def _deep() -> Broken:
    return Broken("too-deep", "JSON nested too deeply to be read")
