"""Which role has a column? Inferred from its cells and, where they leave it open, from its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from deckgen.cells import NO_NUMBER, NO_WORDS, YES_WORDS, clean_texts
from deckgen.numerals import ONLY_COMMA, ONLY_POINT, PLAIN, Written, parsed, read_written, way_of_writing
from deckgen.wording import Text

Role = Literal["id", "label", "kpi", "flag", "category", "list", "date", "text", "constant", "empty", "ignore"]
Provenance = Literal["input", "derived", "external"]

COUNT_NAMES = r"count|num(ber)?($|_)|amount|amt|qty|total|avg|mean|rate|数$|额$|率$|量$"
CODE_NAMES = (
    r"(^|_)(code|type|class|group|region|channel|category|cat|grade|kind|gender|sex|segment|district|occupation|job|"
    r"education|marital|marriage|status|tier|level|plan)(_(of_.*|code|cd|id|no|nr|name|[a-z]?\d+))?$"
    r"|^(pclass|gender|sex|education|marriage)(?![a-z])|类型|类别|区域|渠道|性别|等级|学历|职业"
)
"""Names that end with what is told by codes: of the plan changes the number is told, of the plan its code."""
SEX_NAMES, MOST_SEXES = r"(^|_)(gender|sex)(?![a-z])|性别", 4
CALENDAR_NAMES = r"month|weekday|day_?of_?week|dow|quarter|月份|星期|季度"
NUMBERED_NAMES = r"(^|_|\b)(id|no|code|number|sn)$|编号|编码|代码|号$"
ID_NAMES = rf"{NUMBERED_NAMES}|(^|_|\b)(uuid|guid|key)$|^id(?!le|ea|ent)"
ID_ENDS = r"[a-z](ID|Id|No)$"
SCORED_NAMES, SCORED = r"(^|_)rfm(_|$)", r"[1-9]{3}"
"""A three-digit code of three scores."""
WEIGHT_NAMES, MOST_OFF = r"^((survey|sampl(e|ing)|case|design)_?)?weights?$|权重$", 0.2
"""Weights of the rows of a survey: their mean is one, or hardly off it."""
RANK_NAMES = r"rank|place|排名|名次"
PLACE_NAMES = (
    r"(^|_)zip|(^|_)plz$|postal|postcode|postleitzahl|phone_?(no|num)|^phone$|mobile_?(no|num)|^mobile$|邮编|手机号|电话"
    r"|(^|_)(lat|lon|lng)(itude|gitude)?(_|$)|^(lat|long)itude$|经度|纬度"
)
DATE_NAMES = r"date|time|(^|_)(dt|ts|day|month|yyyymm)(_|$)|日期|时间|年月"
YEAR_NAMES = r"year|birth|年"
DATED = (
    r"^\d{4}[-/.年]\s?\d{1,2}([-/.月]\s?\d{1,2}日?)?月?([ T]\s?\d{1,2}:\d{2}.*)?$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})([ T]\d{1,2}:\d{2}.*)?$"
    r"|^(\d{1,2}[- ])?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- .,]+(\d{1,2},? )?\d{2,4}$"
)
LISTED = r"^[\w\s.&/()-]+([|;][\w\s.&/()-]+)+$|^\[.*\]$|^\{.*\}$"
NEITHER = r"\b(no|not|without|none|n\.?a\.?)\b|无|未|没有|不适用|不涉及"
"""What an answer says that is neither yes nor no: that the question does not arise."""
MOSTLY, SOME = 0.9, 0.5
"""Share of numbers among the values that makes a KPI, and the share that does where they are many different ones."""
MANY = 20
VOTING = 200
"""Cells of a column that show the table's decimal mark."""
ANY_COMMA = "[,，]"
SPELLINGS = 40
"""Different texts, in upper and lower case, that the answers of a yes/no column may have."""
NEAR_UNIQUE, LEAST_ROWS = 0.98, 30
MOST_BESIDE = 2


@dataclass(frozen=True)
class Inferred:
    """A column's role, the reason, and how its cells are to be read (see columns.Column)."""

    role: Role
    reason: Text
    written: Written = PLAIN
    beside: tuple[str, ...] = ()
    marked: bool = False


def decimal_mark(sample: pl.DataFrame) -> str:
    """Return the decimal mark of a table's texts: a comma where more columns show one that can be nothing else."""
    first = pl.col(pl.String).drop_nulls().head(VOTING)
    if not any(map(any, sample.select(first.str.contains(ANY_COMMA).any()).rows())):
        return "."
    votes = [decimal_of(sample[name]) for name in sample.columns if sample[name].dtype == pl.String]
    return "," if votes.count(",") > votes.count(".") else "."


def decimal_of(cells: pl.Series) -> str:
    """Return the decimal mark that a column's first numbers show, or nothing."""
    digits = parsed(cells.drop_nulls().head(VOTING))["digits"].drop_nulls()
    comma, point = (int(digits.str.contains(pattern).sum()) for pattern in (ONLY_COMMA, ONLY_POINT))
    return "," if comma > point else "." if point else ""


