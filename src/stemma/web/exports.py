"""What can be taken away: a dossier as page, JSON or any other form, with the reports' texts or without; all stories as a zip."""

from __future__ import annotations

import io
import mimetypes
import zipfile
from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stemma import codec
from stemma.dossier import render, withhold
from stemma.dossier.names import folder_name
from stemma.errors import BadInput
from stemma.exporting import FORMS
from stemma.exporting import export as other
from stemma.model import Dossier
from stemma.web.pages import told
from stemma.web.shell import page, shell

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time written into every zip, so that the same dossier gives the same bytes."""
OWN: Final = {
    "html": "the dossier as one page, which any browser shows and stemma verify checks",
    "json": "the whole dossier for programs",
    "zip": "both",
}


def choose(request: Request) -> Response:
    """Everything that a dossier can be taken away as."""
    dossier, story = told(request)
    forms = [(name, form.what) for name, form in FORMS.items()]
    return page(request, "take.html.j2", {"dossier": dossier, "story": story, "own": OWN, "forms": forms})


def export(request: Request) -> Response:
    """A story in one form; several files come as a zip. With ?text=no without the texts of the reports."""
    dossier, _ = told(request)
    form = request.path_params["form"]
    whole = request.query_params.get("text") != "no"
    if not whole:
        dossier = withhold(dossier)
    name = folder_name(dossier) + ("" if whole else "-without-texts")
    if form in ("html", "json"):
        return _file(_files(dossier)[f"dossier.{form}"], f"{name}.{form}")
    if form == "zip":
        return _file(zipped({f"{name}/{file}": data for file, data in _files(dossier).items()}), f"{name}.zip")
    if form not in FORMS:
        raise HTTPException(404)
    try:
        files = other(dossier, form)
    except BadInput as error:  # a form whose package is not installed
        context = {"heading": "This form needs a package more", "words": f"{error.message}: {error.hint}."}
        return page(request, "failure.html.j2", context, 501)
    if len(files) == 1:
        [(file, data)] = files.items()
        return _file(data, f"{name}.{file.partition('.')[2]}")
    return _file(zipped({f"{name}/{file}": data for file, data in files.items()}), f"{name}-{form}.zip")


def everything(request: Request) -> Response:
    """All stories, and the corrections that hold, as one zip."""
    app = shell(request)
    store, active = app.store, app.active()
    dossiers = [d for entry in store.stories() if (d := store.dossier(entry.id)) is not None]
    held = {f"{folder_name(d)}/{file}": data for d in dossiers for file, data in _files(d).items()}
    if active:
        held["corrections.jsonl"] = codec.correction_lines(active)
    return _file(zipped(held), "stemma-stories.zip")


def _files(dossier: Dossier) -> dict[str, bytes]:
    data = codec.encode(dossier)
    return {"dossier.html": render(dossier, codec.packed(data)).encode("utf-8"), "dossier.json": data}


def zipped(held: Mapping[str, bytes]) -> bytes:
    """Files by name as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(held.items()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _file(data: bytes, name: str) -> Response:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "default-src 'none'; sandbox"}
    return Response(data, media_type=kind, headers=headers)
