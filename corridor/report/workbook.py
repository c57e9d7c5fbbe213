"""The report as a workbook: one sheet a table, real numbers, headings frozen."""

import datetime as dt
import io
import math
from typing import TYPE_CHECKING, Any, Final

from corridor.report.sections import TOTAL
from corridor.report.tabular import Column, Table, write_cell

if TYPE_CHECKING:
    from corridor.report.contents import Report

_FORMATS: Final = {
    "integer": "0", "number": "General", "days": "0.0", "hours": "#,##0.0", "usd": "[=0]0;[<100]0.0;#,##0",
    "kg": "[=0]0;[<100]0.0;#,##0", "km": "#,##0", "kmh": "0", "share": "0.0 %", "date": "yyyy-mm-dd",
}  # fmt: skip
_WIDEST: Final = 60
_ANSWER_WIDTH: Final = 110
_HEAD_HEIGHT: Final = 62
_CREATED: Final = dt.datetime(2020, 1, 1)
_A4: Final = 9


def render_workbook(report: "Report") -> bytes:
    """Write the workbook. Text is written as text, whatever it begins with; figures keep all their digits."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title, "author": "Corridor", "created": _CREATED})
    _write_answer(book, report)
    styles = _Styles(book)
    for name, table in report.sheets.items():
        _write_table(book.add_worksheet(name), table, styles)
    book.close()
    return buffer.getvalue()


class _Styles:
    """Formats of a workbook: one for a heading, and one for each kind of cell, bold in the rows of totals."""

    def __init__(self, book: Any) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        self.text_head = book.add_format({**head, "align": "left", "indent": 1})
        self.number_head = book.add_format({**head, "align": "right"})
        self._cells = {
            (kind, bold): book.add_format(
                {"num_format": pattern, "bold": bold, "top": int(bold), "indent": int(kind == "text")}
            )
            for kind, pattern in {"text": "@", **_FORMATS}.items()
            for bold in (False, True)
        }

    def cell(self, kind: str, *, is_total: bool) -> Any:
        return self._cells[kind if kind in _FORMATS else "text", is_total]


def _write_answer(book: Any, report: "Report") -> None:
    sheet = book.add_worksheet("Answer")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, _ANSWER_WIDTH)
    _set_paper(sheet)
    answers = [line for section in report.sections for line in section.answer]
    lines = [report.title, *answers, report.brackets, *report.assumed, f"Data version {report.network.version}"]
    for number, line in enumerate(lines):
        sheet.set_row(number, 16 * math.ceil(len(line) / _ANSWER_WIDTH))
        sheet.write_string(number, 0, line, wrapped)


def _write_table(sheet: Any, table: Table, styles: _Styles) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, _HEAD_HEIGHT)
    sheet.repeat_rows(0)
    _set_paper(sheet)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.full_head, styles.number_head if column.is_number else styles.text_head)
        texts = [_text(row.get(column.key), column) for row in table.rows]
        longest = max(len(text) for text in [*column.full_head.split(), *texts]) + 3
        sheet.set_column(place, place, min(_WIDEST, max(11, longest)))
        for number, row in enumerate(table.rows, start=1):
            value, style = row.get(column.key), styles.cell(column.kind, is_total=row.get("what") == TOTAL)
            if _is_number(value) and column.is_number:
                sheet.write_number(number, place, value, style)
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, place, value, style)
            elif value is None:
                sheet.write_blank(number, place, None, style)
            else:
                sheet.write_string(
                    number, place, _text(value, column), styles.cell("text", is_total=row.get("what") == TOTAL)
                )
    if table.rows:
        last = len(table.columns) - 1
        sheet.autofilter(0, 0, len(table.rows), last)
        if table.columns[last].key in ("working", "note"):  # for the screen: too wide for paper
            sheet.print_area(0, 0, len(table.rows), last - 1)


def _set_paper(sheet: Any) -> None:
    """Print on A4 across, as wide as the page, with the heading on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _text(value: Any, column: Column) -> str:
    return "" if value is None else write_cell(value, column.kind if column.is_number == _is_number(value) else "text")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
