"""Online tiles: asked for by nobody but a reader who chooses them, and left when they fail."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from corridor.mapping import map_network, map_routes
from corridor.mapping.figure import POLICY, OfflineError, read_tile_origin
from tests.served import Served
from tests.test_mapping import every_way
from tests.tiny import tiny_network

PLAIN = re.compile(r"/tiles/\d+/\d+/\d+\.png")


def png() -> bytes:
    """Return a picture of one grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixel = zlib.compress(b"\0\x80")
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


class Tiles(dict[str, Any]):
    """Pages, and a tile wherever one is asked for."""

    def get(self, path: str, otherwise: Any = None) -> Any:
        return png() if PLAIN.fullmatch(path) else super().get(path, otherwise)


@pytest.fixture
def open_with_tiles(browser: Any) -> Iterator[Callable[[str], tuple[Any, Served]]]:
    """Open a page whose author allowed tiles from a path of the server."""
    network, opened = tiny_network(), []

    def open_page(path: str) -> tuple[Any, Served]:
        server = Served(Tiles())
        tiles = f"{server.address}/{path}/{{z}}/{{x}}/{{y}}.png"
        drawn = map_routes(every_way(network), network=network, tiles=tiles, attribution="© <b>Tiles</b> & co")
        server.pages["/page"] = drawn.get_root().render()
        page = browser.new_page()
        opened.append((page, server))
        page.goto(server.address + "/page")
        return page, server

    yield open_page
    for page, server in opened:
        page.close()
        server.close()


def choose_tiles(page: Any) -> None:
    page.locator(".leaflet-control-layers").hover()
    page.get_by_label("Online tiles").check()


def test_tiles_are_asked_for_once_they_are_chosen(open_with_tiles: Callable[[str], tuple[Any, Served]]) -> None:
    page, server = open_with_tiles("tiles")
    page.locator("tr[data-route='0']").click()
    page.wait_for_timeout(200)
    assert [hit for hit in server.hits if PLAIN.fullmatch(hit)] == []
    choose_tiles(page)
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert [hit for hit in server.hits if PLAIN.fullmatch(hit)]
    assert "© <b>Tiles</b> & co" in page.locator(".leaflet-control-attribution").inner_text()
    assert not page.locator(".message").is_visible()


def test_after_three_errors_the_map_is_on_its_own_background_and_says_so(
    open_with_tiles: Callable[[str], tuple[Any, Served]],
) -> None:
    page, server = open_with_tiles("nothing")
    before = page.locator(".leaflet-background-pane path").count()
    choose_tiles(page)
    page.locator(".message").wait_for()
    assert "did not send its tiles" in page.locator(".message").inner_text()
    assert page.locator(".leaflet-background-pane path").count() == before
    assert page.locator("img.leaflet-tile").count() == 0
    assert page.get_by_label("Built-in background").is_checked()
    page.wait_for_timeout(500)  # what was asked for before the third error may still arrive
    asked = len(server.hits)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(500)
    assert len(server.hits) == asked


def test_the_policy_allows_exactly_the_origin_of_the_tiles() -> None:
    network = tiny_network()
    page = map_network(network, tiles="https://tiles.example.org/{z}/{x}/{y}.png").get_root().render()
    assert POLICY.format(tiles=" https://tiles.example.org") in page
    assert POLICY.format(tiles="") in map_network(network).get_root().render()


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles/{z}/{x}/{y}.png",
        "https://example.org/{z}/{x}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://example.org; script-src *;/{z}/{x}/{y}.png",
        'https://example.org/"{z}/{x}/{y}.png',
        "javascript:alert(1)//{z}/{x}/{y}",
    ],
)
def test_what_is_no_address_of_tiles_is_refused(tiles: str) -> None:
    with pytest.raises(OfflineError, match="is no address of tiles; write one like"):
        read_tile_origin(tiles)
