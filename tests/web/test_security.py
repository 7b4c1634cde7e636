"""Who may speak to the app, and what its answers allow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from stemma.errors import BadArchive, Misused
from stemma.web.security import token
from stemma.web.server import loopback
from tests.web.conftest import BASE, PORT, Desk

ADDRESSES = ("/", "/pages", "/runs", "/corrections", "/static/app.css", "/nothing")


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}", ""]
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_is_not_ours_is_refused(desk: Desk, host: str, address: str) -> None:
    answer = desk.client.get(address, headers={"host": host})
    assert answer.status_code == 421
    assert "set-cookie" not in answer.headers
    assert "token" not in answer.text


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}", f"127.0.0.1:{PORT}"])
def test_our_own_names_are_answered(desk: Desk, host: str) -> None:
    assert desk.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_held_to_its_place(desk: Desk, address: str) -> None:
    headers = desk.client.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_nothing_comes_from_elsewhere(desk: Desk) -> None:
    story = desk.story()
    for address in (
        "/",
        "/pages",
        "/runs",
        "/runs/1",
        "/corrections",
        f"/stories/{story}/correct",
        f"/stories/{story}/correct/edges",
    ):
        text = desk.client.get(address).text
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text
        assert "style=" not in text and "onclick" not in text


def test_the_cookie_is_ours_alone(desk: Desk) -> None:
    cookie = desk.client.get("/").headers["set-cookie"]
    assert cookie.startswith(f"stemma-{PORT}=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "set-cookie" not in desk.client.get("/").headers


POSTS = (
    "/pages",
    "/pages/1/remove",
    "/runs",
    "/runs/1/cancel",
    "/stories/x/correct/edges",
    "/stories/x/correct/report/y",
    "/corrections/1/withdraw",
)


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("sent", ["", "0" * 64, "Ä"])
def test_without_its_token_nothing_is_changed(desk: Desk, address: str, sent: str) -> None:
    story, page = desk.story(), desk.dossier.articles[0].sha256
    desk.post(f"/stories/{story}/correct/report/{page}", {"published": "2026-02-28", "who": "R. D.", "why": "the mast says so"})
    address = address.replace("/x/", f"/{story}/").replace("/y", f"/{page}")
    before = (desk.store.pages(), desk.store.runs(), desk.store.corrections())
    answer = desk.client.post(address, data={"token": sent, "text": "words"} if sent else {"text": "words"}, follow_redirects=False)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text or ("Not kept" in answer.text and "What you filled in is still here" in answer.text)
    assert (desk.store.pages(), desk.store.runs(), desk.store.corrections()) == before


def test_the_token_of_another_session_does_not_count(desk: Desk) -> None:
    stolen = TestClient(desk.client.app, base_url=BASE)
    mine = desk.token()
    assert stolen.post("/runs", data={"token": mine}).status_code == 403
    stolen.cookies.set(f"stemma-{PORT}", "not a session")
    assert stolen.post("/runs", data={"token": mine}).status_code == 403
    assert token(b"one", "a" * 32) != token(b"two", "a" * 32) != token(b"two", "b" * 32)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_page_is_refused_even_with_the_token(desk: Desk, headers: dict[str, str]) -> None:
    answer = desk.client.post("/runs", data={"token": desk.token()}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert desk.store.runs() == ()


def test_our_own_form_is_taken(desk: Desk) -> None:
    headers = {"origin": BASE, "sec-fetch-site": "same-origin"}
    answer = desk.client.post("/runs", data={"token": desk.token()}, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


def test_too_much_at_once_is_refused_and_nothing_kept(make: Callable[..., Desk]) -> None:
    desk = make(limit=10_000)
    files = [("files", ("big.txt", b"x" * 50_000, "text/plain"))]
    answer = desk.post("/pages", files=files)
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.text
    assert desk.store.pages() == ()

    def streamed():  # type: ignore[no-untyped-def]
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(30):
            yield b"y" * 1_000

    answer = desk.client.post("/pages", content=streamed(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert answer.status_code == 413


def test_a_broken_form_is_no_crash(desk: Desk) -> None:
    for content in (b"--b\r\nno end", b"\x00\xff" * 50, b""):
        answer = desk.client.post("/pages", content=content, headers={"content-type": "multipart/form-data; boundary=b"})
        assert answer.status_code in (400, 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.1"])
def test_this_machine_is_listened_on(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "10.0.0.1", "127.0.0.1.example.org"])
def test_other_machines_are_not_let_in(host: str) -> None:
    with pytest.raises(Misused, match="this machine only"):
        loopback(host)


def test_an_archive_that_cannot_be_written_is_told_on_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise BadArchive("the archive x cannot be used: disk full", "check the disk; nothing was changed")

    monkeypatch.setattr(desk.store, "add_pages", full)
    answer = desk.drop("a.txt")
    assert answer.status_code == 500
    assert "disk full" in answer.text and "check the disk" in answer.text
    assert "default-src" in answer.headers["content-security-policy"]
