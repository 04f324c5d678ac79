"""What is a row of the table called: a customer, or what the settings or the table's id say it is?"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A word for what a row stands for. measure: the Chinese word that stands between a number and it."""

    zh: str
    measure: str
    en: str
    plural: str


CUSTOMER = Noun("客户", "位", "customer", "customers")
NAMED_BY_ID: dict[str, Noun] = {
    r"user|uid|用户": Noun("用户", "位", "user", "users"),
    r"player|玩家": Noun("玩家", "位", "player", "players"),
    r"guest|住客": Noun("住客", "位", "guest", "guests"),
    r"subscriber|订户": Noun("订户", "位", "subscriber", "subscribers"),
    r"passenger|旅客": Noun("旅客", "位", "passenger", "passengers"),
    r"supplier|vendor|供应商": Noun("供应商", "家", "supplier", "suppliers"),
    r"dealer|经销商": Noun("经销商", "家", "dealer", "dealers"),
    r"school|学校": Noun("学校", "所", "school", "schools"),
    r"member|会员": Noun("会员", "位", "member", "members"),
    r"patient|患者": Noun("患者", "位", "patient", "patients"),
    r"student|学生": Noun("学生", "位", "student", "students"),
    r"employee|staff|员工": Noun("员工", "位", "employee", "employees"),
    r"household|家庭": Noun("家庭", "户", "household", "households"),
    r"merchant|商户|商家": Noun("商户", "家", "merchant", "merchants"),
    r"store|shop|门店|店铺": Noun("门店", "家", "store", "stores"),
    r"company|firm|公司": Noun("公司", "家", "company", "companies"),
    r"enterprise|企业": Noun("企业", "家", "enterprise", "enterprises"),
}
"""What a table's rows are, by the name of the column that has one value for each of them."""
HAN_NOUNS = "|".join(noun.zh for noun in (CUSTOMER, *NAMED_BY_ID.values()))
"""A pattern of the Chinese words for rows."""
SUFFIX = r"id|key|no|num|number|code|编号|编码|代码|号码|号|标识|名称"
MEASURE = "个"


def noun_of(key: str | None, zh: str | None, measure: str | None, en: str | None, plural: str | None) -> Noun:
    """Return what a table's rows are called: as the settings say, else as its id column's name says, else customers.

    key: the id column's name.

    >>> noun_of("UserID", None, None, None, None).plural, noun_of("会员编号", None, None, None, None).zh
    ('users', '会员')
    >>> noun_of("acct", None, None, None, None).plural, noun_of("code", "基金", "只", "fund", None)
    ('customers', Noun(zh='基金', measure='只', en='fund', plural='funds'))
    """
    found = by_id(key or "")
    own_measure = MEASURE if zh and zh != found.zh else found.measure
    own_plural = plural_of(en) if en and en != found.en else found.plural
    return Noun(zh or found.zh, measure or own_measure, en or found.en, plural or own_plural)


def by_id(key: str) -> Noun:
    """Return what the name of an id column says that a row is; a customer where it says nothing."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).strip().lower()
    pattern = rf"(?:{{0}})[ _-]?(?:{SUFFIX})?"
    return next((noun for word, noun in NAMED_BY_ID.items() if re.fullmatch(pattern.format(word), words)), CUSTOMER)


def plural_of(word: str) -> str:
    """Return an English noun's regular plural.

    >>> plural_of("fund"), plural_of("agency"), plural_of("branch"), plural_of("survey")
    ('funds', 'agencies', 'branches', 'surveys')
    """
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|z|ch|sh)$", word) else f"{word}s"
