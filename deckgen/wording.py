"""How are numbers, lists and names put into words, in Chinese and in English?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deckgen.nouns import CUSTOMER, Noun
from deckgen.slides import Language

DASH = "–"
TENTHS_FROM = 1000
"""Fewer customers than this carry no tenths of a percent, but of shares so small that a ratio would not follow."""
SMALL_SHARE = 0.05
HALF_UP = 1e-9
"""Points by which a gap that ends in five is rounded away from zero, as a reader does."""


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str

    def __call__(self, language: Language) -> str:
        """Return the words in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Words:
    """One language's way to say things. Called with both wordings, it picks its own: `say("占比", "Share")`.

    noun: what a row of the table is called.
    """

    language: Language
    noun: Noun = CUSTOMER

    @property
    def row(self) -> str:
        """What a row of the table is, in the singular."""
        return self(self.noun.zh, self.noun.en)

    @property
    def rows(self) -> str:
        """What the rows of the table are."""
        return self(self.noun.zh, self.noun.plural)

    @property
    def measured(self) -> str:
        """What the rows of the table are, as it stands behind a number."""
        return self(f"{self.noun.measure}{self.noun.zh}", self.noun.plural)

    def verb(self, name: str, one: str, several: str) -> str:
        """Return the form of an English verb that goes with a group's name.

        >>> say = Words("en")
        >>> [say.verb(name, "is", "are") for name in ("Cluster 1", "High spenders", "Loyal families, urban", "Class")]
        ['is', 'are', 'are', 'is']
        """
        return several if re.search(r"[a-z]{2}[^siu\W]s$", name.split(",")[0]) else one

    def __call__(self, zh: str, en: str) -> str:
        """Return the wording in this language."""
        return zh if self.language == "zh" else en

    def text(self, text: Text) -> str:
        """Return a Text's wording in this language."""
        return text(self.language)

    def number(self, value: float, digits: int = 3) -> str:
        """Print three significant digits, thousands separated, 万 / 亿 or k / M from ten thousand on.

        >>> Words("zh").number(50915.9), Words("en").number(50915.9), Words("en").number(0.42201)
        ('5.09 万', '50.9k', '0.422')
        """
        if not math.isfinite(value):
            return DASH
        size, unit = self.unit(value)
        return significant(value / size, digits) + self(f" {unit}" if unit else "", unit)

    def numbers(self, values: Iterable[float]) -> list[str]:
        """Print the figures of a row, those of one unit with as many decimals as any of them, up to four digits each.

        >>> Words("en").numbers([27.5, 140, 0]), Words("zh").numbers([1.8, 15, 23456])
        (['27.5', '140.0', '0'], ['1.8', '15.0', '2.35 万'])
        """
        values = list(values)
        texts = [self.number(value) for value in values]
        most: dict[str, int] = {}
        for value, text in zip(values, texts, strict=True):
            most[self.unit(value)[1]] = max(most.get(self.unit(value)[1], 0), decimals_in(text))
        return [
            self.fixed(value, max(decimals_in(text), min(most[self.unit(value)[1]], self.decimals_left(value))))
            if value and math.isfinite(value)
            else text
            for value, text in zip(values, texts, strict=True)
        ]

    def decimals_left(self, value: float) -> int:
        """Return how many of four digits of a number in its unit are decimals."""
        return 3 - math.floor(math.log10(abs(value / self.unit(value)[0])))

    def fixed(self, value: float, decimals: int) -> str:
        """Print a number in its unit with so many decimals."""
        size, unit = self.unit(value)
        return f"{value / size:,.{decimals}f}".replace("-", "−") + self(f" {unit}" if unit else "", unit)

    def unit(self, value: float) -> tuple[float, str]:
        """Return the unit in which a value is printed, and its name."""
        units = ((1e8, "亿", 1e8), (1e4, "万", 1e4)) if self.language == "zh" else ENGLISH_UNITS
        return next(((size, unit) for limit, unit, size in units if abs(value) >= limit * 0.99995), (1.0, ""))

    def exactly(self, value: float) -> str:
        """Print a number with as many digits as it takes to read it back: the edges of tiers are meant to be applied.

        >>> Words("zh").exactly(12345), Words("en").exactly(12345), Words("en").exactly(5000)
        ('1.2345 万', '12.345k', '5,000')
        """
        size, _ = self.unit(value)
        texts = ((digits, significant(value / size, digits).replace(",", "").replace("−", "-")) for digits in EXACT)
        exact = (digits for digits, text in texts if math.isclose(float(text) * size, value, rel_tol=1e-15))
        return self.number(value, next(exact, EXACT[-1]))

    def count(self, value: float) -> str:
        """Print a whole number of customers, thousands separated."""
        return f"{round(value):,}"

    def percent(self, share: float, base: float = math.inf) -> str:
        """Print a share with one decimal, or with none where a tenth of a percent is less than a customer.

        >>> Words("en").percent(0.80195), Words("en").percent(0.0004), Words("en").percent(0.5, 120)
        ('80.2%', '<0.1%', '50%')
        >>> Words("en").percent(0.0206, 569), Words("en").percent(0.0496, 569)
        ('2.1%', '5%')
        """
        if not math.isfinite(share):
            return DASH
        if 0 < share < 0.001:
            return "<0.1%"
        whole = share in (0, 1) or (base < TENTHS_FROM and round(share, 3) >= SMALL_SHARE)
        return f"{share:.0%}" if whole else f"{share:.1%}"

    def points(self, gap: float, tenths: bool = True) -> str:
        """Print a difference in percentage points with its sign, without the unit: from ten on whole, below in tenths
        where the shares are, and never as none where there is some.

        >>> [Words("en").points(gap) for gap in (6.3, -27.65, 10.2 - 9.5, -0.03, 0)]
        ['+6.3', '−28', '+0.7', '<0.1', '0']
        >>> Words("en").points(7.0, False), Words("en").points(0.31, False)
        ('+7', '<1')
        """
        size = abs(gap) + HALF_UP
        decimals = 1 if tenths and round(size, 1) < 10 else 0
        if not round(size, decimals):
            return f"<{10**-decimals:g}" if gap else "0"
        return f"{'+' if gap > 0 else '−'}{size:.{decimals}f}"

    def in_points(self, figure: str) -> str:
        """Put the unit behind a difference in percentage points.

        >>> Words("en").in_points("+6"), Words("en").in_points("−1"), Words("zh").in_points("<1")
        ('+6 points', '−1 point', '<1 个百分点')
        """
        return self(f"{figure} 个百分点", f"{figure} {'point' if figure.lstrip('+−<') == '1' else 'points'}")

    def times(self, ratio: float) -> str:
        """Print a ratio with two significant digits, below one with the first and one more behind a 1: "18 倍", "18x".

        >>> Words("zh").times(18.07), Words("en").times(1.364), Words("en").times(9.96), Words("en").times(0.146)
        ('18 倍', '1.4x', '10x', '0.15x')
        """
        rounded = round(ratio, ratio_decimals(ratio))
        digits = f"{rounded:,.{max(0, ratio_decimals(rounded))}f}"
        return self(f"{digits} 倍", f"{digits}x")

    def times_at_least(self, ratio: float) -> str:
        """Print what a ratio is at least, in the same digits.

        >>> Words("en").times_at_least(12.7), Words("en").times_at_least(3.49)
        ('12x', '3.4x')
        """
        unit = 10.0 ** -ratio_decimals(ratio)
        return self.times(math.floor(ratio / unit) * unit)

    def delta(self, value: float) -> str:
        """Print an effect size with its sign and two decimals.

        >>> Words("en").delta(-0.7), Words("en").delta(0.2796)
        ('−0.70', '+0.28')
        """
        return f"{value:+.2f}".replace("-", "−") if math.isfinite(value) else DASH

    def list(self, items: Iterable[str]) -> str:
        """Join items as the language lists them."""
        items = list(items)
        if self.language == "zh":
            return "、".join(items)
        return ", ".join(items[:-1]) + " and " + items[-1] if len(items) > 1 else "".join(items)

    def clauses(self, parts: Iterable[str]) -> str:
        """Join clauses with the language's semicolon, leaving out empty ones."""
        return self("；", "; ").join(part for part in parts if part)

    def sentences(self, parts: Iterable[str]) -> str:
        """Join whole sentences, each ended by the language's full stop, leaving out empty ones."""
        ended = [part if part[-1] in "。！？.!?" else part + self("。", ".") for part in parts if part]
        return self("", " ").join(ended)

    def quoted(self, text: str) -> str:
        """Put quotation marks around a text."""
        return self(f"“{text}”", f"“{text}”")

    def aside(self, text: str) -> str:
        """Put a text in parentheses, as it follows another."""
        return self(f"（{text}）", f" ({text})")


