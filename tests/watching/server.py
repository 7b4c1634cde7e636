"""A server of feeds on this machine that keeps count, and misbehaves when told to."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Item:
    """A report in a feed: its paragraphs, or none for a teaser that leads to its page."""

    path: str
    title: str
    paragraphs: tuple[str, ...] = ()
    published: str = "Mon, 02 Mar 2026 09:00:00 GMT"
    updated: str = ""
    guid: str = ""


@dataclass
class Served:
    """What the server answers, by path; `asked` are the requests that came, with their headers."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    port: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    closing: bool = False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def feed(self, path: str, outlet: str, *items: Item, etag: str = "", **headers: str) -> None:
        """Serve a feed of items, the newest first, as RSS."""
        told = []
        for one in items:
            content = "".join(f"<p>{p}</p>" for p in one.paragraphs)
            body = f"<content:encoded>{escape(content)}</content:encoded>" if content else "<description>Read on.</description>"
            updated = f"<dcterms:modified>{one.updated}</dcterms:modified>" if one.updated else ""
            told.append(
                f"<item><title>{escape(one.title)}</title><link>{self.url(one.path)}</link>"
                f"<guid>{one.guid or self.url(one.path)}</guid>"
                f"<pubDate>{one.published}</pubDate>{updated}{body}</item>"
            )
        data = (
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            f'xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>{outlet}</title>{"".join(told)}</channel></rss>'
        ).encode()
        tag = etag or f'"{hash(data)}"'
        self.answers[path] = (200, {"Content-Type": "application/rss+xml", "ETag": tag, **headers}, data)

    def page(self, path: str, title: str, *paragraphs: str) -> None:
        """Serve a page."""
        body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
        html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
        self.answers[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())

    def count(self, path: str) -> int:
        return sum(p == path for p, _ in self.asked)


def serve(served: Served) -> ThreadingHTTPServer:
    """A running server; `shutdown` and `server_close` end it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            status, headers, data = served.answers.get(self.path, (404, {}, b"not here"))
            tag = headers.get("ETag")
            if status == 200 and tag and self.headers.get("If-None-Match") == tag:
                status, data = 304, b""
            if headers.get("X-Endless"):  # no end; a byte now and then, or as fast as it gets
                self.send_response(status)
                self.send_header("Content-Type", headers["Content-Type"])
                self.end_headers()
                slow = headers["X-Endless"] == "slow"
                served.stopped.clear()
                try:
                    self.wfile.write(data)
                    while not served.closing:
                        self.wfile.write(b" " if slow else b" " * 65_536)
                        time.sleep(0.05 if slow else 0)
                except OSError:
                    served.stopped.set()  # whoever asked has had enough
                return
            if headers.get("X-Cut-Gzip"):
                data, headers = gzip.compress(data)[:-20], {**headers, "Content-Encoding": "gzip"}
            if headers.get("X-Cut"):  # promises more than it sends
                self.send_response(status)
                self.send_header("Content-Type", headers["Content-Type"])
                self.send_header("Content-Length", str(len(data) + 1000))
                self.end_headers()
                self.wfile.write(data)
                return
            if "gzip" in self.headers.get("Accept-Encoding", "") and headers.get("X-Packed"):
                data, headers = gzip.compress(data), {**headers, "Content-Encoding": "gzip"}
            self.send_response_only(status)
            self.send_header("Date", headers.get("Date", self.date_time_string()))
            for name, value in headers.items():
                if name != "Date":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            status = served.answers.get(self.path, (404, {}, b""))[0]
            if status == 200:
                served.posted.append(data)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