def infer(cells: pl.Series, missing: tuple[str, ...] = (), decimal: str = ".") -> Inferred:
    """Return a column's role and the reason.

    missing: spellings of missing beyond the usual. decimal: the table's decimal mark.
    """
    if cells.dtype.is_temporal():
        return Inferred("date", Text("日期", "dates"))
    if cells.dtype.is_nested():
        return Inferred("list", Text("列表", "lists"))
    if cells.dtype in (pl.Binary, pl.Object):
        return Inferred("ignore", Text("二进制内容", "binary"))
    texts = clean_texts(cells, missing).drop_nulls()
    distinct = texts.unique(maintain_order=True)
    if distinct.is_empty():
        return Inferred("empty", Text("没有任何取值", "no value in any row"))
    if flag := infer_flag(distinct, len(texts) < len(cells)):
        return flag
    if len(distinct) == 1:
        return Inferred("constant", Text("所有行取值相同", "the same value in every row"))
    return infer_numbers(cells.name, texts, distinct, decimal) or infer_text(cells.name, texts, len(distinct))


def infer_flag(distinct: pl.Series, gaps: bool) -> Inferred | None:
    """Recognise a yes/no column, with answers beside yes and no, or of which only the yes is written."""
    if len(distinct) > SPELLINGS:
        return None
    words = {text.lower() for text in distinct}
    if len(words) > 2 + MOST_BESIDE:
        return None
    yes, no = words & {*YES_WORDS}, words & {*NO_WORDS}
    beside = tuple(sorted(words - yes - no))
    if yes and gaps and len(words) == 1 and not any(word.isdigit() for word in words):
        marked = Text("只标“是”，空白为否", "only the yes is written; an empty cell is a no")
        return Inferred("flag", marked, marked=True)
    if not (yes and no) or not all(re.search(NEITHER, word) for word in beside):
        return None
    if beside and {"1", "0"} & words:
        return None
    reason = Text("是/否取值", "yes/no values")
    if beside:
        other = ", ".join(beside)
        reason = Text(f"是/否取值，另有“{other}”，不计入基数", f"yes/no values; {other!r} is not in its base")
    return Inferred("flag", reason, beside=beside)


def infer_numbers(name: str, texts: pl.Series, distinct: pl.Series, decimal: str) -> Inferred | None:
    """Recognise a column of numbers, however they are written; a few unreadable cells do not matter."""
    found = numbers_in(texts, distinct, decimal)
    if found is None:
        return None
    written, numbers = found[0], found[1].drop_nulls()
    share = len(numbers) / len(texts)
    if share < SOME or (share < MOSTLY and numbers.n_unique() <= MANY) or dated(texts):
        return None
    role, reason = numeric_role(name, texts, numbers.to_numpy(), len(distinct))
    return Inferred(role, reason, written)


def numbers_in(texts: pl.Series, distinct: pl.Series, decimal: str) -> tuple[Written, pl.Series] | None:
    """Return how the numbers among clean texts are written, and what they are; None where no text has a digit."""
    if decimal == "." and (plain := texts.cast(pl.Float64, strict=False)).null_count() == 0:
        return PLAIN, plain
    if not distinct.str.contains(r"\d").any():
        return None
    written = way_of_writing(distinct.head(2000), decimal)
    return written, read_numbers(texts, written)


def read_numbers(texts: pl.Series, written: Written) -> pl.Series:
    """Read clean texts as numbers, null where one is unreadable."""
    texts = texts.filter(texts.str.to_lowercase().is_in(NO_NUMBER).not_())
    point = texts.set(texts.str.contains(".", literal=True), None) if written.decimal == "," else texts
    plain = point.cast(pl.Float64, strict=False)
    if plain.null_count() == 0:
        return plain
    odd = texts.filter(plain.is_null()).unique()
    numbers = texts.replace_strict(odd, read_written(odd, written), default=None, return_dtype=pl.Float64)
    return plain.zip_with(plain.is_not_null(), numbers)


