"""Style, script and icons over the wire: compressed once, kept for a year by the browser.

Pages themselves are not compressed: they hold a secret token beside what a visitor typed.
"""

import gzip
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request

COMPRESSIBLE = frozenset({".css", ".js", ".svg"})
A_YEAR = 31_536_000  # seconds


def register(app: Flask) -> None:
    """Compress and keep what the static route answers."""
    app.after_request(_lightened)


def _lightened(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:  # noqa: PLR2004
        return response
    if "v" in request.args:  # the address changes with the content
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        response.cache_control.public = True
        response.cache_control.no_cache = None
    path = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
    if path.suffix in COMPRESSIBLE:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"]:
            response.close()  # the file that was about to be sent
            response.direct_passthrough = False
            response.set_data(_compressed(path, path.stat().st_mtime_ns))
            response.headers["Content-Encoding"] = "gzip"
            response.headers.pop("ETag", None)
    return response


@cache
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
