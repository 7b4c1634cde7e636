"""What can go wrong, as one tree:

    StemmaError
    ├── BadSpan            a range that is empty, reversed or negative
    ├── BadInput           an input that cannot be read; `read` turns it into a `Rejected`
    ├── BadDossier         a file that is not a dossier, or is damaged
    │   └── UnknownSchema  a dossier of a schema version this program does not know
    ├── BadCorrection      a person's correction that could never be meant, or a file of them that is damaged
    ├── BadEngine          what runs the work on several processors or machines cannot be started, or broke
    ├── BadArchive         an archive that cannot be opened, is open elsewhere, or cannot be written
    ├── Misused            options of the command line that do not go together
    ├── UnknownName        a name or words that fit nothing in a dossier, or several things
    ├── Cancelled          whoever asked for the work asked for it to stop
    ├── BadWeights         a model file is missing or its hash is not the one expected
    └── StrictStop         `strict` was asked for and an input would have been set aside

Every message says what was found and what was needed; `hint` says what to do about it.
Only the standard library is imported here.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "address": "an address was given, or found in a feed; the network is reached only when asked to",
    "address-refused": "the web address is not one that stemma fetches: not public, or not plain http(s) on a usual port",
    "analysis-failed": "the page was read, but a later stage broke on it: a defect of stemma, please report it",
    "reading-failed": "reading the page broke: a defect of stemma, please report it",
    "bad-columns": "the columns were named in a way that cannot be meant (no such field, no column, a field twice)",
    "bad-row": "the row of a table has more or fewer cells than its header",
    "binary": "the file holds something other than text or HTML (an image, an archive, a damaged file)",
    "bomb": "packed data that swell to far more than any collection of pages: made to do harm, or no pages",
    "canceled": "the provider of the packet has taken this item back",
    "damaged": "the file breaks off or is damaged; what came before the damage was read where its parts are whole",
    "dossier": "the file is a dossier that stemma wrote, not a report",
    "empty": "the file holds no text",
    "empty-folder": "the folder holds no page",
    "encoding": "the characters cannot be decoded, or come out as nonsense",
    "encrypted": "a member of an archive is locked with a password",
    "fetch-failed": "the page could not be fetched: no answer in time, a broken connection, an error status, endless redirects",
    "form": "there is no such form to export to",
    "language": "the report is not in English, which is all that this version understands",
    "id-twice": "two different texts of a collection carry the same id",
    "lexicon": "a file of names or outlets (`--lexicon`, `--outlets`) is damaged, too large or cannot be meant; stops the run",
    "missing": "there is no such file or folder, or nothing matches the glob",
    "needs-extra": "reading this format needs a package that is not installed",
    "no-article": "the page holds no report: only navigation, a form, or too little text",
    "no-columns": "the table, or the JSON, has no column that holds a text or an address",
    "no-text": "an address with a title, perhaps a teaser, or a packet or row, but without the words of the report",
    "not-a-page": "the web address serves something other than a page, text or feed",
    "not-a-text": "an item of a list of texts is neither text, bytes nor an article",
    "own-output": "the file holds what stemma itself wrote: articles already read, refusals, corrections",
    "packing": "an archive, or a page in it, is packed in a way that this program does not know",
    "robots": "the site asks programs not to fetch this page, or does not say whether they may",
    "too-deep": "the HTML is nested more deeply than any real page",
    "too-large": "the file or page is over the size that a report can have",
    "withheld": "the dossier is without its reports' texts, and what was asked follows from them",
    "unreadable": "the system refuses to read the file",
    "worker-lost": "the page, or the story it is in, took down the process that worked on it each time (memory may have run out)",
    "unsafe": "the XML declares entities or names a local file: it could swell without bound or read what it should not",
}
"""Why an input was set aside: every code that a `Rejected` can carry."""


DEFECTS = (ValueError, LookupError, ArithmeticError, RecursionError)
"""What a page we did not foresee can make a stage raise. Such a page is set aside and named; it must not sink the batch.

Programming errors of other kinds (a missing attribute, a wrong type) are not caught: they would fail on every page."""


class StemmaError(Exception):
    """The root of the tree. `code` is stable and machine-readable, `hint` tells what to do."""

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class BadSpan(StemmaError, ValueError):
    """A range of code points that is not `0 <= start < end`."""

    code = "bad-span"

    def __init__(self, start: int, end: int) -> None:
        super().__init__(f"span {start}..{end}: needs 0 <= start < end", "a span is half-open and holds at least one code point")


class BadInput(StemmaError):
    """An input that cannot be read as a report. `source` names it, `code` its class (see docs/errors.md)."""

    def __init__(self, source: str, code: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.source = source
        self.code = code


class BadDossier(StemmaError, ValueError):
    """A file that should hold a dossier or examination and does not."""

    code = "bad-dossier"


class UnknownSchema(BadDossier):
    """A dossier whose schema version this program does not know."""

    code = "unknown-schema"


class BadCorrection(StemmaError, ValueError):
    """A correction that could never be meant (no such field, no date), or a file of corrections that is damaged."""

    code = "bad-correction"


class BadArchive(StemmaError):
    """An archive that cannot be opened, is open in another program, or cannot be written."""

    code = "bad-archive"


class BadEngine(StemmaError):
    """What runs the work on several processors or machines cannot be started, or broke."""

    code = "bad-engine"


class Misused(StemmaError):
    """Options of the command line that do not go together, or say nothing."""

    code = "usage"


class BadWeights(StemmaError):
    """A model file that is missing, or not the one this version was measured with."""

    code = "bad-weights"


class UnknownName(StemmaError, LookupError):
    """A name, or words, that fit nothing in a dossier, or several things."""

    code = "unknown-name"


class Cancelled(StemmaError):
    """Whoever asked for the work asked for it to stop."""

    code = "cancelled"


class StrictStop(StemmaError):
    """Raised under `strict` at the first input that would be set aside."""

    code = "strict"
