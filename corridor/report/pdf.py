"""The report as PDF: the printed page of the very HTML, set by WeasyPrint, which is an optional extra."""

import re
from types import ModuleType
from typing import TYPE_CHECKING, Final

from corridor.errors import MissingExtraError
from corridor.report.pages import render_html

if TYPE_CHECKING:
    from corridor.report.contents import Report

_OUTLINE: Final = re.compile(
    r'(<text[^>]*?)( stroke="[^"]*" stroke-width="[^"]*" paint-order="stroke"[^>]*)>(.*?)</text>'
)
_IDENTIFIER: Final = b"corridor-report"


def render_pdf(report: "Report") -> bytes:
    """Set the report in A4 pages; the same input and the same fonts give the same bytes.

    Raises
    ------
    MissingExtraError
        If WeasyPrint, or a library that it needs, is not installed.
    """
    weasyprint = load_weasyprint()
    html = _OUTLINE.sub(r"\1\2>\3</text>\1>\3</text>", render_html(report))
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    return bytes(page.write_pdf(pdf_identifier=_IDENTIFIER))


def load_weasyprint() -> ModuleType:
    """Return WeasyPrint. Raises MissingExtraError where it cannot be imported."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango itself is missing
        raise MissingExtraError("A PDF", "pdf", str(error)) from error
    module: ModuleType = weasyprint
    return module
