"""The report as HTML and as Markdown, from jinja2 templates."""

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from corridor.mapping.text import ink_on, route_colour
from corridor.report.tabular import write_cell

if TYPE_CHECKING:
    import jinja2

    from corridor.report.contents import Report


def render_html(report: "Report", *, maps: Sequence[str] = ()) -> str:
    """Render one self-contained page; `maps`, a whole page for each comparison, are embedded for screens."""
    from markupsafe import Markup

    style = Markup(files("corridor.report").joinpath("templates/style.css").read_text(encoding="utf-8"))
    template = _environment(autoescape=True).get_template("report.html.j2")
    return template.render(report=report, style=style, maps=maps)


def render_markdown(report: "Report") -> str:
    """Render Markdown with pipe tables; text from the tables is escaped."""
    text = _environment(autoescape=False).get_template("report.md.j2").render(report=report)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"


def escape_markdown(value: Any) -> str:
    r"""Escape what Markdown or HTML would take for markup, and join lines.

    Example
    -------
    >>> escape_markdown("a|b <i>*c*")
    'a\\|b &lt;i&gt;\\*c\\*'
    """
    text = " ".join(str(value).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*|\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def read_address(address: str) -> str:
    """Write an address with its own letters in the place of percent signs, unless some of them cannot be seen.

    Example
    -------
    >>> read_address("https://a.example/%D0%B3%D0%BE%D0%B4"), read_address("https://a.example/%E2%80%AE%20x")
    ('https://a.example/год', 'https://a.example/%E2%80%AE%20x')
    """
    plain = unquote(address)
    is_clear = plain.isprintable() and not any(letter in plain for letter in " \ufffd")
    return plain if is_clear else address


def _environment(*, autoescape: bool) -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corridor.report"),
        autoescape=autoescape,
        undefined=jinja2.ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _write
    environment.filters["colour"] = route_colour
    environment.filters["ink"] = ink_on
    environment.filters["address"] = read_address
    environment.filters["md"] = escape_markdown
    return environment


def _write(value: Any, kind: Any) -> str:
    import jinja2

    return write_cell(None if isinstance(value, jinja2.Undefined) else value, kind)
