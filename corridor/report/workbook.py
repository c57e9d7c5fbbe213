"""The report as a workbook: one sheet a table, real numbers, headings frozen."""

import datetime as dt
import io
import math
from typing import TYPE_CHECKING, Any, Final

from corridor.report.tabular import Column, write_cell

if TYPE_CHECKING:
    from corridor.report.contents import Report

_FORMATS: Final = {
    "integer": "0", "days": "0.0", "hours": "#,##0.0", "usd": "#,##0", "kg": "#,##0", "km": "#,##0", "kmh": "0",
    "share": "0 %",
}  # fmt: skip
_WIDEST: Final = 60
_CREATED: Final = dt.datetime(2020, 1, 1)


def render_workbook(report: "Report") -> bytes:
    """Write the workbook. Text is written as text, whatever it begins with; figures keep all their digits."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title, "author": "Corridor", "created": _CREATED})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    first = book.add_worksheet("Answer")
    first.set_column(0, 0, 120, book.add_format({"text_wrap": True, "valign": "top"}))
    answers = [line for section in report.sections for line in section.answer]
    lines = [report.title, *answers, report.brackets, *report.assumed]
    for number, line in enumerate([*lines, f"Data version {report.network.version}"]):
        first.write_string(number, 0, line)
    for name, table in report.sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.full_head, bold)
            texts = [_text(row.get(column.key), column) for row in table.rows]
            longest = max(len(text) for text in [column.full_head[:14], *texts]) + 2
            sheet.set_column(place, place, min(_WIDEST, max(9, longest)))
            for number, row in enumerate(table.rows, start=1):
                value = row.get(column.key)
                if _is_number(value) and column.is_number:
                    sheet.write_number(number, place, value, formats[column.kind])
                elif value is not None:
                    sheet.write_string(number, place, _text(value, column))
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.close()
    return buffer.getvalue()


def _text(value: Any, column: Column) -> str:
    return "" if value is None else write_cell(value, column.kind if column.is_number == _is_number(value) else "text")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
