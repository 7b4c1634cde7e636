"""A dossier as a file: one flipped byte fails."""

from pathlib import Path

import pytest

from stemma import codec
from stemma.dossier import render
from stemma.errors import BadDossier, StemmaError
from stemma.model import Dossier
from stemma.proving import verify


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    """The bytes with one bit of one byte turned."""
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def fails(data: bytes) -> bool:
    """Whether the file is refused, as unreadable or as not what it was made to be."""
    try:
        return bool(verify(data).faults)
    except StemmaError:
        return True


def test_json_and_page_as_made_are_sound(data: bytes, page: bytes, tmp_path: Path) -> None:
    assert not verify(data).faults
    (tmp_path / "dossier.html").write_bytes(page)
    proof = verify(tmp_path / "dossier.html")
    assert not proof.faults and "is what its dossier gives" in proof.checked[-1]


@pytest.mark.parametrize("part", range(24))
def test_one_flipped_bit_of_the_json_fails(data: bytes, part: int) -> None:
    assert fails(flipped(data, (2 * part + 1) * len(data) // 48, part % 7))


@pytest.mark.parametrize("part", range(8))
def test_one_flipped_bit_of_the_page_fails(page: bytes, part: int) -> None:
    assert fails(flipped(page, (2 * part + 1) * len(page) // 16, part % 7))


def test_a_word_changed_in_the_page_alone_is_named(demo: Dossier, page: bytes) -> None:
    at = page.index(b"id=claims")
    word = page.index(b"origin", at)
    (fault,) = verify(page[:word] + b"Origin" + page[word + 6 :]).faults
    assert fault.part == "page"
    assert "begins 'Origin" in fault.words and "should begin 'origin" in fault.words


def test_white_space_added_to_the_json_is_named(data: bytes) -> None:
    (fault,) = verify(data + b"\n").faults
    assert fault.part == "file" and f"byte {len(data)}" in fault.words


def test_a_page_without_a_dossier_is_no_dossier(demo: Dossier) -> None:
    with pytest.raises(BadDossier, match="carries no dossier"):
        verify(render(demo).encode())


def test_a_damaged_dossier_in_a_page(page: bytes) -> None:
    inner = codec.payload(page).encode()
    with pytest.raises(BadDossier, match="damaged"):
        verify(page.replace(inner, inner[:400] + inner[404:]))


def test_a_page_is_a_dossier_to_every_reader_of_dossiers(page: bytes, demo: Dossier, tmp_path: Path) -> None:
    (tmp_path / "shared.html").write_bytes(page)
    assert codec.load(tmp_path / "shared.html") == demo
