"""The report of comparisons, one context written as HTML, Markdown, JSON, XLSX and PDF."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.report.contents import Report, compose_report
from corridor.report.pages import render_html, render_markdown
from corridor.report.pdf import load_weasyprint, render_pdf
from corridor.report.record import read_report_schema, render_json
from corridor.report.workbook import render_workbook

if TYPE_CHECKING:
    from corridor.compare import Comparison
    from corridor.network import Network
    from corridor.scenario import Scenario

__all__ = [
    "Report", "compose_report", "load_weasyprint", "read_report_schema", "render_html", "render_json",
    "render_markdown", "render_pdf", "render_workbook", "replace_file", "write_report",
]  # fmt: skip


def write_report(
    comparisons: "Sequence[Comparison]",
    folder: Path,
    *,
    network: "Network",
    scenario: "Scenario",
    stem: str = "report",
    maps: Sequence[str] = (),
    pdf: bool = False,
) -> list[Path]:
    """Write the report of comparisons into a folder as HTML, Markdown, JSON and XLSX; return the paths in this order.

    `scenario` is the one in which the comparisons were made. `maps`, one whole page for each comparison, are embedded
    in the HTML. With `pdf`, a PDF comes last; it needs the extra ``corridor[pdf]``. Each file replaces an older one in
    a single move. The same input gives the same bytes; a PDF's depend on the fonts installed too.

    Raises
    ------
    ScenarioError
        If a route of a comparison is priced otherwise in this scenario.
    MissingExtraError
        If a PDF is asked for without the extra.
    """
    report = compose_report(comparisons, network=network, scenario=scenario)
    forms = {
        "html": render_html(report, maps=maps).encode(),
        "md": render_markdown(report).encode(),
        "json": render_json(report).encode(),
        "xlsx": render_workbook(report),
    }
    if pdf:
        forms["pdf"] = render_pdf(report)
    folder.mkdir(parents=True, exist_ok=True)
    return [replace_file(folder / f"{stem}.{ending}", content) for ending, content in forms.items()]


def replace_file(path: Path, content: bytes) -> Path:
    """Write beside the path and move into place, so that no reader ever meets half a file. Raises OSError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
