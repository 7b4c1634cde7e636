"""Tables as CSV, as an XLSX workbook and as Parquet. No cell is ever taken for a formula."""

from __future__ import annotations

import csv as lines
import datetime
import io
from collections.abc import Mapping

from stemma.errors import BadInput
from stemma.exporting.rows import Cell, tables
from stemma.model import Dossier

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_767
"""Most characters that a cell of a workbook can hold."""
_WIDE = 60


def csv(dossier: Dossier) -> Mapping[str, bytes]:
    """One file a table, UTF-8 with a byte order mark (so that spreadsheets read it right), RFC 4180.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    out = {}
    for table in tables(dossier):
        text = io.StringIO()
        writer = lines.writer(text, lineterminator="\r\n")
        writer.writerow(table.columns)
        writer.writerows([_safe(c) for c in row] for row in table.rows)
        out[f"{table.name}.csv"] = text.getvalue().encode("utf-8-sig")
    return out


def _safe(cell: Cell) -> Cell:
    """The cell with nothing at its head that starts a formula; numbers are numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def xlsx(dossier: Dossier) -> Mapping[str, bytes]:
    """One workbook, a sheet a table. Texts are written as texts: none is evaluated. No clock: the same dossier, the same bytes."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": dossier.title[:255], "created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables(dossier):
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 1)
        for n, column in enumerate(table.columns):
            longest = max([len(column), *(len(str(row[n])) for row in table.rows if row[n] is not None)])
            sheet.set_column(n, n, min(_WIDE, longest + 2), wrap)
            sheet.write_string(0, n, column, bold)
        for r, row in enumerate(table.rows, 1):
            for n, cell in enumerate(row):
                if isinstance(cell, bool):
                    sheet.write_boolean(r, n, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(r, n, cell)
                elif cell:
                    sheet.write_string(r, n, cell[:_LONGEST])
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.close()
    return {"dossier.xlsx": data.getvalue()}


def parquet(dossier: Dossier) -> Mapping[str, bytes]:
    """One file a table; empty cells are nulls. Raises `BadInput` (needs-extra) without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadInput(
            "parquet", "needs-extra", "Parquet needs pyarrow, which is not installed", "pip install 'stemma-news[parquet]'"
        ) from error
    out = {}
    for table in tables(dossier):
        kinds = {"origins_lower": pa.int64(), "origins_upper": pa.int64(), "newsrooms": pa.int64(), "words": pa.int64()}
        kinds |= {"statements": pa.int64(), "start": pa.int64(), "end": pa.int64()}
        kinds |= dict.fromkeys(("share", "confidence", "direction", "support", "weight"), pa.float64())
        kinds |= dict.fromkeys(("evolution", "directed", "parent_lost"), pa.bool_())
        if table.name == "findings":
            kinds["words"] = pa.string()
        fields = [pa.field(c, kinds.get(c, pa.string())) for c in table.columns]
        columns = [pa.array([row[n] for row in table.rows], f.type) for n, f in enumerate(fields)]
        to = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields)), to)
        out[f"{table.name}.parquet"] = to.getvalue()
    return out
