"""What can be taken away: a dossier as page or JSON, one story or all of them as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from stemma import codec
from stemma.dossier import render
from stemma.dossier.names import folder_name
from stemma.model import Dossier
from stemma.web.pages import told
from stemma.web.shell import shell

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time written into every zip, so that the same dossier gives the same bytes."""


def export(request: Request) -> Response:
    """dossier.html, dossier.json or dossier.zip of a story."""
    dossier, _ = told(request)
    name = folder_name(dossier)
    match request.path_params["form"]:
        case "html":
            return _file(render(dossier).encode("utf-8"), "text/html; charset=utf-8", f"{name}.html")
        case "json":
            return _file(codec.encode(dossier), "application/json", f"{name}.json")
        case "zip":
            return _file(zipped(_files([dossier])), "application/zip", f"{name}.zip")
    raise HTTPException(404)


def everything(request: Request) -> Response:
    """All stories, and the corrections that hold, as one zip."""
    store = shell(request).store
    dossiers = [d for entry in store.stories() if (d := store.dossier(entry.id)) is not None]
    active = [m.correction for m in store.corrections() if m.withdrawn is None]
    held = {"corrections.jsonl": b"".join(codec.encode(c) + b"\n" for c in active)} if active else {}
    return _file(zipped({**_files(dossiers), **held}), "application/zip", "stemma-stories.zip")


def _files(dossiers: Iterable[Dossier]) -> dict[str, bytes]:
    out = {}
    for dossier in dossiers:
        folder = folder_name(dossier)
        out[f"{folder}/dossier.html"] = render(dossier).encode("utf-8")
        out[f"{folder}/dossier.json"] = codec.encode(dossier)
    return out


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


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "default-src 'none'; sandbox"}
    return Response(data, media_type=kind, headers=headers)
