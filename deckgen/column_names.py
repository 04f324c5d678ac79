"""What is a column called on a slide, where nobody says? Its own name in words, and the unit that ends it."""

from __future__ import annotations

import re

from deckgen.wording import Text

ACRONYMS = re.compile(
    "ADR|AOV|API|ARPU|ARR|ATM|B2B|B2C|BMI|CAC|CLV|CPC|CPM|CRM|CSAT|CTR|CVR|DAU|EBITDA|EPS|ER|GDP|GMV|GPS|IAP|ICU|ID|KPI"
    "|KYC|LTV|MAU|MRR|NPS|POS|PV|RFM|ROA|ROE|ROI|SKU|SLA|SMS|SSO|URL|UV|VAT|VIP|WAU",
    re.IGNORECASE,
)
"""Words that are spelled in capitals however a column writes them."""
CURRENCIES = ("aud", "brl", "cad", "chf", "cny", "eur", "gbp", "hkd", "inr", "jpy", "rmb", "usd")
MEASURES = ("mm", "cm", "km", "mg", "kg", "ml", "sqm", "sqft")
UNITS = {
    **{unit: unit.upper() for unit in CURRENCIES},
    **{unit: unit for unit in MEASURES},
    "gb": "GB",
    "kwh": "kWh",
    "mb": "MB",
    "mmhg": "mmHg",
    "pct": "%",
    "percent": "%",
}
"""What the unit is, where the last word of a name says so."""
BRACKETED = re.compile(
    r"(?P<name>.+?)\s*[(（]\s*(?P<unit>[千百万亿]*(?:元|美元|欧元|港元|人民币|[A-Z]{3}|[$€£¥￥])|[kKM]?[A-Z]{3}|[%‰㎡]|平方米|m[2²]"
    rf"|{'|'.join(MEASURES)}|g|公斤|千克|吨|[天日周月年岁次个人位件单家台笔户秒]|小时|分钟"
    r"|days?|weeks?|months?|years?|hours?|min(?:utes)?|seconds?|h|s)\s*[)）]"
)
"""A name that ends with its unit in brackets."""
THOUSANDS = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "k": 1e3, "K": 1e3, "M": 1e6}
MANY_OF = re.compile(
    r"(?P<size>千万|百万|[千万亿])(?P<of>[美欧港日]?元|人民币|英镑|[股人次件户份])|(?P<k>[kKM])(?P<code>[A-Z]{3})"
)
"""A unit that is many of another one: "万元", "kEUR"; not "千克", which is one of its own."""
LONG = {
    "amt": "amount",
    "avg": "average",
    "cd": "code",
    "cnt": "count",
    "pct": "percent",
    "qty": "quantity",
    "txn": "transaction",
    "txns": "transactions",
}
"""Abbreviations that are spelled out."""
HUMP = r"(?<=[a-z]{2})(?=[A-Z])"
"""Between the words of "TotalCharges"; not within "kWh"."""
LONGEST_CODE = 3
"""Of a name in capitals words of up to this many letters, and those without a vowel, may be abbreviations."""
ASKING = (
    r"^(?:有无|if_|is_|flag_)(?=.)|是否(?:为|是|有|已)?(?=.)"
    r"|(?<=.)[_ ](?:flag|ind|indicator|yn)$|(?<=.)(?:标志|标识|标记)$"
)
"""What in the name of a yes/no column asks; what is left is what the yes says."""


def spelled_out(column: str) -> Text:
    """Turn a column's name into words; brackets after a Chinese character are wide.

    >>> spelled_out("days_since_last_spend").en, spelled_out("CASH_ADVANCE_TRX").en, spelled_out("mrr_usd").en
    ('Days since last spend', 'Cash advance TRX', 'MRR usd')
    """
    spaced = re.sub(HUMP, " ", column).replace("_", " ").split()
    loud = column.upper() == column
    words = " ".join(spelled(word, loud) for word in spaced)
    words = words[:1].upper() + words[1:] if words else column
    return Text(re.sub(r"(?<=[\u4e00-\u9fff])\(([^()]*)\)", r"（\1）", words), words)


def spelled(word: str, loud: bool) -> str:
    """Spell one word of a name. loud: the whole name is in capitals."""
    if ACRONYMS.fullmatch(word):
        return word.upper()
    if loud and len(word) > LONGEST_CODE and word.isascii() and re.search("[AEIOUY]", word):
        word = word.lower()
    return LONG.get(word.lower(), word)


def named_unit(column: str) -> tuple[str, str]:
    """Return a KPI's name without the unit that ends it, and the unit; "" where it names none.

    >>> named_unit("mrr_usd"), named_unit("SpendEUR"), named_unit("usd"), named_unit("days_active")
    (('mrr', 'USD'), ('Spend', 'EUR'), ('usd', ''), ('days_active', ''))
    >>> named_unit("bill_length_mm"), named_unit("月销售额(万元)"), named_unit("Spend (last 30 days)")
    (('bill_length', 'mm'), ('月销售额', '万元'), ('Spend (last 30 days)', ''))
    """
    if found := BRACKETED.fullmatch(column):
        return found["name"], found["unit"]
    *rest, last = re.split(rf"[_ ]|{HUMP}", column)
    named = last.lower() in UNITS and any(rest)
    return (column[: -len(last)].rstrip("_ "), UNITS[last.lower()]) if named else (column, "")


def many_of(unit: str) -> tuple[float, str]:
    """Return how many of which unit a unit is, so that a figure need not be told in ten thousands of ten thousands.

    >>> many_of("万元"), many_of("kEUR"), many_of("千克"), many_of("USD")
    ((10000.0, '元'), (1000.0, 'EUR'), (1.0, '千克'), (1.0, 'USD'))
    """
    found = MANY_OF.fullmatch(unit)
    if not found:
        return 1.0, unit
    return THOUSANDS[found["size"] or found["k"]], found["of"] or found["code"]


def counted_in(size: float, unit: str) -> str:
    """Return the unit of so many others, as `many_of` reads it."""
    names = (name for name, of in THOUSANDS.items() if of == size and name.isascii() == unit.isascii())
    return next(names) + unit if size != 1 else unit


def answered(column: str) -> str:
    """Return what the yes of a yes/no column says.

    >>> answered("is_overdue"), answered("freeze_flag"), answered("是否投诉"), answered("当前是否逾期")
    ('overdue', 'freeze', '投诉', '当前逾期')
    """
    return re.sub(ASKING, "", column, flags=re.IGNORECASE)
