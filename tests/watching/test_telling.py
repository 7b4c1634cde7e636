import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from stemma.archive.watched import Noted
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
