"""The files that every page holds: Leaflet, the background, and the page's own style and scripts."""

import base64
import functools
import re
from importlib import resources
from typing import Final

PAGE_ASSETS: Final = (
    *("page.css", "whatif.css"),
    *("lines.js", "write.js", "labels.js", "view.js", "table.js", "panel.js", "chart.js", "layers.js", "network.js"),
    *("router.js", "model.js", "graph.js", "planner.js", "answer.js"),
    *("combobox.js", "form.js", "news.js", "whatif.js"),
    "start.js",
)


@functools.cache
def read_asset(name: str) -> str:
    """Return a packaged asset's text; images inside a style sheet become data, source maps are dropped."""
    text = resources.files("corridor.mapping").joinpath("assets", name).read_text(encoding="utf-8")
    if name == "leaflet.css":
        text = re.sub(
            r"url\(images/(layers|marker-icon)(?:-2x)?\.png\)", lambda hit: f"url({read_image(hit[1])})", text
        )
    return re.sub(r"\n?//# sourceMappingURL=\S+", "", text)


@functools.cache
def read_image(name: str) -> str:
    """Return a packaged PNG as a data address."""
    content = resources.files("corridor.mapping").joinpath("assets", f"{name}.png").read_bytes()
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")
