"""Which workbook stands behind a real chart? One sheet with what the chart shows, so that it can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from deckgen.deckfile import packed, unpacked

FIXED = datetime(1980, 1, 1)
"""A day for the file's properties: the same chart is the same bytes on any day."""


def chartbook(categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], figures: str) -> bytes:
    """Return an .xlsx as charts refer to it: categories down from A2, a series a column from B, its name on top.

    figures: the numbers' format. Texts are never formulas or links.
    """
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"created": FIXED})
        shown, sheet = book.add_format({"num_format": figures}), book.add_worksheet("Sheet1")
        for row, category in enumerate(categories, 1):
            sheet.write_string(row, 0, category)
        for column, (name, values) in enumerate(series, 1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, shown)
    return packed(unpacked(memory.getvalue()))
