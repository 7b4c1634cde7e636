"""Files are whole or not there."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from stemma.disk import clear, fill, put, sweep


def test_bytes_and_pieces_are_written(tmp_path: Path) -> None:
    put(tmp_path / "a" / "b", b"whole")
    put(tmp_path / "c", (piece for piece in (b"in ", b"pieces")))
    assert (tmp_path / "a" / "b").read_bytes() == b"whole"
    assert (tmp_path / "c").read_bytes() == b"in pieces"


def test_a_file_is_on_the_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, bool]] = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append((os.fstat(handle).st_size, (tmp_path / "a").exists())))
    put(tmp_path / "a", b"words")
    assert synced == [(5, False)]


def test_what_fails_midway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path / "a", b"old")

    def breaks(file: BinaryIO) -> None:
        file.write(b"ne")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "a", breaks)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "precious", b"mine")
    (tmp_path / "a").symlink_to(tmp_path / "precious")
    put(tmp_path / "a", b"new")
    assert (tmp_path / "precious").read_bytes() == b"mine"
    assert not (tmp_path / "a").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o077, 0o600)])
def test_rights_are_those_that_the_user_leaves(mask: int, rights: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        put(tmp_path / "a", b"words")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == rights


def test_what_a_killed_process_of_the_same_number_began_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".writing.{os.getpid()}.0").write_bytes(b"half")
    put(tmp_path / "a", b"words")
    sweep(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_clearing_takes_files_and_leaves_what_is_not(tmp_path: Path) -> None:
    folder, outside = tmp_path / "scratch", tmp_path / "outside"
    clear(folder)
    put(folder / "a", b"1")
    clear(folder)
    assert not folder.exists()
    put(outside / "precious", b"mine")
    folder.symlink_to(outside)
    clear(folder)
    assert (outside / "precious").exists()
    folder.unlink()
    put(folder / "deeper" / "note", b"mine")
    put(folder / "a", b"1")
    clear(folder)
    assert [p.name for p in folder.iterdir()] == ["deeper"]
