"""A form that was left open while the app was stopped and started again: it says so, and what was typed is still there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from starlette.testclient import TestClient

from stemma.web.app import create_app, hosts
from tests.cli.conftest import sample_without_surrogate
from tests.web.conftest import BASE, PORT, Desk

D = sample_without_surrogate()
TYPED = {"who": "R. D.", "why": 'the mast says "so" <b>'}


def restarted(desk: Desk) -> TestClient:
    """The same browser before the same archive, the app started anew: with another secret."""
    app = create_app(desk.store, desk.worker, hosts=hosts(PORT), port=PORT, secret=b"another")
    client = TestClient(app, base_url=BASE)
    client.cookies = desk.client.cookies
    return client


def again(text: str) -> dict[str, str]:
    """The token and the hidden fields of the page's last form."""
    return {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)}


def test_a_correction_is_shown_as_it_was_typed_and_can_be_sent_again(desk: Desk) -> None:
    story, article = desk.story(), D.articles[0]
    address = f"/stories/{story}/correct/report/{article.sha256}"
    n = next(n for n, line in enumerate(article.lines) if line.role == "body")
    old = {"token": desk.token(address), "published": "2026-02-28", "chrome": str(n), **TYPED, "then": "keep"}
    client = restarted(desk)
    answer = client.post(address, data=old, follow_redirects=False)
    assert answer.status_code == 403
    assert "started anew" in answer.text and 'role="alert"' in answer.text
    assert 'value="2026-02-28"' in answer.text and 'value="R. D."' in answer.text
    assert html.escape(TYPED["why"], quote=True) in answer.text.replace("&#34;", "&quot;")
    assert re.search(rf'name="chrome" value="{n}"[^>]* checked', answer.text)
    assert desk.store.corrections() == ()
    sent = client.post(address, data=old | {"token": again(answer.text)["token"]}, follow_redirects=False)
    assert sent.status_code == 303
    assert [m.correction.value for m in desk.store.corrections()] == ["2026-02-28", "chrome"] or len(desk.store.corrections()) == 2


def test_a_pasted_page_is_kept_in_the_form_and_files_are_asked_for_again(desk: Desk) -> None:
    desk.story()
    pages = len(desk.store.pages())
    data = {"token": desk.token(), "name": "the wire", "text": "A headline\n\n<script>words</script> & more"}
    client = restarted(desk)
    answer = client.post("/pages", data=data, files=[("files", ("a.txt", b"words", "text/plain"))], follow_redirects=False)
    assert answer.status_code == 403 and len(desk.store.pages()) == pages
    assert "&lt;script&gt;words&lt;/script&gt; &amp; more</textarea>" in answer.text and 'value="the wire"' in answer.text
    assert "Choose the 1 file again" in answer.text
    sent = client.post("/pages", data=data | {"token": again(answer.text)["token"]}, follow_redirects=False)
    assert sent.status_code == 303 and len(desk.store.pages()) == pages + 1


def test_a_withdrawal_keeps_its_reason(desk: Desk) -> None:
    story = desk.story()
    desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", {"published": "2026-02-28", **TYPED})
    answer = restarted(desk).post("/corrections/1/withdraw", data={"token": desk.token(), **TYPED}, follow_redirects=False)
    assert answer.status_code == 403 and "started anew" in answer.text and 'value="R. D."' in answer.text
    assert desk.store.corrections()[0].withdrawn is None


def test_a_button_is_offered_again(desk: Desk) -> None:
    story = desk.story()
    client = restarted(desk)
    for address, words in (("/runs", "Examine everything again"), ("/pages/1/remove", "Remove the page")):
        answer = client.post(address, data={"token": desk.token(), "story": story}, follow_redirects=False)
        assert answer.status_code == 403
        assert "Nothing was changed" in answer.text and f'action="{address}"' in answer.text and words in answer.text
        assert again(answer.text)["story"] == story
    sent = client.post("/runs", data=again(client.post("/runs", data={"token": "x", "story": story}).text), follow_redirects=False)
    assert sent.headers["location"].endswith(f"?story={story}")


def test_a_story_that_is_gone_is_told(make: Callable[..., Desk]) -> None:
    answer = restarted(make()).post("/stories/none/correct/edges", data=TYPED, follow_redirects=False)
    assert answer.status_code == 404
