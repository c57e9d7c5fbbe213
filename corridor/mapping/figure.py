"""The offline Figure and Map: folium's own, with every asset inside and nothing that would reach outside."""

import re
from collections.abc import Iterator
from typing import Any, Final

import folium
from branca.element import Element, Figure
from folium.template import Template

from corridor.errors import CorridorError
from corridor.mapping.packaged import PAGE_ASSETS, read_asset, read_image
from corridor.mapping.text import write_json

POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:{tiles}; "
    "base-uri 'none'; form-action 'none'"
)
_TILES: Final = re.compile(r"(?P<origin>https?://[\w.-]+(?::\d+)?)/[\w.~%+,:@=&?/{}-]*", re.ASCII)
_LINKS: Final = re.compile(
    r"<script\s[^>]*?src=(?P<q1>[\"'])(?P<script>[^\"']*)(?P=q1)[^>]*>\s*</script>"
    r"|<link\s[^>]*?href=(?P<q2>[\"'])(?P<style>[^\"']*)(?P=q2)[^>]*/?>"
)
_OUTSIDE: Final = re.compile(
    r"""<(?:img|iframe|source|video|audio|embed|image|use)\s[^>]*?(?:src|href)\s*=\s*["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import""",
    re.IGNORECASE,
)


class OfflineError(CorridorError, ValueError):
    """A layer would make the page fetch something, or needs a library that is not packaged."""


class OfflineFigure(Figure):
    """A Figure that renders one self-contained page, the same bytes for the same content."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
        "{% if this.title %}<title>{{ this.title|e }}</title>{% endif %}\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, *, title: str = "", tiles: str | None = None) -> None:
        super().__init__(title=title or None)
        policy = POLICY.format(tiles=f" {read_tile_origin(tiles)}" if tiles else "")
        meta = Element(f'<meta http-equiv="Content-Security-Policy" content="{policy}" />')
        self.header.add_child(meta, name="policy", index=0)

    def render(self, **kwargs: Any) -> str:
        """Render the page. Raises OfflineError if something in it is not packaged."""
        for element in walk_elements(self):
            refuse_outside(element)
        page = _LINKS.sub(_embed, super().render(**kwargs))
        outside = _OUTSIDE.search(page)
        if outside:
            raise OfflineError(f"The page would fetch {outside[0]!r}. Embed the picture or style as data:... instead.")
        return _name_in_order(page, {element._id for element in walk_elements(self)})


def read_tile_origin(tiles: str) -> str:
    """Return the origin of an address of tiles, the only one that a page may ask for pictures.

    Raises OfflineError if the address is not like ``https://tiles.example.org/{z}/{x}/{y}.png``.

    Example
    -------
    >>> read_tile_origin("https://tiles.example.org/{z}/{x}/{y}.png")
    'https://tiles.example.org'
    """
    found = _TILES.fullmatch(tiles)
    if not found or sorted(re.findall(r"\{(.*?)\}", tiles)) != ["x", "y", "z"]:
        raise OfflineError(
            f"{tiles!r} is no address of tiles; write one like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    return found["origin"]


def walk_elements(element: Element) -> Iterator[Element]:
    """Yield an element and everything below it, the parts of a Figure included."""
    yield element
    if isinstance(element, Figure):
        for part in (element.header, element.html, element.script):
            yield from walk_elements(part)
    for child in element._children.values():
        yield from walk_elements(child)


def refuse_outside(element: Element) -> None:
    """Raise OfflineError for what needs the net, jQuery or an icon font; make tooltips safe in a template string."""
    if isinstance(element, folium.TileLayer):
        raise OfflineError("A TileLayer fetches tiles at once. Leave it out, or name its address with tiles=.")
    if isinstance(element, folium.Popup):
        raise OfflineError("A Popup needs jQuery, which is not packaged. Use folium.Tooltip instead.")
    if isinstance(element, folium.Icon):
        raise OfflineError("An Icon needs an icon font, which is not packaged. Use a CircleMarker or DivIcon instead.")
    if isinstance(element, folium.Map) and element.objects_to_stay_in_front:
        raise OfflineError("keep_in_front needs jQuery, which is not packaged. Add the layer last instead.")
    options = getattr(element, "options", None)
    texts = [getattr(element, "url", None), *(options.values() if isinstance(options, dict) else ())]
    for text in texts:
        if isinstance(text, str) and (re.match(r"(?:https?:)?//", text) or _OUTSIDE.search(text)):
            raise OfflineError(f"{type(element).__name__} would fetch {text!r}. Embed it as data:... instead.")
    if isinstance(element, folium.Tooltip):
        element.text = element.text.replace("`", "&#96;").replace("${", "&#36;{")


def _embed(link: re.Match[str]) -> str:
    address = link["script"] or link["style"] or ""
    name = address.removeprefix("corridor:")
    packaged = {"leaflet.min.js", "leaflet.css", *PAGE_ASSETS}
    if name not in packaged or not address.startswith("corridor:"):
        raise OfflineError(
            f"The page would fetch {address!r}, which is not packaged. Leave out the plugin that asks for it; "
            f"packaged are {', '.join(sorted(packaged))}."
        )
    return f"<script>\n{read_asset(name)}\n</script>" if link["script"] else f"<style>\n{read_asset(name)}\n</style>"


def _name_in_order(page: str, ids: set[str]) -> str:
    order: dict[str, str] = {}

    def rename(hit: re.Match[str]) -> str:
        return order.setdefault(hit[0], f"{len(order):03d}") if hit[0] in ids else hit[0]

    return re.sub(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])", rename, page)


class OfflineMap(folium.Map):
    """A folium Map with Leaflet alone, a panel beside it and its data in the page; add layers as to any folium Map."""

    _template = Template("""
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1" />
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <main class="page">
            <section class="panel" aria-label="Figures">{{ this.panel }}</section>
            <div class="stage">
            <div class="folium-map" id="{{ this.get_name() }}" role="application" aria-label="Map"></div>
            <div class="still">{{ this.still }}</div>
            </div>
            </main>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            document.documentElement.classList.add("live");
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", Corridor.mapOptions({{ this.options|tojson }}));
            Corridor.setMarker("{{ this.marker }}");
            Corridor.start({{ this.get_name() }}, {{ this.data }}, {{ this.background }}, {{ this.tiles }});
        {% endmacro %}
    """)

    def __init__(
        self, *, title: str, data: str, panel: str, still: str, tiles: str | None = None, attribution: str = ""
    ) -> None:
        super().__init__(location=(38.0, 55.0), tiles=None, zoom_start=4)
        names = ("leaflet.min.js", "leaflet.css", *PAGE_ASSETS)
        self.default_js = [(name, f"corridor:{name}") for name in names if name.endswith(".js")]
        self.default_css = [(name, f"corridor:{name}") for name in names if name.endswith(".css")]
        self.data = data
        self.panel = panel
        self.still = still
        self.background = read_asset("background.json").strip()
        self.marker = read_image("marker-icon")
        self.tiles = write_json({"url": tiles, "attribution": attribution} if tiles else None)
        OfflineFigure(title=title, tiles=tiles).add_child(self)