def numeric_role(name: str, texts: pl.Series, numbers: np.ndarray, distinct: int) -> tuple[Role, Text]:
    """Tell KPIs from ids, dates, years and codes that are written as numbers."""
    whole = bool((numbers == numbers.round()).all())
    if re.search(PLACE_NAMES, name, re.IGNORECASE):
        return "ignore", Text("邮编、电话或坐标，不是指标", "a post code, phone number or coordinate, no measure")
    if texts.str.contains(r"^0\d+$").mean() > 0.05:
        recur = distinct <= SOME * len(texts) and len(texts) >= LEAST_ROWS
        return "category" if recur else "id", Text("带前导零的编码", "codes with leading zeros")
    if whole and (date := numeric_date(name, texts, numbers)):
        return "date", date
    if whole and is_id(name, len(texts), distinct, bool(numbers.min() >= 1e6)):
        return "id", Text("几乎各不相同的整数编号", "whole numbers, nearly all different")
    if whole and counts_rows(numbers, distinct) and not re.search(RANK_NAMES, name, re.IGNORECASE):
        return "id", Text("逐行递增的序号", "the rows counted")
    if whole and within(numbers, 0, 12) == 1 and re.fullmatch(CALENDAR_NAMES, name, re.IGNORECASE):
        return "category", Text("日历上的月、季或星期", "months, quarters or days of the week")
    if re.search(SCORED_NAMES, name, re.IGNORECASE) and texts.str.contains(f"^{SCORED}$").all():
        return "category", Text("由三项评分拼成的代码", "codes that are put together from three scores")
    if re.search(WEIGHT_NAMES, name, re.IGNORECASE) and numbers.min() >= 0 and abs(numbers.mean() - 1) <= MOST_OFF:
        return "ignore", Text("样本权重，计算中不加权", "weights of the rows, which are not applied")
    if whole and distinct > MANY and re.search(NUMBERED_NAMES, name, re.IGNORECASE):
        return "category", Text("重复出现的编号", "numbers that name something and repeat")
    if whole and says_code(name, distinct):
        return "category", Text("列名表示编码的少量整数", "a few whole numbers under a name that says code")
    return "kpi", Text("数值", "numbers")


def says_code(name: str, distinct: int) -> bool:
    """Tell whether a name says that so many different numbers are codes: those of a sex are very few."""
    name = re.sub(r"[\s\-]+", "_", name)
    most = MOST_SEXES if re.search(SEX_NAMES, name, re.IGNORECASE) else MANY
    named = re.search(CODE_NAMES, name, re.IGNORECASE) and not re.search(COUNT_NAMES, name, re.IGNORECASE)
    return bool(named) and distinct <= most


def numeric_date(name: str, texts: pl.Series, numbers: np.ndarray) -> Text | None:
    """Recognise dates, years, months and clock times written as whole numbers."""
    if within(numbers, 19000101, 21001231) > 0.95 and written_days(texts):
        return Text("写成 20001229 的日期", "dates written as 20001229")
    if within(numbers, 1880, 2100) > 0.95 and re.search(YEAR_NAMES, name, re.IGNORECASE):
        return Text("年份", "years")
    if within(numbers, 1, 31) == 1 and re.fullmatch(r"day(_?of_?month)?|日|几号", name, re.IGNORECASE):
        return Text("一月中的日期", "days of the month")
    if not re.search(DATE_NAMES, name, re.IGNORECASE):
        return None
    if within(numbers, 190001, 210012) == 1 and within(numbers % 100, 1, 12) == 1:
        return Text("写成 200012 的年月", "months written as 200012")
    if within(numbers, 5e8, 4e9) == 1 or within(numbers, 5e11, 4e12) == 1:
        return Text("时间戳", "clock times in seconds")
    return None


def within(numbers: np.ndarray, least: float, most: float) -> float:
    """Return the share of numbers between two."""
    return float(((numbers >= least) & (numbers <= most)).mean())


def written_days(texts: pl.Series) -> bool:
    """Whether nearly all texts are days written as 20001229."""
    return texts.head(500).str.to_date("%Y%m%d", strict=False).is_not_null().mean() > 0.95


def is_id(name: str, rows: int, distinct: int, long: bool) -> bool:
    """Whether values are ids: nearly all different, or most of them under a name that says id."""
    says_id = bool(re.search(ID_NAMES, name, re.IGNORECASE) or re.search(ID_ENDS, name))
    if rows < LEAST_ROWS:
        return distinct == rows and says_id
    near = distinct > NEAR_UNIQUE * rows
    return (near and (says_id or long)) or (says_id and distinct > SOME * rows)


def counts_rows(numbers: np.ndarray, distinct: int) -> bool:
    """Whether whole numbers are those of a run, each once, in any order: numbers of rows, no measure."""
    return LEAST_ROWS <= len(numbers) == distinct and np.ptp(numbers) == len(numbers) - 1


def infer_text(name: str, texts: pl.Series, distinct: int) -> Inferred:
    """Tell categories from ids, dates, lists and free text."""
    if dated(texts):
        return Inferred("date", Text("日期", "dates"))
    coded = bool(texts.str.contains(r"^[\w-]*\d[\w-]*$").mean() > 0.95)
    if is_id(name, len(texts), distinct, coded):
        return Inferred("id", Text("几乎各不相同的编码", "codes, nearly all different"))
    if texts.str.contains(LISTED).mean() > 0.2:
        return Inferred("list", Text("一格多值的列表", "several values in a cell"))
    if texts.str.len_chars().mean() > 60:
        return Inferred("text", Text("长文本", "long texts"))
    if distinct > 100 and distinct > SOME * len(texts):
        return Inferred("text", Text("大多各不相同的文本", "mostly different texts"))
    return Inferred("category", Text("重复出现的文本", "texts that repeat"))


def dated(texts: pl.Series) -> bool:
    """Whether nearly all texts are dates, each in one of the usual spellings."""
    return bool(texts.head(500).str.contains(DATED).mean() > 0.95)
