"""A dossier as a file: JSON in its one canonical form, or a page that is exactly what its own dossier gives."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from stemma import codec
from stemma.background.names import SHIPPED, Names
from stemma.dossier import render
from stemma.model import Dossier, Fault, Proof
from stemma.proving.values import prove

_PLACE = re.compile(r'<h[1-4][^>]*>(.*?)</h[1-4]>|\sid="?([^"\s>]+)', re.DOTALL)
_SHOWN = 40


def verify(data: bytes | str | Path, *, names: Names = SHIPPED, again: bool = False) -> Proof:
    """Whether a dossier.html or dossier.json (its path, or its bytes) still is what it was made to be.

    All that `prove` checks of the dossier in it; and of the file, that it is to the byte the one way to write that dossier: so
    one flipped byte fails, and the fault names what. Raises `BadDossier` or `UnknownSchema` for bytes that hold no dossier
    that can be read, `OSError` for a file that cannot.
    """
    found = Path(data).read_bytes() if isinstance(data, str | Path) else data
    page = codec.is_page(found)
    inner = codec.unpacked(found) if page else found
    dossier = codec.decode(inner, Dossier)
    proof = prove(dossier, names=names, again=again)
    faults, checked = list(proof.faults), list(proof.checked)
    if codec.encode(dossier) != inner:
        faults.append(Fault(part="file", words=f"not in canonical form: {_first(inner, codec.encode(dossier))}"))
    if page:
        made = render(dossier, codec.payload(found)).encode("utf-8")
        if made != found:
            faults.append(Fault(part="page", words=_where(found, made)))
        else:
            checked.append(f"the page, {len(found):,} bytes, is what its dossier gives")
    words = proof.words if faults == list(proof.faults) else f"Not as it was made: {', '.join(sorted({f.part for f in faults}))}."
    return replace(proof, faults=tuple(faults), checked=tuple(checked), words=words)


def _first(found: bytes, made: bytes) -> str:
    """Where two byte strings part, and what stands there."""
    at = _parting(found, made)
    return f"byte {at} begins {_cut(found, at)!r}, should begin {_cut(made, at)!r}"


def _where(found: bytes, made: bytes) -> str:
    """Where a page parts from what its dossier gives: the byte, and the heading or anchor before it."""
    at = _parting(found, made)
    before = [
        m.group(2) or re.sub(r"<[^>]*>", "", m.group(1)).strip() for m in _PLACE.finditer(made[:at].decode("utf-8", "ignore"))
    ]
    place = f" after “{before[-1]}”" if before else ""
    return (
        f"it is not what its own dossier gives:{place} {_first(found, made)}; it was changed, or made by another version of stemma"
    )


def _parting(found: bytes, made: bytes) -> int:
    """The first byte at which two byte strings differ (the length of the shorter if one begins the other)."""
    return next((n for n, (a, b) in enumerate(zip(found, made, strict=False)) if a != b), min(len(found), len(made)))


def _cut(data: bytes, at: int) -> str:
    """A few characters from a byte on."""
    return data[at : at + _SHOWN].decode("utf-8", "replace")
