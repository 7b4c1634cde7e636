"""How long a person waits at `stemma serve`: for the first screen, for the story after a drop, for the next run.

    python -m benchmarks.app [PATH…] [--runs N] [--shared]

Starts the app as its users do, in an empty folder, and speaks to it as their browser does: the first screen, a drop of all pages
in one form, the events of the run until it is over, then the run's page and the story. Cold is from the start of the program,
warm with the process that examines ready. After it: the same once more with nothing changed, after a correction, and with one page
more. Prints the median in seconds and the least, wall clock, and the load of the machine; the peer is the same pages given to
`stemma.examine` in one process, the second time.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

DEMO = Path(__file__).resolve().parent.parent / "src" / "stemma" / "demo" / "pages"
SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
WARM = 8.0
"""Seconds that the process which examines is given to be ready."""
ANOTHER = """Ferry line to stop at weekends

The ferry between Brackwater and the island of Senn will not sail at weekends from May, the company that runs it said on Monday.

"There are not enough passengers to pay for the fuel," said its manager, Olle Brandt.
"""


class App:
    """A running app in an empty folder, spoken to like a browser."""

    def __init__(self, folder: str) -> None:
        self.began = time.perf_counter()
        command = [sys.executable, "-m", "stemma", "serve", folder, "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", said)
        if found is None:
            raise RuntimeError(f"the app did not start: {said!r}")
        self.port = int(found[1])
        self.cookie = ""

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, str]:
        """An answer, and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"cookie": self.cookie, **({"content-type": kind} if kind else {})}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        for value in answer.headers.get_all("set-cookie") or []:
            self.cookie = "; ".join(filter(None, [self.cookie, value.split(";")[0]]))
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]}")
        return text, answer.headers.get("location") or ""

    def token(self) -> str:
        """The token of a form."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.ask("GET", "/")[0])
        assert found is not None
        return found[1]

    def drop(self, pages: Mapping[str, bytes]) -> str:
        """Give pages; the run."""
        edge = uuid.uuid4().hex
        part = f'--{edge}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
        body = part.format("token", "").encode() + self.token().encode() + b"\r\n"
        for name, data in pages.items():
            body += part.format("files", f'; filename="{name}"').encode() + data + b"\r\n"
        return self.ask("POST", "/pages", body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}")[1]

    def send(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form; where it leads."""
        body = urlencode({"token": self.token(), **fields}).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")[1]

    def story(self, run: str) -> str:
        """Watch a run to its end, look at it, and read the story; the story's address."""
        self.ask("GET", run)
        self.ask("GET", run.partition("?")[0] + "/events")
        over, _ = self.ask("GET", run)
        found = re.search(r'href="(/stories/\w+)"', over)
        if found is None:
            raise RuntimeError("the run gave no story")
        self.ask("GET", found[1])
        return found[1]

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


def once(pages: Mapping[str, bytes]) -> dict[str, float]:
    """Seconds of each wait, once, from an empty folder."""
    took: dict[str, float] = {}

    def wait(name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        took[name] = time.perf_counter() - began

    with tempfile.TemporaryDirectory() as folder:
        app = App(folder)
        try:
            app.ask("GET", "/")
            took["first screen, cold"] = time.perf_counter() - app.began
            time.sleep(WARM)
            wait("first screen, warm", lambda: app.ask("GET", "/"))
            held: list[str] = []
            wait("drop to story, warm", lambda: held.append(app.story(app.drop(pages))))
            wait("run again, nothing changed", lambda: app.story(app.send("/runs", {})))
            wrong = re.search(r'name="(edge-[^"]+)"', app.ask("GET", f"{held[0]}/correct/edges")[0])
            if wrong is not None:
                signed = {"who": "R. D.", "why": "a test", "then": "run", wrong[1]: "wrong"}
                wait("correct an edge to story", lambda: app.story(app.send(f"{held[0]}/correct/edges", signed)))
            wait("one page more to story", lambda: app.story(app.drop({"another.txt": ANOTHER.encode()})))
            wait("the story alone", lambda: app.ask("GET", held[0]))
        finally:
            app.close()
    with tempfile.TemporaryDirectory() as folder:
        app = App(folder)
        try:
            app.story(app.drop(pages))
            took["start to story, cold"] = time.perf_counter() - app.began
        finally:
            app.close()
    return took


def main(argv: Sequence[str] | None = None) -> int:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--shared", action="store_true", help="the five seeds of the folder ../shared, where it is there")
    asked = parser.parse_args(argv)
    paths = asked.paths or sorted((SEEDS if asked.shared else DEMO).iterdir())
    pages = {p.name: p.read_bytes() for p in paths if p.suffix in (".txt", ".html")}
    every = [once(pages) for _ in range(asked.runs)]
    from stemma import examine
    from stemma.reading import Held

    held = [Held(name, data) for name, data in pages.items()]
    examine(held)
    began = time.perf_counter()
    examine(held)
    peer = time.perf_counter() - began
    print(f"{len(pages)} pages, median (least) of {asked.runs}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores:")
    for name in every[0]:
        told = [one[name] for one in every]
        print(f"  {name:28} {statistics.median(told):5.2f} s ({min(told):.2f})")
    print(f"  {'stemma.examine alone, warm':28} {peer:5.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
