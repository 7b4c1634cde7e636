"""Archives and feeds built in memory, which the tests of reading share."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from stemma.errors import BadInput
from stemma.reading.parts import LIMITS, Limits, Part
from stemma.reading.sources.opening import open_parts

HTML_TYPE = (("Content-Type", "text/html; charset=UTF-8"),)
Record = tuple[str, bytes, Sequence[tuple[str, str]], str]


def opened(data: bytes, name: str, limits: Limits = LIMITS) -> list[Part | BadInput]:
    return list(open_parts(io.BytesIO(data), name, name, limits))


def parts(found: Iterable[Part | BadInput]) -> list[Part]:
    return [p for p in found if isinstance(p, Part)]


def codes(found: Iterable[Part | BadInput]) -> list[str]:
    return [p.code for p in found if isinstance(p, BadInput)]


def zipped(items: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in items:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


def archived(records: Iterable[Record], gzip: bool = True, version: str = "WARC/1.1") -> bytes:
    """A WARC of responses, each with the request before it, and a warcinfo record first. Dates are fixed."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, body, headers, status in records:
        dated = {"WARC-Date": "2025-03-04T15:00:00Z"}
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "selwick.example")], is_http_request=True)
        writer.write_record(
            writer.create_warc_record(address, "request", io.BytesIO(), http_headers=request, warc_headers_dict=dated)
        )
        answer = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", io.BytesIO(body), http_headers=answer, warc_headers_dict=dated)
        )
    return out.getvalue()


def rss(*items: str, head: str = "", root: str = "") -> bytes:
    """An RSS feed of items, each given as what stands in it."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {root}><channel><title>The Selwick Observer</title>'
        f"<link>https://selwick.example/</link>{head}" + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>"
    ).encode()
