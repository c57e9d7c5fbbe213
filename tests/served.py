"""A local server of fixed pages that counts what is asked for."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Served:
    """Pages by path, as text or as the bytes of a PNG; `hits` lists what was asked for."""

    def __init__(self, pages: dict[str, str | bytes]) -> None:
        self.pages = pages
        self.hits: list[str] = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.hits.append(self.path)
                page = served.pages.get(self.path, "")
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8" if isinstance(page, str) else "image/png")
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # a browser that no longer wants a tile hangs up
                    self.wfile.write(page.encode() if isinstance(page, str) else page)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
