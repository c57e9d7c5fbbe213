"""How the map looks: contrast of every text, and pictures that change only when someone means it."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corridor.mapping import map_network, map_routes
from corridor.network import Network
from tests.served import Served
from tests.test_mapping import every_way
from tests.tiny import tiny_network

# Pictures are compared without their texts, whose widths differ between machines with their fonts, in cells of ten
# pixels each way. RENEW_PICTURES=1 python -m pytest tests/test_map_looks.py writes them anew, to be looked at.
PICTURES = Path(__file__).parent / "pictures"
CELL = 10
NO_TEXT = "* { font-size: 0 !important; line-height: 14px !important }"
MOST_CHANGED = 0.006
CHANGED = 24

PLACES = tiny_network().rows("places")

# Every visible text with its colour, the colour behind it, and what WCAG 2.1 AA asks of the two.
CONTRASTS = """() => {
  const parse = (text) => {
    const parts = (text.match(/[\\d.]+/g) || []).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : parts.length ? 1 : 0 };
  };
  const over = (top, alpha, under) => top.map((value, i) => alpha * value + (1 - alpha) * under[i]);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const plate = node.matches(".letter") ? node.previousElementSibling : null;
      layers.push(parse(plate ? getComputedStyle(plate).fill : getComputedStyle(node).backgroundColor));
    }
    const lay = (under, { rgb, alpha }) => (alpha ? over(rgb, alpha, under) : under);
    return layers.reverse().reduce(lay, [255, 255, 255]);
  };
  const measure = (element, style, text) => {
    let opacity = 1;
    for (let node = element; node; node = node.parentElement) opacity *= Number(getComputedStyle(node).opacity);
    const svg = element instanceof SVGElement, { rgb, alpha } = parse(svg ? style.fill : style.color);
    const ground = behind(element), ink = over(rgb, alpha * opacity, ground);
    const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    return { text, ratio: (high + 0.05) / (low + 0.05), least: large ? 3 : 4.5 };
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    const seen = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
    if (text && seen) found.push(measure(element, getComputedStyle(element), text));
  }
  for (const input of document.querySelectorAll("input")) {
    if (!input.checkVisibility()) continue;
    found.push(measure(input, getComputedStyle(input), input.value || input.id));
    if (input.placeholder) found.push(measure(input, getComputedStyle(input, "::placeholder"), input.placeholder));
  }
  return found;
}"""


def bent_network() -> Network:
    """The tiny network, spread so that its lines go up and down."""
    where = {"aldan": (27.0, 53.5), "brod": (34.0, 56.0), "cove": (38.0, 52.0), "dell": (56.0, 40.0)}
    places = [{**row, **dict(zip(("lon", "lat"), where[row["place_id"]], strict=True))} for row in PLACES]
    return tiny_network(places=places)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    network = bent_network()
    server = Served(
        {
            "/routes": map_routes(every_way(network), network=network).get_root().render(),
            "/network": map_network(network).get_root().render(),
        }
    )
    yield server
    server.close()


def open_all(page: Any) -> None:
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")


@pytest.mark.parametrize(
    "path",
    [
        "/routes",
        "/routes#route=A&vot=3&shut=mode:sea&hours=ford AAA BBB rail entry=3",
        "/routes#shut=crossing:ford",
        "/network",
    ],
    ids=["start", "changed", "no-route", "network"],
)
def test_every_text_stands_out_from_what_is_behind_it(visit: Any, size: dict[str, int], path: str) -> None:
    page = visit(path, viewport=size)
    open_all(page)
    texts = page.evaluate(CONTRASTS)
    assert len(texts) > 25
    assert [one for one in texts if one["ratio"] < one["least"]] == []


def test_a_pale_text_would_be_found(visit: Any) -> None:
    page = visit("/routes")
    page.add_style_tag(content=".subtitle { color: #aaa !important; }")
    texts = page.evaluate(CONTRASTS)
    assert [one["text"] for one in texts if one["ratio"] < one["least"]] == ["2 ways to move one container (TEU)"]


def take_picture(page: Any) -> Any:
    """Return the page without its texts, a pixel a cell."""
    from PIL import Image

    page.add_style_tag(content=NO_TEXT)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.resize((shot.width // CELL, shot.height // CELL), Image.Resampling.BOX)


def share_changed(one: Any, other: Any) -> float:
    """Return the share of cells of which a colour differs by more than `CHANGED` of 255."""
    difference = np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max(axis=2)
    return float((difference > CHANGED).mean())


@pytest.mark.parametrize("path", ["routes", "network"])
def test_the_page_looks_as_in_its_picture(visit: Any, size: dict[str, int], path: str) -> None:
    from PIL import Image

    taken = take_picture(visit("/" + path, viewport=size))
    file = PICTURES / f"{path}-{size['width']}x{size['height']}.png"
    if os.environ.get("RENEW_PICTURES"):
        taken.save(file)
    with Image.open(file) as kept:
        assert share_changed(taken, kept) <= MOST_CHANGED


def test_a_page_that_looks_otherwise_is_noticed(visit: Any) -> None:
    page = visit("/routes", viewport={"width": 1400, "height": 900})
    before = take_picture(page)
    for style in (
        ".leaflet-lines-pane { display: none }",
        ".leaflet-background-pane { display: none }",
        ".routes { display: none }",
        ".page { grid-template-columns: 420px 1fr }",
    ):
        added = page.add_style_tag(content=style)
        assert share_changed(before, take_picture(page)) > 1.5 * MOST_CHANGED, style
        added.evaluate("(node) => node.remove()")
    assert share_changed(before, take_picture(page)) == 0