EXACT = range(3, 18)
ENGLISH_UNITS = ((1e9, "B", 1e9), (1e6, "M", 1e6), (1e4, "k", 1e3))


def significant(value: float, digits: int = 3) -> str:
    """Round to significant digits, but keep whole numbers below ten thousand whole.

    >>> significant(1018.8), significant(54.28), significant(0.00532), significant(3.0), significant(18418.48)
    ('1,019', '54.3', '0.00532', '3', '18,418')
    """
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def ratio_decimals(ratio: float) -> int:
    """Return with how many decimals a ratio is printed, fewer than none from a hundred on.

    >>> ratio_decimals(18.07), ratio_decimals(1.4), ratio_decimals(0.15), ratio_decimals(0.04), ratio_decimals(160)
    (0, 1, 2, 2, -1)
    """
    if ratio <= 0 or not math.isfinite(ratio):
        return 1
    first = -math.floor(math.log10(ratio))
    return first + 1 if ratio >= 1 or ratio * 10**first < 2 else first


def decimals_in(text: str) -> int:
    """Return how many decimals a printed number has."""
    found = re.search(r"\.(\d+)", text)
    return len(found[1]) if found else 0


def middle_cut(text: str, most: int) -> str:
    """Shorten a text in its middle, so that names that differ only at the end stay different.

    >>> middle_cut("Enterprise plan, annual, tier 12", 16)
    'Enterpri…tier 12'
    """
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return text[: most - 1 - tail] + "…" + text[len(text) - tail :]


def word_cut(text: str, most: int) -> str:
    """Shorten a text at its end, between two words where that leaves at least half of it.

    >>> word_cut("Bank transfer (automatic)", 20), word_cut("Telecommunication", 9)
    ('Bank transfer…', 'Telecomm…')
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    words = re.match(r"(.*\S)(?=[\s/(（-])", text[:most])
    return (words[1] if words and 2 * len(words[1]) >= most else head).rstrip(" ,;/(（-") + "…"


def shortened(texts: Sequence[str], most: int) -> list[str]:
    """Shorten all texts at their ends; those that would become the same in their middle."""
    short = [word_cut(text, most) for text in texts]
    return short if len(set(short)) == len(set(texts)) else telling_apart(texts, most)


def telling_apart(texts: Sequence[str], most: int) -> list[str]:
    """Shorten all texts in their middle; texts that would become the same are numbered."""
    short = [middle_cut(text, most) for text in texts]
    return [f"{s} #{i + 1}" if short.count(s) > 1 else s for i, s in enumerate(short)]
