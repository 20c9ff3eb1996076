"""A server that takes letters on this machine, so that they can be read: no more of SMTP than is needed."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class Told:
    """What the server has got, and how it answers. on_data: «take», «drop» (hangs up without an answer) or a code."""

    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    on_rcpt: str = "250 ok"
    on_data: str = "take"

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.letters]


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        told: Told = self.server.told
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                told.letters.append(b"".join(one[1:] if one.startswith(b"..") else one for one in lines))
                if told.on_data == "drop":
                    return None
                self.say("250 taken" if told.on_data == "take" else told.on_data)
            elif verb == "RCPT":
                told.recipients.append(line.partition("<")[2].rstrip(">"))
                self.say(told.on_rcpt)
            else:
                self.say("250 ok")
        return None


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[Told]:
    """The server for a while. tls: it speaks so from the first byte."""
    told = Told()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads, server.told = True, told  # type: ignore[attr-defined]
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()
