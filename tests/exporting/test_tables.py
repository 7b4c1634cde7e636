"""CSV, XLSX and Parquet, read back by libraries that are not ours."""

import csv
import io

import openpyxl
import pyarrow.parquet as pq
import pytest

from stemma.exporting import export
from stemma.exporting.rows import tables
from stemma.exporting.sheets import _safe
from stemma.model import Dossier


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_statement_claim_edge_and_finding_has_a_row(demo: Dossier) -> None:
    files = export(demo, "csv")
    assert set(files) == {"reports.csv", "claims.csv", "statements.csv", "edges.csv", "findings.csv"}
    found = demo.findings
    assert len(read(files["statements.csv"])) - 1 == len(demo.statements)
    assert len(read(files["edges.csv"])) - 1 == len(demo.stemma.derivations)
    assert len(read(files["findings.csv"])) - 1 == len(found.contradictions) + len(found.drifts) + len(found.omissions)
    assert {row[0] for row in read(files["claims.csv"])[1:]} == {c.id for c in demo.claims}


def test_a_row_has_the_exact_words_and_where_they_stand(demo: Dossier) -> None:
    rows = read(export(demo, "csv")["statements.csv"])
    at = {name: n for n, name in enumerate(rows[0])}
    text = {a.id: a.text for a in demo.articles}
    whole = [r for r in rows[1:] if " … " not in r[at["content"]]]
    assert len(whole) > 20
    for row in whole:
        words = text[row[at["report_id"]]][int(row[at["start"]]) : int(row[at["end"]])]
        assert " ".join(words.split()) == row[at["content"]].removeprefix("'") or row[at["content"]].startswith("'")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "＝1"])
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert _safe(cell) == f"'{cell}"
    assert _safe(-1) == -1 and _safe("plain = text") == "plain = text"


def test_hostile_pages_make_no_formula_in_csv_or_workbook(hostile: Dossier) -> None:
    cells = [c for data in export(hostile, "csv").values() for row in read(data)[1:] for c in row]
    assert any("HYPERLINK" in c for c in cells)
    assert not [c for c in cells if c[:1] in ("=", "+", "@") or (c[:1] == "-" and not c[1:2].isdigit())]
    book = openpyxl.load_workbook(io.BytesIO(export(hostile, "xlsx")["dossier.xlsx"]))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(c.value) for c in values)
    assert all(c.data_type in ("s", "n", "b") and c.hyperlink is None for c in values)


def test_the_workbook_has_a_sheet_a_table_and_the_same_cells(demo: Dossier) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(demo, "xlsx")["dossier.xlsx"]))
    for table in tables(demo):
        rows = list(book[table.name].iter_rows(values_only=True))
        assert rows[0] == table.columns
        assert [tuple(c if c != "" else None for c in row) for row in table.rows] == rows[1:]


def test_parquet_has_types_and_nulls(demo: Dossier) -> None:
    files = export(demo, "parquet")
    for table in tables(demo):
        back = pq.read_table(io.BytesIO(files[f"{table.name}.parquet"]))
        assert back.column_names == list(table.columns)
        assert [tuple(row.values()) for row in back.to_pylist()] == list(table.rows)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_the_same_dossier_gives_the_same_bytes(demo: Dossier, form: str) -> None:
    assert export(demo, form) == export(demo, form)
