"""The journal: what was noted is there again, and half a line is no line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stemma.engine.journal import Entry, Journal
from stemma.model import Rejected

REJECTED = Rejected(source="a\npage", code="language", message="“found”", hint="")
words = st.text('abc\n"\\é', max_size=5)
entries = st.lists(
    st.builds(Entry, words, words, words, st.tuples(st.integers(0, 9), st.integers(0, 9)), st.sampled_from([(), (REJECTED,)])),
    unique_by=lambda entry: entry.key,
    max_size=6,
)


@given(entries, st.integers(0, 200))
def test_a_cut_loses_only_what_it_cuts(noted: list[Entry], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        journal = Journal(path)
        for entry in noted:
            journal.add(entry)
        assert Journal(path).entries == {entry.key: entry for entry in noted}
        data = path.read_bytes() if noted else b""
        path.write_bytes(data[: max(0, len(data) - cut)])
        again = Journal(path)
        kept = list(again.entries.values())
        assert kept == noted[: len(kept)]
        assert len(kept) == data[: max(0, len(data) - cut)].count(b"\n")
        again.add(Entry("new", "s", "", (0, 0), ()))
        assert list(Journal(path).entries) == [*(entry.key for entry in kept), "new"]


@given(entries)
def test_settled_it_says_the_same_whatever_the_order(noted: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = set()
        for n, order in enumerate((noted, noted[::-1])):
            journal = Journal(Path(folder) / str(n))
            for entry in order:
                journal.add(entry)
            gone = journal.settle([entry.key for entry in noted[::2]])
            assert {entry.key for entry in gone} == {entry.key for entry in noted[1::2]}
            seen.add((Path(folder) / str(n)).read_bytes())
        assert len(seen) == 1


def test_an_entry_stands_while_its_files_are_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a-story"
    folder.mkdir()
    (folder / "dossier.json").write_bytes(b"12345")
    (folder / "dossier.html").write_bytes(b"123")
    assert Entry("k", "s", "a-story", (5, 3), ()).stands(tmp_path)
    assert not Entry("k", "s", "a-story", (5, 4), ()).stands(tmp_path)
    assert not Entry("k", "s", "another", (5, 3), ()).stands(tmp_path)
    assert Entry("k", "s", "", (0, 0), (REJECTED,)).stands(tmp_path)
