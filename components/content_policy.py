"""What a page may load and whom it may ask: nobody but this program."""

from collections.abc import Callable, Iterable

import flask
from dash import Dash

from components.static_files import compress


def install(app: Dash, is_known: Callable[[str], bool]) -> None:
    """Honest status of addresses that are not known, and headers that keep the browser from talking to anybody else."""
    known: list[str] = []

    @app.server.after_request
    def _finish(response: flask.Response) -> flask.Response:
        if response.mimetype == "text/html":
            if not known:
                known.append(policy(app.csp_hashes()))
            response.headers["Content-Security-Policy"] = known[0]
            response.headers["Cache-Control"] = "no-store"
            if response.status_code == 200 and not is_known(flask.request.path):
                response.status_code = 404
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if flask.request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        compress(response, flask.request.environ)
        return response


def policy(hashes: Iterable[str]) -> str:
    """The Content-Security-Policy of the pages; hashes: of the inline scripts that Dash writes itself."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
