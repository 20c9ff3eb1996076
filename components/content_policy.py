"""What a page may load and whom it may ask: nobody but this program."""

from collections.abc import Iterable


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
