"""Agencies: known ones by name, unknown ones by form and by place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.background.agencies import agencies, agency_of
from stemma.model import Credit, Line, Span
from stemma.reading.credits import find_credits


def found(body: list[str], below: str = "", caption: str = "", outlet: str | None = None) -> set[tuple[str, str]]:
    roles = [*((b, "body") for b in body), *([(below, "chrome")] if below else []), *([(caption, "caption")] if caption else [])]
    text, lines = "", []
    for words, role in roles:
        lines.append(Line(span=Span(len(text), len(text) + len(words)), role=role))  # type: ignore[arg-type]
        text += words + "\n"
    out = find_credits(text, tuple(lines), None, outlet)
    for c in out:
        assert c.span and text[c.span.start : c.span.end].strip()
    return {(c.agency, c.kind) for c in out}


PLAIN = "The harbour reopened after a storm that sank two boats, the port said."


@pytest.mark.parametrize(
    ("body", "below", "caption", "expected"),
    [
        ([PLAIN, "He told Reuters that nobody was hurt."], "", "", {("Reuters", "in-text")}),
        (["PARIS (AP) — The harbour reopened.", PLAIN], "", "", {("Associated Press", "dateline")}),
        (["SELWICK, March 4 (Northern Wave) - The harbour reopened.", PLAIN], "", "", {("Northern Wave", "dateline")}),
        ([PLAIN], "(With inputs from AFP and PTI)", "", {("AFP", "credit-line"), ("PTI", "credit-line")}),
        ([PLAIN], "Source: AFP/dy", "", {("AFP", "credit-line")}),
        ([PLAIN], "Copyright 2025 The Associated Press. All rights reserved.", "", {("Associated Press", "credit-line")}),
        ([PLAIN], "(with agencies)", "", {("agencies", "credit-line")}),
        ([PLAIN], "", "The pier at dawn. (AP Photo/Ida Marlowe)", {("Associated Press", "photo")}),
        ([PLAIN], "", "The pier at dawn. Photo: Reuters", {("Reuters", "photo")}),
        ([PLAIN, "He told the Blue Coast News Agency that nobody was hurt."], "", "", {("Blue Coast News Agency", "in-text")}),
        ([PLAIN, "Two sailors told Harbour Newswire about it."], "", "", {("Harbour Newswire", "in-text")}),
        ([PLAIN, "He told the Tidewire news agency so."], "", "", {("Tidewire", "in-text")}),
        (
            [PLAIN, "He told Tidewire so.", "The port will reopen on Monday. Tidewire"],
            "",
            "",
            {("Tidewire", "credit-line"), ("Tidewire", "in-text")},
        ),
        ([PLAIN, "He told Margaret so."], "", "", set()),
        ([PLAIN, "The PA system on the pier failed, and AP classes were cancelled."], "", "", set()),
        ([PLAIN], "Reuters journalists win a prize for pictures of a pier", "", set()),
    ],
)
def test_credits(body: list[str], below: str, caption: str, expected: set[tuple[str, str]]) -> None:
    # One credit an agency and side (text or photo): the strongest kind is the one told.
    got = found(body, below, caption)
    assert {a for a, _ in got} == {a for a, _ in expected}
    assert got <= expected


def test_an_agency_is_no_source_of_its_own_page() -> None:
    assert not found([PLAIN, "He told Blue Coast News Agency so."], outlet="Blue Coast News Agency")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The boats had no papers, the Northport Courier reported on Monday.", "Northport Courier"),
        ("The leak was first reported by the Quayside Gazette.", "Quayside Gazette"),
        ("According to the daily Aalborg Posten, the pier was closed.", "Aalborg Posten"),
        ("“It was dark,” the pilot told The Lantern.", "Lantern"),
        ("The mayor knew of it, Al Jazeera said.", "Al Jazeera"),
        ("Two boats sank in the bay, local media reported.", "local media"),
        ("The company denied a report by the Quayside Gazette that it was bankrupt.", None),
        ("He sat in the Courier Hall and told Mary Post nothing.", None),
        ("In a talk with the television presenter Ann Bell he laughed.", None),
        ("The Courier is read by many.", None),
    ],
)
def test_outlets_that_are_credited_by_name(sentence: str, name: str | None) -> None:
    credited = found([PLAIN, sentence, PLAIN])
    assert credited == ({(name, "in-text")} if name else set())


def test_the_page_s_own_outlet_is_no_credit_in_its_short_form() -> None:
    sentence = "The mayor told The Gazette that nobody had asked him."
    assert found([PLAIN, sentence], outlet="Quayside Gazette") == set()
    assert found([PLAIN, sentence], outlet="Hill Echo") == {("Gazette", "in-text")}


def test_the_short_names_of_an_agency_are_one_credit_under_its_full_name() -> None:
    body = [
        "Two sailors told Tidewire News Agency (TNA) that the pier was closed.",
        "They told the Tidewire news agency that it was late.",
        PLAIN,
    ]
    assert {name for name, _ in found(body)} == {"Tidewire News Agency"}


def test_a_signed_last_paragraph_counts_even_if_it_was_taken_for_furniture() -> None:
    body = ["The pilot told Wavepost that nobody was hurt.", PLAIN]
    assert ("Wavepost", "credit-line") in found(body, below="The harbour opens again on Sunday. Wavepost")


def laid_out(rows: list[tuple[str, str]]) -> tuple[str, tuple[Line, ...], Span | None]:
    """Text and lines of rows (role, words); the row whose role is "byline" signs the page."""
    text, lines, byline = "", [], None
    for role, words in rows:
        span = Span(len(text), len(text) + len(words))
        lines.append(Line(span=span, role=role))  # type: ignore[arg-type]
        byline = span if role == "byline" else byline
        text += words + "\n"
    return text, tuple(lines), byline


def on_page(
    *, head: list[tuple[str, str]] | None = None, lead: str = "", end: str = "", tail: list[tuple[str, str]] | None = None
) -> set[tuple[str, str]]:
    """Credits of a page with a menu, a title, a `head`, four paragraphs, a `tail` and a footer."""
    paragraphs = [
        f"{lead}The harbour of Selwick reopened on Tuesday after a storm that sank two boats.",
        "“We lost two boats and no lives,” said harbour master Ida Marlowe.",
        "Divers will raise the boats this week, and the ferry will run again from Thursday.",
        f"The storm was the worst on this coast since 1987, when the old pier was washed away.{end}",
    ]
    rows = [
        ("chrome", "Selwick Courier"),
        ("chrome", "News | Bloomberg | Reuters Connect"),
        ("title", "Harbour of Selwick reopens after a storm"),
        *(head or [("byline", "By Tom Harrow"), ("dateline", "March 4, 2025 9:12 am")]),
        *(("body", p) for p in paragraphs),
        *(tail or []),
        *[("chrome", f"Ferry prices rise in town {n}") for n in range(6)],
        ("chrome", "By REUTERS"),
        ("chrome", "© 2025 Selwick Courier. All rights reserved."),
    ]
    text, lines, byline = laid_out(rows)
    credits = find_credits(text, lines, byline, "Selwick Courier")
    assert all(c.span and text[c.span.start : c.span.end].strip() for c in credits)
    return {(c.agency, c.kind) for c in credits}


def test_a_page_that_credits_nobody() -> None:
    # Names in the menu and under links to other stories are no credits.
    assert on_page() == set()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("By Agence France-Presse", {("AFP", "byline")}),
        ("AFP", {("AFP", "byline")}),
        ("By Tom Harrow, Associated Press", {("Associated Press", "byline")}),
        ("By TOM HARROW AP Business Writer", {("Associated Press", "byline")}),
        ("Reuters in Berlin", {("Reuters", "byline")}),
        ("Staff and agencies", {("agencies", "byline")}),
        ("Tom Harrow and agencies", {("agencies", "byline")}),
        ("By Our Correspondent / AFP", {("AFP", "byline")}),
        ("PTI, New Delhi,", {("PTI", "dateline")}),
        ("Tom Harrow, Coastal News Agency", {("Coastal News Agency", "byline")}),
        ("Tom Harrow, Tidewire", {("Tidewire", "byline")}),
        ("Tom Harrow / Pacific Press Service", {("Pacific Press Service", "byline")}),
        ("By Petra Harrow", set()),
    ],
)
def test_who_signs(row: str, expected: set[tuple[str, str]]) -> None:
    assert on_page(head=[("byline", row), ("dateline", "March 4, 2025 9:12 am")]) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Tom Harrow Associated Press", "Published 9:12 AM March 4, 2025"], {("Associated Press", "byline")}),
        (["AFP | Updated: March 4, 2025 09:12 IST"], {("AFP", "byline")}),
        (["Gazette wire services", "March 4, 2025"], {("agencies", "byline")}),
        (["By Tom Harrow", "March 4, 2025", "AP", "AP", "Share"], {("Associated Press", "photo")}),
        (["By Tom Harrow", "Share", "AA", "Text size"], set()),
        (["By Tom Harrow", "March 4, 2025", "Boats in the harbour", "Ann Bell, Associated Press"], {("Associated Press", "photo")}),
        (["By Tom Harrow", "Ann Bell/AFP via Getty Images"], {("AFP", "photo"), ("Getty Images", "photo")}),
        (["By Tom Harrow", "Video: Reuters"], {("Reuters", "photo")}),
        (["By Tom Harrow", "AAP 12.40 +0.3% | AP 3.20 -1%"], set()),
        (["By Tom Harrow", "© REUTERS / POOL"], {("Reuters", "photo")}),
        (["By Tom Harrow", "Cite this page:", "MLA", "APA", "Chicago"], set()),
    ],
)
def test_lines_of_the_head(rows: list[str], expected: set[tuple[str, str]]) -> None:
    assert on_page(head=[("chrome", row) for row in rows]) == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("SELWICK (AP) — ", {("Associated Press", "dateline")}),
        ("SELWICK, March 4 (AFP/Reuters) - ", {("AFP", "dateline"), ("Reuters", "dateline")}),
        ("SELWICK — AFP — ", {("AFP", "dateline")}),
        ("SELWICK, March 4. /TASS/. ", {("TASS", "dateline")}),
        ("Selwick [Maine], March 4 (ANI): ", {("ANI", "dateline")}),
        ("SELWICK, Maine, March 4, 2025 /PRNewswire/ -- ", {("PR Newswire", "dateline")}),
        ("SELWICK (Tidal) — ", {("Tidal", "dateline")}),
        ("SELWICK (Selwick Courier) — ", set()),
        ("SELWICK (CNN) — ", {("CNN", "dateline")}),
    ],
)
def test_datelines(lead: str, expected: set[tuple[str, str]]) -> None:
    assert on_page(lead=lead) == expected


@pytest.mark.parametrize(
    ("end", "rows", "expected"),
    [
        (" PTI KND DV", [], {("PTI", "credit-line")}),
        (" AFP, REUTERS", [], {("AFP", "credit-line"), ("Reuters", "credit-line")}),
        (" — Bernama", [], {("Bernama", "credit-line")}),
        ("", ["- AFP"], {("AFP", "credit-line")}),
        ("", ["TV9/Reuters"], {("Reuters", "credit-line")}),
        ("", ["fb/wmr (Reuters, AFP, dpa)"], {("Reuters", "credit-line"), ("AFP", "credit-line"), ("dpa", "credit-line")}),
        ("", ["(With inputs from agencies)"], {("agencies", "credit-line")}),
        ("", ["Selwick Courier and news agencies"], {("agencies", "credit-line")}),
        ("", ["With files from Tom Harrow and The Canadian Press"], {("The Canadian Press", "credit-line")}),
        ("", ["Associated Press writer Ann Bell in Northport contributed to this report."], {("Associated Press", "credit-line")}),
        ("", ["This article is republished from The Conversation under a licence."], {("The Conversation", "credit-line")}),
        ("", ["This story is published from a syndicated news agency feed - PTI"], {("PTI", "credit-line")}),
        ("", ["This story is published from a syndicated feed."], {("agencies", "credit-line")}),
        (
            "",
            ["Share", "Print", "Copyright 2025 The Associated Press. All rights reserved."],
            {("Associated Press", "credit-line")},
        ),
        ("", ["The harbour on Monday. Photo shared by Ann Bell via REUTERS"], {("Reuters", "photo")}),
        ("", ["Get author RSS feed"], set()),
        ("", ["Storm sinks two boats off the coast (Reuters)"], set()),
        ("", ["Additional reporting by Coastal Newswire"], {("Coastal Newswire", "credit-line")}),
        ("", ["© 2025 Coastal News Agency"], {("Coastal News Agency", "credit-line")}),
    ],
)
def test_lines_below_the_report(end: str, rows: list[str], expected: set[tuple[str, str]]) -> None:
    assert on_page(end=end, tail=[("chrome", row) for row in rows]) == expected


def test_a_dateline_with_the_site_s_own_name_credits_nobody() -> None:
    rows = [("title", "Harbour of Selwick reopens"), ("body", f"SELWICK (HarbourNow) - {PLAIN}"), ("body", PLAIN)]
    for footer, expected in (("Copyright 2025 Harbour Now. All rights reserved.", set()), ("Contact us", {"HarbourNow"})):
        text, lines, byline = laid_out([*rows, ("chrome", footer)])
        assert {c.agency for c in find_credits(text, lines, byline, None)} == expected


def test_an_unknown_agency_may_stand_in_the_head_and_under_pictures_too() -> None:
    head = [("byline", "By Tom Harrow"), ("dateline", "4 March 2025 - 05:00 Tidal"), ("caption", "Boats. Picture: Tidal/ANN BELL")]
    assert on_page(head=head, lead="SELWICK (Tidal) - ") == {("Tidal", "credit-line"), ("Tidal", "photo")}


def test_a_picture_s_credit_is_kept_beside_the_text_s() -> None:
    head = [("byline", "By Associated Press"), ("caption", "The harbour on Monday. (AP Photo/Ann Bell)")]
    assert on_page(head=head) == {("Associated Press", "byline"), ("Associated Press", "photo")}


def test_a_bracket_below_the_report_signs_it_though_it_looks_like_a_picture_s() -> None:
    assert on_page(tail=[("caption", "(AFP/jm)")]) == {("AFP", "credit-line")}


def test_the_copyright_of_an_agency_s_own_site_is_no_credit_of_its_report() -> None:
    rows = [
        ("title", "Harbour of Selwick reopens"),
        ("body", f"SELWICK (Reuters) - {PLAIN}"),
        ("body", PLAIN),
        *[("chrome", f"Reuters {name}") for name in ("Connect", "Plus", "Agency", "Events", "Leadership", "Careers")],
        ("chrome", "© 2025 Reuters. All rights reserved."),
    ]
    text, lines, byline = laid_out(rows)
    (credit,) = find_credits(text, lines, byline, "Reuters")
    assert (credit.agency, credit.kind) == ("Reuters", "dateline")
    (credit,) = find_credits(text, lines, byline, None)
    assert (credit.agency, credit.kind) == ("Reuters", "dateline")


def test_an_agency_that_only_the_page_s_tags_name_signs_without_a_place() -> None:
    text, lines, _ = laid_out([("title", "Harbour of Selwick reopens"), ("body", PLAIN)])
    (credit,) = find_credits(text, lines, None, None, tagged=["By Agence France-Presse"])
    assert (credit.agency, credit.kind, credit.span) == ("AFP", "byline", None)
    assert not find_credits(text, lines, None, None, tagged=["Tom Harrow"])


def test_a_line_that_names_an_agency_without_end_is_searched_in_time() -> None:
    assert found([PLAIN, "Reuters " * 700 + "told Reuters."]) == {("Reuters", "in-text")}


@pytest.mark.parametrize(
    "words", ["x. REUTERS " + "A" * 70 + "!", "(" + "/" * 5900, "with a. " * 700, "A of the " * 600, "© 2020-" * 800]
)
@pytest.mark.parametrize("role", ["body", "chrome", "caption", "byline"])
def test_lines_made_to_do_harm_are_searched_in_time(words: str, role: str) -> None:
    # Patterns that try every division of such a line would not end.
    text, lines, byline = laid_out(
        [("title", "X"), ("body", f"{PLAIN} Reuters."), (role, words), ("body", f"{PLAIN} AP."), (role, words)]
    )
    assert all(c.span and c.span.end <= len(text) for c in find_credits(text, lines, byline, None))


def test_a_paper_is_one_credit_under_its_full_name() -> None:
    body = [PLAIN, "The leak was first reported by the Northport Courier.", "The pilot told The Courier that he was tired."]
    assert {name for name, _ in found(body)} == {"Northport Courier"}


NAMES = sorted({n for a in agencies() for n in (a.name, *a.aliases, *a.short, *a.weak)})
ROLES = ("title", "byline", "dateline", "body", "subhead", "caption", "chrome")
WORDS = st.sampled_from(
    [*NAMES, "told", "said", "the", "(", ")", "—", "/", "Photo:", "©", "2025", "With inputs from", "Selwick", "."]
)
ROWS = st.lists(st.tuples(st.sampled_from(ROLES), st.lists(WORDS, min_size=1, max_size=8).map(" ".join)), min_size=1, max_size=8)


@given(ROWS)
def test_what_holds_on_every_page(rows: list[tuple[str, str]]) -> None:
    text, lines, byline = laid_out(rows)
    credits = find_credits(text, lines, byline, None)
    assert credits == find_credits(text, lines, byline, None)
    seen: set[tuple[str, bool]] = set()
    for c in credits:
        assert c.span and 0 <= c.span.start < c.span.end <= len(text)
        assert (c.agency, c.kind == "photo") not in seen
        seen.add((c.agency, c.kind == "photo"))
        agency = agency_of(c.agency)
        assert agency is None or agency.kind != "photo" or c.kind == "photo"
    assert [c.kind == "photo" for c in credits] == sorted(c.kind == "photo" for c in credits)


@given(st.lists(st.tuples(st.sampled_from(ROLES), st.text(st.characters(blacklist_characters="\n"), min_size=1)), max_size=6))
def test_any_lines_are_searched(rows: list[tuple[str, str]]) -> None:
    text, lines, byline = laid_out(rows)
    assert all(isinstance(c, Credit) for c in find_credits(text, lines, byline, None))
