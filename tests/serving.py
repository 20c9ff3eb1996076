"""The program answering on a free port, for browsers; and when a page of it has come to rest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server


@contextmanager
def served(application: Any) -> Iterator[str]:
    """Address of a WSGI application that is served while the context lasts."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


_AT_REST = """() => {
  const shown = (node) => node.offsetParent !== null;
  const waits = () => {
    if (document.readyState !== "complete") return true;
    if (!document.querySelector("#react-entry-point")) return false;
    const state = window.store?.getState();
    if (!state || state.appLifecycle !== "HYDRATED") return true;
    const { stored, completed, ...queues } = state.callbacks;
    if (Object.values(queues).some((queue) => queue.length)) return true;
    return [...document.querySelectorAll(".chart-card__canvas:not([data-ready])")].some(shown);
  };
  if (waits()) { window.restsSince = undefined; return false; }
  window.restsSince ??= performance.now();
  return performance.now() - window.restsSince > 150;
}"""
"""Nothing is asked of the program any more and every chart in sight has its own mark; a page without Dash is loaded."""


def until_at_rest(page: Any) -> None:
    """Wait until the page has drawn what it was asked for; looking at it twenty times a second, not at every frame."""
    page.evaluate("() => { window.restsSince = undefined; }")
    page.wait_for_function(_AT_REST, polling=50)
