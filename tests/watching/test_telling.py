import json
import socket
import threading
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from stemma.archive.watched import Noted, Watched
from stemma.model import Alert
from stemma.watching import FeedFile, Lines, Webhook
from stemma.watching.telling import Untold, atom
from tests.watching.server import Served

ALERT = Alert(
    id="a1", kind="denial", story="s1", title="Ferry runs aground", words="The company denies: “it sank”",
    quote="it did not <sink> & \x0b burn", article="x1", outlet="Varn Ledger", url="https://ledger.example/1?a=1&b=2", more=2,
)  # fmt: skip
NOTED = Noted(alert=ALERT, made="2026-03-02T10:00:00Z")


def test_an_alert_is_a_line_of_json() -> None:
    out: list[str] = []
    Lines(out.append).tell([NOTED, NOTED], [])
    assert len(out) == 2 and all("\n" not in line for line in out)
    told = json.loads(out[0])
    assert told["alert"] == "denial" and told["when"] == NOTED.made and told["quote"] == ALERT.quote and told["more"] == 2


def test_a_webhook_is_posted_to_and_says_when_it_cannot_be(served: Served) -> None:
    served.answers["/hook"] = (200, {}, b"")
    Webhook(served.url("/hook")).tell([NOTED], [])
    assert [json.loads(p)["id"] for p in served.posted] == ["a1"]
    for path in ("/none", "/broken"):
        served.answers["/broken"] = (500, {}, b"")
        with pytest.raises(Untold):
            Webhook(served.url(path)).tell([NOTED], [])
    with pytest.raises(Untold):
        Webhook("http://127.0.0.1:9/", seconds=0.5).tell([NOTED], [])


def test_the_feed_file_is_an_atom_feed_a_reader_can_parse(tmp_path: Path) -> None:
    import feedparser

    path = tmp_path / "alerts.atom"
    FeedFile(path).tell([NOTED], [NOTED])
    found = feedparser.parse(path.read_bytes())
    assert not found.bozo and found.version == "atom10"
    (entry,) = found.entries
    assert entry.title == "Denial: Ferry runs aground" and entry.link == ALERT.url and "it did not <sink> &" in entry.summary
    assert ET.fromstring(atom([])).tag.endswith("feed")


def test_a_feed_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "no").write_text("a file, no folder")
    with pytest.raises(Untold):
        FeedFile(tmp_path / "no" / "alerts.atom").tell([NOTED], [NOTED])


def test_the_path_of_a_webhook_is_a_secret_and_its_answer_is_not_read(served: Served, tmp_path: Path) -> None:
    served.answers["/hook/secret"] = (404, {}, b"no")
    with pytest.raises(Untold) as refused:
        Webhook(served.url("/hook/secret")).tell([NOTED], [])
    assert "secret" not in refused.value.message and "127.0.0.1" in refused.value.message
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=_half, args=(listener,), daemon=True)
        serving.start()
        Webhook(f"http://127.0.0.1:{listener.getsockname()[1]}/", seconds=5.0).tell([NOTED], [])  # 2xx is enough
        serving.join(5.0)
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    Watched(shared).introduce("webhook https://desk.example/secret")
    assert [oct(f.stat().st_mode & 0o777) for f in shared.glob("watch.sqlite*")] == ["0o600"]


def _half(listener: socket.socket) -> None:
    """Answer one request with a head that promises more than comes."""
    wire, _ = listener.accept()
    with wire:
        wire.recv(65_536)
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nhalf")
