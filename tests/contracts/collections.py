"""Small collections of our own making, as files: two stories of two reports, single reports, and inputs that are set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

ROWS = (
    {
        "url": "https://fennick-herald.example/ferry",
        "outlet": "Fennick Herald",
        "published": "2026-03-02",
        "title": "Ferry runs aground off Fennick Point",
        "text": "A ferry with 84 passengers ran aground off Fennick Point on Monday evening, the coastguard said.\n"
        "“Nobody was hurt, and the hull is sound,” Captain Ilse Brandt told the Fennick Herald.\n"
        "The vessel was towed to Orrin harbour at dawn, the harbour office said in a statement.",
    },
    {
        "url": "https://orrin-courier.example/aground",
        "outlet": "Orrin Courier",
        "published": "2026-03-03",
        "title": "Ferry with 84 aboard aground off Fennick Point",
        "text": "A ferry with 84 passengers ran aground off Fennick Point on Monday evening, the coastguard said.\n"
        "Captain Ilse Brandt told the Fennick Herald that nobody was hurt.\n"
        "Tugs brought the vessel to Orrin harbour on Tuesday morning.",
    },
    {
        "url": "https://tallow-gazette.example/mill",
        "outlet": "Tallow Gazette",
        "published": "2026-04-11",
        "title": "Tallow paper mill to close in June",
        "text": "The paper mill in Tallow will close in June and 310 people will lose their jobs, its owner Brask said on Friday.\n"
        "“We were given no warning,” union leader Petra Quist said.\n"
        "The council of Tallow meets on Monday to talk about the closure of the paper mill.",
    },
    {
        "url": "https://valley-wire.example/brask",
        "outlet": "Valley Wire",
        "published": "2026-04-11",
        "title": "Brask shuts Tallow paper mill, 310 jobs go",
        "text": "Brask will close its paper mill in Tallow in June, with the loss of 310 jobs, the company said on Friday.\n"
        "Union leader Petra Quist said that the workers had been given no warning.\n"
        "The council of Tallow will talk about the closure of the paper mill on Monday.",
    },
    {
        "url": "https://valley-wire.example/bees",
        "outlet": "Valley Wire",
        "published": "2026-05-20",
        "title": "Beekeepers count record swarms in Upper Marren",
        "text": "Beekeepers in Upper Marren have counted more swarms this spring than in any year since 1987.\n"
        "Warm nights in April are the reason, the beekeepers’ association wrote in its yearly report.",
    },
    {
        "url": "https://valley-wire.example/fromage",
        "outlet": "Valley Wire",
        "published": "2026-05-21",
        "title": "Le marché aux fromages change de place",
        "text": "Le marché aux fromages de la ville quitte la place du village pour les bords de la rivière, a annoncé la mairie "
        "jeudi dans un communiqué, en raison des travaux qui doivent durer tout l’été et une partie de l’automne.",
    },
)


def jsonl(path: Path, rows: tuple[Mapping[str, str], ...] = ROWS) -> Path:
    """The rows as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def parquet(path: Path, rows: tuple[Mapping[str, str], ...] = ROWS) -> Path:
    """The rows as a Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)
    return path


def mixed(folder: Path) -> Path:
    """A folder with a table of reports, one without a text, a web archive that breaks off, and a picture."""
    folder.mkdir(parents=True)
    jsonl(folder / "reports.jsonl", ROWS[:3])
    parquet(folder / "more.parquet", ROWS[3:])
    parquet(folder / "figures.parquet", ({"year": "1987", "swarms": "12"},))
    page = "<html><head><title>Well</title></head><body><article><p>A well was dug in Orrin in March.</p></article></body></html>"
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: https://orrin-courier.example/well\r\nWARC-Date: 2026-03-01T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (folder / "crawl.warc").write_text((head + body)[: -len(page) // 2], "utf-8", newline="")
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    return folder


def broken(folder: Path) -> Path:
    """A folder of good reports among all that can be wrong: tables cut short, overwritten and empty, lines that are no rows, a web
    archive with a record without a byte and one that breaks off."""
    folder.mkdir(parents=True)
    whole = parquet(folder / "good.parquet", ROWS[:2]).read_bytes()
    (folder / "cut.parquet").write_bytes(whole[:-50])
    (folder / "empty.parquet").write_bytes(b"")
    (folder / "overwritten.parquet").write_bytes(whole[:200] + bytes(80) + whole[280:])
    first, second = (json.dumps(row) for row in ROWS[2:4])
    (folder / "lines.jsonl").write_text("\n".join((first, '{"text": "half', "[1, 2]", "null", second)) + "\n", "utf-8")
    text = "".join(f"<p>{line}</p>" for line in ROWS[4]["text"].splitlines())
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><h1>Bees</h1>{text * 2}</article></body></html>"
    records = (warc(1, ""), warc(2, page), warc(3, page)[:-300])
    (folder / "crawl.warc").write_text("".join(records), "utf-8", newline="")
    return folder


def warc(number: int, body: str) -> str:
    """A record of a web archive: the answer of a server."""
    return (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: https://valley-wire.example/{number}\r\nWARC-Date: 2026-05-20T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}\r\n\r\n"
    )


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, by path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def told(folder: Path) -> dict[str, bytes]:
    """Everything below a folder but what only the next run looks at."""
    return {name: data for name, data in files(folder).items() if not name.startswith("work/")}
