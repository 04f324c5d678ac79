"""How are texts set? English with typographic apostrophes, Chinese closed up; a user's own words stay as they are.

Whether there is a little air between Han and Latin is left to the program that shows the deck: some add it by
themselves, and a typed space would come on top of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff，。；：！？、（）“”《》"
ARROWS = "▲▼≈·"
LOOSE = re.compile(rf"(?<=[{HAN}]) +(?=[^{ARROWS}])|(?<=[^{ARROWS}]) +(?=[{HAN}])")
BESIDE_HELD = re.compile(rf"(?<=[{HAN}]) +(?=\x00)|(?<=\x00) +(?=[{HAN}])")
ANY_HAN = re.compile(rf"[{HAN}]")
APOSTROPHE = re.compile(r"(?<=[\w)\x00])'(?=s\b)|(?<=[s\x00])'(?=[\s,.;:)]|$)")
COMPARED = re.compile(r" *([≥≤<>=]) *")
WIDE_SIGNS = str.maketrans("<>=", "＜＞＝")
WIDENED = re.compile(rf"(?<=[{HAN}])[<>=](?=[−\d])")
"""A sign of comparison that is made as wide as ≥ and ≤ are among Han."""
SIGNED = re.compile(r"−(?=\d)")
"""A minus, which programs set in the Chinese font behind Han, apart from its digits; a hyphen is always Latin."""
NBSP = "\u00a0"
SHORT_NAME = 14
"""Names up to this many characters stay on a line."""
HELD = re.compile(
    r"(?<=\d) (?=(?:KPIs?|[a-z]+s|customer|group|cluster|rule|label)\b|of[ \u00a0]\d|\()"
    r"|(?<=\bof) (?=\d)|(?<=\d) (?=of the other\b)|(?<=\d of) (?=the other\b)|(?<=\bthe other) (?=\d)"
    r"|(?<=\btimes) (?=the\b)|(?<=\bthe) (?=\d)| (?=\S{1,7}$)| (?=[≥≤<>=][ \u00a0]\S)"
)
"""Spaces at which no line of a sentence ends: between a number and its word, before what it compares with, a sign and
a last short word."""
TIED = re.compile(
    r"(?:[≥≤<>=≈▲▼] |\b(?:lift|base|median|least|about|precision|finds|others) (?=[≥≤<]?[ \u00a0]?[+−-]?\d))(?=\S)"
    r"|(?<=\d) (?=(?:points?|times|cases|pts)\b|[万亿倍位个项])"
    r"|\bmean / SD|均值 / 标准差|Cramér.s V(?:: )?|\(1 \+ [\d.]+\) / 2"
    r"|(?<=\(or) (?=missing\))|(?<=[\w)]:) (?=[+−-]?\d)|(?<=[a-z]) (?=\d{1,2}(?!\d|[.,]\d|%| of\b| [a-z]))"
)
"""A sign or a figure's name with the space before its figure, or the space between a figure and its unit, a name and
its number, the parts of a formula, or the words of "or missing" and of "mean / SD"."""
NOTHING: Mapping[str, str] = {}
KEYS = ("name", "step", "role", "key", "keys", "cluster", "clusters")
KEPT = (*KEYS, "kind", "tone", "outcome", "claims", "language", "date", "terms")
"""Fields that are keys, not words."""


def held(text: str, names: Iterable[str] = ()) -> str:
    """Return a sentence that breaks neither within a short name, nor at a number's word, nor before its last word.

    >>> held("Cluster C is ahead on 8 of 15 KPIs; not on 4", ["Cluster C"]).replace(NBSP, "_")
    'Cluster_C is ahead on 8_of_15_KPIs; not on_4'
    >>> held("from 8 (Cluster 0) to 63 (Cluster 2)", ["Cluster 2"]).replace(NBSP, "_")
    'from_8_(Cluster_0) to_63_(Cluster_2)'
    """
    return HELD.sub(NBSP, tied(names_held(text, names)))


def names_held(text: str, names: Iterable[str]) -> str:
    """Return a text in which no line breaks within a short name.

    >>> names_held("only slightly below Cluster 1", ["Cluster 1"]).replace(NBSP, "_")
    'only slightly below Cluster_1'
    """
    for name in names:
        if " " in name and len(name) <= SHORT_NAME:
            text = text.replace(name, name.replace(" ", NBSP))
    return text


def tied(text: str) -> str:
    """Return a text with no-break spaces where a line may not part a sign, a figure and its unit; as long as before.

    >>> tied("Teenhome = 0 and Tenure ≥ 20 (base 24.7%, lift ≥ 3.5x); +43 points").replace(NBSP, "_")
    'Teenhome =_0 and Tenure ≥_20 (base_24.7%, lift_≥_3.5x); +43_points'
    >>> tied("DSL 59% (others 25%)").replace(NBSP, "_")
    'DSL 59% (others_25%)'
    >>> tied("Median; below: mean / SD"), tied("下行：均值 / 标准差")
    ('Median; below: mean\\xa0/\\xa0SD', '下行：均值\\xa0/\\xa0标准差')
    >>> tied("Cramér's V: Contract 0.50; (1 + 0.95) / 2").replace(NBSP, "_")
    "Cramér's_V:_Contract 0.50; (1_+_0.95)_/_2"
    """
    return TIED.sub(lambda match: match.group().replace(" ", NBSP), text)


def set_deck(value: Any, chinese: bool, kept: Iterable[str] = (), levels: Iterable[str] = ()) -> Any:
    """Return a deck (or any part of it) with every text set. Texts in `kept` stay as they are; of levels only the
    brackets change, in Chinese.
    """
    own = {level: wide(level) if chinese else level for level in levels} | {text: text for text in kept}
    marks = {*" −<>="} if chinese else {"'"}
    held = sorted((text for text, shown in own.items() if marks & {*text} or text != shown), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, held))) if held else None
    return set_part(value, chinese, pattern, own)


def set_part(value: Any, chinese: bool, kept: re.Pattern[str] | None, own: Mapping[str, str] = NOTHING) -> Any:
    """Set every text in a value: dataclasses and tuples all the way down."""
    if isinstance(value, str):
        return set_text(value, chinese, kept, own)
    if isinstance(value, tuple):
        return tuple(set_part(item, chinese, kept, own) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        words = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in KEPT}
        return replace(value, **{name: set_part(part, chinese, kept, own) for name, part in words.items()})
    return value


def set_text(text: str, chinese: bool, kept: re.Pattern[str] | None = None, own: Mapping[str, str] = NOTHING) -> str:
    """Make apostrophes typographic in English, which Chinese fonts would have as wide as a character; in Chinese remove
    the spaces beside Han and full-width marks and around signs of comparison, which are full-width behind Han; there a
    minus before digits is a hyphen.

    kept: the user's texts, which stay as they are or as `own` has them.

    >>> [set_text(text, True) for text in ("群体 1 占客户的 19.8%，共 3 项 。", "月均消耗 ≥ 1 万", "▲ 群体 1 略高")]
    ['群体1占客户的19.8%，共3项。', '月均消耗≥1万', '▲ 群体1略高']
    >>> [set_text(text, True) for text in ("中位数为 −0.035（δ −0.70）", "−1.2 万", "利润 < −3")]
    ['中位数为-0.035（δ -0.70）', '-1.2万', '利润＜-3']
    >>> set_text("群体 1 更多 Pro 套餐", True, re.compile("Pro 套餐"))
    '群体1更多Pro 套餐'
    >>> set_text("微型(1-9人)占 45%", True, re.compile(r"微型\\(1-9人\\)"), {"微型(1-9人)": "微型（1-9人）"})
    '微型（1-9人）占45%'
    >>> set_text("群体：微型(1-9人) 45%", True, re.compile(r"微型\\(1-9人\\)"), {"微型(1-9人)": "微型（1-9人）"})
    '群体：微型（1-9人）45%'
    >>> set_text("Cluster 2's is 3 times the others' share; Bob's", False, re.compile("Bob's"))
    "Cluster 2’s is 3 times the others’ share; Bob's"
    """
    if not (ANY_HAN.search(text) or SIGNED.search(text) if chinese else "'" in text):
        return text
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(own.get(match.group(), match.group()))
        return f"\x00{len(held) - 1}\x00"

    if kept is not None:
        text = kept.sub(hold, text)
    closed = closed_up(text) if chinese else APOSTROPHE.sub("’", text)
    return re.sub(r"\x00(\d+)\x00( ?)", lambda match: shut(held[int(match[1])], match[2]), closed)


def closed_up(text: str) -> str:
    """Remove the spaces of a Chinese text at which it closes up, and set its signs."""
    closed = BESIDE_HELD.sub("", COMPARED.sub(r"\1", LOOSE.sub("", text)))
    return SIGNED.sub("-", WIDENED.sub(lambda sign: sign.group().translate(WIDE_SIGNS), closed))


def shut(text: str, space: str) -> str:
    """Put a user's text and the space behind it back, without the space where the text ends in a full-width bracket."""
    return text if text.endswith("）") else text + space


def wide(text: str) -> str:
    """Return a text of Han characters with full-width brackets.

    >>> wide("大型 (300-999人)"), wide("Bing (US)")
    ('大型（300-999人）', 'Bing (US)')
    """
    return re.sub(r" *\(([^()]*)\) *", r"（\1）", text) if ANY_HAN.search(text) else text
