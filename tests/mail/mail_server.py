"""A mail server that keeps what it gets and answers as a test wants: real SMTP over a real socket."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[str, str], str | None]


class MailServer(socketserver.ThreadingTCPServer):
    """`answer(verb, line)` gives another answer than the usual one, or "" to hang up without a word."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answer: Answer, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.answer = answer
        # (sender, recipient, bytes)
        self.taken: list[tuple[str, str, bytes]] = []
        self.connections = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 here")
        sender = recipient = ""
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line.split(":")[0].split(" ")[0].upper()
            other = self.server.answer(verb, line)
            if other == "":
                return
            if other is not None:
                self.say(other)
            elif verb == "MAIL":
                sender = line.partition("<")[2].partition(">")[0]
                self.say("250 ok")
            elif verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    lines.append(part[1:] if part.startswith(b".") else part)
                # smtplib ends what does not end in a line end.
                self.server.taken.append((sender, recipient, b"".join(lines)))
                other = self.server.answer("END", "")
                if other == "":
                    return
                self.say(other or "250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@contextmanager
def mail_server(answer: Answer = lambda verb, line: None, port: int = 0) -> Iterator[MailServer]:
    with MailServer(answer, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)
