"""How do the deck's tables become one workbook? A sheet a table, and the claims with their figures."""

from __future__ import annotations

import io
import re

from deckgen.publication import published_claim
from deckgen.slides import Above, Beside, Block, Deck, Table
from deckgen.statistics.disclosure import printable

LONGEST_SHEET_NAME = 31
CLAIM_FIGURES = (
    "mean",
    "median",
    "sd",
    "p25",
    "p75",
    "active",
    "active_median",
    "missing",
    "rest_median",
    "share",
    "share_low",
    "share_high",
    "rest_share",
    "difference",
    "difference_low",
    "difference_high",
    "h",
    "cramers_v",
    "top1_share",
    "coverage",
    "lift",
)


def workbook(deck: Deck) -> bytes:
    """Return an .xlsx with every table of the deck as it is shown, and a sheet of all claims as numbers.

    Cells are text or numbers, never formulas. Figures that stand on 1 to 10 customers are left blank.
    """
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"title": deck.title, "created": created(deck)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        used: set[str] = set()
        for slide in deck.slides:
            for table in tables_in(slide.body):
                sheet = book.add_worksheet(sheet_name(f"{slide.step} {table.name}", used))
                write_table(sheet, slide.title, table, bold, plain)
        write_claims(book.add_worksheet(sheet_name("claims", used)), deck, bold)
    return memory.getvalue()


def created(deck: Deck):
    """Return the data's date, so that the same deck gives the same bytes."""
    from datetime import datetime

    return datetime.fromisoformat(deck.date)


def tables_in(block: Block | None) -> list[Table]:
    """Return the tables of a block, in reading order."""
    if isinstance(block, Table):
        return [block]
    if isinstance(block, Beside | Above):
        return [table for inner in block.blocks for table in tables_in(inner)]
    return []


def sheet_name(wanted: str, used: set[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has."""
    name = re.sub(r"[\[\]:*?/\\']", " ", wanted)[:LONGEST_SHEET_NAME]
    while name.lower() in used:
        name = f"{name[: LONGEST_SHEET_NAME - 3]} {len(used)}"
    used.add(name.lower())
    return name


def write_table(sheet, title: str, table: Table, bold, plain) -> None:
    """Write a table under the slide's title."""
    sheet.write_string(0, 0, title, bold)
    for r, row in enumerate(table.rows, start=2):
        column = 0
        for cell in row.cells:
            sheet.write_string(r, column, cell.words, plain if row.kind == "body" and cell.tone != "strong" else bold)
            column += cell.span
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(table.weights), 16)


def write_claims(sheet, deck: Deck, bold) -> None:
    """Write one claim a row: what is compared, effect, interval, verdict, and the figures behind it."""
    heads = (
        "kind",
        "column",
        "level",
        "cluster",
        "against",
        "verdict",
        "direction",
        "measure",
        "effect",
        "low",
        "high",
        "n",
        "n_against",
    )
    for column, head in enumerate((*heads, *CLAIM_FIGURES)):
        sheet.write_string(0, column, head, bold)
    for r, exact in enumerate(deck.claims, start=1):
        shown = all(printable(exact.numbers.get(name, 0)) for name in ("yes", "rest_yes"))
        claim = published_claim(exact)
        texts = (claim.kind, claim.column, claim.level, claim.cluster, claim.against, claim.verdict)
        for column, text in enumerate(texts):
            sheet.write_string(r, column, text)
        effect = (claim.effect.value, claim.effect.low, claim.effect.high) if shown else (None,) * 3
        figures = [claim.numbers.get(name) if shown else None for name in CLAIM_FIGURES]
        numbers = (claim.direction, claim.measure, *effect, *claim.bases, *figures)
        for column, value in enumerate(numbers, start=len(texts)):
            if isinstance(value, str):
                sheet.write_string(r, column, value)
            elif value is not None and value == value:
                sheet.write_number(r, column, value)
