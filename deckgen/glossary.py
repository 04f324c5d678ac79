"""What are known columns called, what do they measure, and which way is better?

The plan's columns by name, and words in other tables' names that suggest a theme. Everything here is a default that
deckgen.toml overrides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from deckgen.column_names import answered, named_unit, spelled_out
from deckgen.wording import Text

Polarity = Literal["higher", "lower", "neutral"]
Theme = Literal["spending", "activity", "loyalty", "scale", "earnings", "other"]
Topic = Literal["product", "channel", "region", "size", "background", "risk", "other"]


@dataclass(frozen=True)
class KpiEntry:
    """What is known of a KPI column. money: amounts in a currency, for which "top 1 % hold x %" is told.

    unit: where the name ends with it.
    """

    name: Text
    theme: Theme
    polarity: Polarity = "higher"
    money: bool = False
    unit: str = ""


@dataclass(frozen=True)
class CategoryEntry:
    """What is known of a category column."""

    name: Text
    topic: Topic


THEMES: dict[Theme, Text] = {
    "spending": Text("消费能力", "Spending"),
    "activity": Text("活跃度", "Activity"),
    "loyalty": Text("忠诚度与稳定性", "Loyalty and stability"),
    "scale": Text("业务规模", "Business scale"),
    "earnings": Text("自身收入", "Income"),
    "other": Text("其他指标", "Other measures"),
}

ALIKE = Text("无明确差异", "no clear difference")
"""What clusters are between which no difference is told, whether they are alike or the data do not tell."""

TOPICS: dict[Topic, Text] = {
    "product": Text("产品", "product"),
    "channel": Text("渠道", "channel"),
    "region": Text("区域", "region"),
    "size": Text("规模", "size"),
    "background": Text("背景", "background"),
    "risk": Text("风险", "risk"),
    "other": Text("其他", "other"),
}

KPIS: dict[str, KpiEntry] = {
    "month_avg_spend_amt": KpiEntry(Text("月均消耗", "Monthly spend"), "spending", money=True),
    "total_ad_count": KpiEntry(Text("广告总数", "Total ads"), "spending"),
    "month_avg_topup_amt": KpiEntry(Text("月均充值", "Monthly top-up"), "spending", money=True),
    "days_since_last_spend": KpiEntry(Text("距上次消耗天数", "Days since last spend"), "activity", "lower"),
    "avg_monthly_active_days": KpiEntry(Text("月均活跃天数", "Active days a month"), "activity"),
    "month_avg_ad_count": KpiEntry(Text("月均广告数", "Ads a month"), "activity"),
    "month_std2avg": KpiEntry(Text("月消耗波动性", "Spend volatility"), "loyalty", "lower"),
    "value_concentration_index": KpiEntry(Text("价值集中度", "Value concentration"), "loyalty", "neutral"),
    "total_account_count": KpiEntry(Text("账户总数", "Accounts"), "scale", "neutral"),
    "channel_count": KpiEntry(Text("渠道数", "Channels"), "scale", "neutral"),
}

CATEGORIES: dict[str, CategoryEntry] = {
    "top_l2_category": CategoryEntry(Text("二级品类", "Product category"), "product"),
    "main_media": CategoryEntry(Text("主要媒体", "Main media"), "channel"),
    "top_custom_region_all": CategoryEntry(Text("主要投放区域", "Main target region"), "region"),
    "corporation_size": CategoryEntry(Text("公司规模", "Company size"), "size"),
    "business_background": CategoryEntry(Text("业务背景", "Business background"), "background"),
}

FLAG_PREFIXES: dict[str, Topic] = {"is_core_category_": "product", "has_high_risk_flag_": "risk"}

FLAGS: dict[str, Text] = {
    "apparel": Text("服装", "Apparel"),
    "beauty": Text("美妆", "Beauty"),
    "game": Text("游戏", "Games"),
    "home": Text("家居", "Home"),
    "electronics": Text("电子", "Electronics"),
    "policy_violation": Text("政策违规", "Policy violation"),
    "payment_overdue": Text("付款逾期", "Payment overdue"),
    "account_ban": Text("账户封禁", "Account ban"),
    "refund_dispute": Text("退款纠纷", "Refund dispute"),
    "trademark": Text("商标侵权", "Trademark"),
    "payment": Text("付款风险", "Payment"),
    "policy": Text("政策风险", "Policy"),
    "fraud": Text("欺诈", "Fraud"),
    "churn": Text("流失", "Churn"),
}

EARNED = r"income|salary|salaries|wage|earnings|(年|月|家庭|个人)收入|工资|薪|收入水平"
"""What customers earn themselves: no money that they bring, and no more of it is better."""
PAID_OUT = (
    r"claim|refund|rebate|cashback|chargeback|(^|_)(loss|losses|cost|costs)(_|$)|(^|_)return(s|ed)?_"
    r"|(^|_)saved(_|$)|(saving|discount)s?_?(amount|amt|value)|bad_?debt|write_?off|arrears"
    r"|理赔|赔付|赔款|退款|退货|返利|亏损|损失|成本|节省|节约|减免|补贴|抵扣|(优惠|折扣|逾期)金额|坏账|核销|欠费"
)
"""What goes out to a customer, is saved or lost: no money that they bring, though an amount."""
OWED = (
    r"^(?!.*(spend|spent|purchase|charge|turnover|消费|消耗|交易|充值)).*"
    r"(credit|(^|_)(loan|debt|mortgage)|borrow|贷款|借款|授信|欠款|负债|额度)"
)
"""What somebody owes or may owe: no money that they bring, though an amount."""
TENURE = (
    r"tenure|months_?on_?book|account_?age|(days|weeks|months|years)_?since_?(regist|sign_?up|join|onboard|first)"
    r"|在网|入网|客龄|合作年限|合作时长|(注册|入会|开户|首购)(时长|天数|月数|年限|至今)|距(注册|入会|开户|首购)"
)
"""How long somebody has been a customer."""
PERIODS = r"day|week|month|year|天|日|周|月|年"
"""What says in which unit of time a column is."""
SUMMED = r"(^|_)(total|cumulative|lifetime)(_|$)|累计|累积|历史总"
"""What adds up for as long as somebody is a customer."""
AGE = r"(customer_?)?age(_?(in_)?years)?|年龄([(（]岁[)）])?"
"""How old somebody is: the whole of a name, as an account has an age, too."""
VARYING = r"std2|volatil|variation|波动"
STEADINESS = rf"{VARYING}|concentration|集中"
"""How much of what somebody does varies, and how much of it is in one place."""
RATES = r"(^|_)(pct|percent|percentage|ratio|rate|share)(_|$)|%|率$|占比|比例|比重"
"""Parts of a whole."""
RECENCY = (
    r"recency|days_?since|last_?(seen|login|order|purchase|visit)(_?\(?(days?|weeks?|months?)(_?ago)?\)?)?$|沉默天数"
    r"|距(今|上|末|最)|(最近|最后|末|上)一?次.*(天数|间隔|时长)|未(登录|消费|下单|购买|访问|活跃)(天|日)数"
)
"""How long ago somebody last did something."""
BROUGHT = (
    r"spend|spent|amt(?![a-z])|(month|year|annual|member|subscription)[a-z]*_?fees?(_|$)|amount|revenue|sales|charges|mnt|turnover|premium_?(paid|amount)|(^|_)(iap|top_?up|recharge)(_|$)"
    r"|会费|年费|月费|月租|话费|消费|消耗|金额|收入|营收|充值|付费|保费|(采购|交易|成交|销售|购买|订单|支付|贡献|缴费)额"
)
"""Amounts that customers bring."""
THEME_WORDS: tuple[tuple[Theme, Polarity, str], ...] = (
    ("loyalty", "higher", TENURE),
    ("earnings", "neutral", EARNED),
    ("other", "neutral", OWED),
    ("other", "neutral", PAID_OUT),
    ("activity", "lower", RECENCY),
    ("loyalty", "lower", VARYING),
    ("loyalty", "higher", r"retention|loyal|repeat|(^|_)(nps|csat)(_|$)|satisf|忠诚|留存|复购|满意|推荐"),
    ("other", "neutral", rf"growth|{RATES}"),
    ("activity", "neutral", r"deal|discount|coupon|visit|优惠|折扣|访问"),
    ("activity", "higher", r"频次|频率|订单数|(购买|交易|消费|下单|支付)(次|笔)数"),
    (
        "spending",
        "higher",
        rf"{BROUGHT}|in_?app_?purchases?|客单价",
    ),
    ("spending", "higher", r"(^|_)(gmv|mrr|arr|ltv|clv|arpu|aov)(_|$)|^(total_)?payments?$|order_?value"),
    ("activity", "higher", r"active|login|session|purchases|orders|frequency|活跃|登录"),
    (
        "scale",
        "neutral",
        r"account|employee|headcount|(^|_)(seats|licen[cs]es)(_|$)|channel_?count|store|规模|账户|门店|员工",
    ),
)
MONEY_WORDS = rf"{BROUGHT}|assets|资产|(^|_)(gmv|mrr|arr|ltv|clv)(_|$)|^(total_)?payments?$"
NO_TOTAL = rf"growth|{RATES}|{RECENCY}|频次|次数|次$"
"""What has a word of money in its name and yet no total that could be shared out."""
SUMS = (
    r"(^|_)(income|salary|wages?|profits?|earnings|balance|debts?|equity)(_|$)|收入|工资|薪|利润|收益|余额|负债|净资产"
)
"""Other amounts in some currency, that nobody brings or that have no total."""
COUNTS = rf"{NO_TOTAL}|score|rating|(^|_)(num|number|cnt|count)(_|$)|数$|[次倍]$|评分|倍数"
"""What has a word of an amount in its name and is none."""

EITHER, MEANS = r"(purchases|orders)$", r"avg|average|mean|per_|days|hours|between|interval|since|share|ratio|rate"
"""Names of what may be how many or how much, and of what has decimals though it is no amount."""

TOPIC_WORDS: tuple[tuple[Topic, str], ...] = (
    (
        "risk",
        r"risk|fraud|overdue|complain|churn|dispute|ban\b|violat|(^|_)(failed|failure|default|defaulted)$|delinq|chargeback"
        r"|(^|_)cancel|unsubscri|blacklist|suspicio|bad_?debt|arrears|late_payment|no_?show|readmi|deceased|bankrupt"
        r"|风险|违规|逾期|投诉|流失|欺诈|失败|违约|拒付|嫌疑|刷单|作弊|黑名单|退订|退保|注销|坏账|欠费|催收|死亡",
    ),
    ("channel", r"channel|media|source|payment_?method|渠道|媒体|来源"),
    ("region", r"region|city|area|country|province|(^|_)state(_|$)|(?<!节)省|(?<![上超])市|区域|地区|国家"),
    ("product", r"categor|product|industry|brand|service|品类|行业|产品|类目"),
    ("size", r"size|scale|tier|规模|等级"),
)


MOST_WORDS, LONGEST_NAME = 8, 16
"""A name of more words, or of more Chinese characters, is a question that somebody answered: of no single topic."""


def says(words: str, column: str) -> bool:
    """Tell whether a name has some words; blanks in it count as underscores."""
    return re.search(words, re.sub(r"[\s\-]+", "_", column), re.IGNORECASE) is not None


def theme_of(column: str) -> tuple[Theme, Polarity]:
    """Return the theme and polarity that a KPI's name suggests; nothing known is "other" and neutral."""
    found = (entry for entry in THEME_WORDS if says(entry[2], column))
    theme, polarity, _ = next(found, ("other", "neutral", ""))
    return theme, polarity


def topic_of(column: str) -> Topic:
    """Return the topic that a category's or flag's name suggests, unless it is a whole question."""
    if len(re.findall(r"[^\W_]+", column)) > MOST_WORDS or len(re.findall(r"[\u4e00-\u9fff]", column)) > LONGEST_NAME:
        return "background"
    prefixed = next((topic for prefix, topic in FLAG_PREFIXES.items() if column.startswith(prefix)), None)
    return prefixed or next((topic for topic, words in TOPIC_WORDS if says(words, column)), "background")


def flag_name(column: str) -> Text:
    """Return what the yes of a flag says, without what stands before it."""
    bare = next((column[len(p) :] for p in FLAG_PREFIXES if column.startswith(p) and len(column) > len(p)), column)
    return FLAGS.get(bare) or spelled_out(answered(bare))


def kpi_entry(column: str, in_cents: bool = False) -> KpiEntry:
    """Return what is known of a KPI column, by name or by its words.

    in_cents: whether its numbers have cents: "purchases" then are amounts, which else are how many.
    """
    if column in KPIS:
        return KPIS[column]
    theme, polarity = theme_of(column)
    name, unit = named_unit(column)
    if in_cents and says(EITHER, column) and not says(MEANS, column):
        return KpiEntry(spelled_out(name), "spending", "higher", True, unit)
    brings = theme != "earnings" and not says(PAID_OUT, column)
    money = brings and says(MONEY_WORDS, column) and not says(NO_TOTAL, column)
    return KpiEntry(spelled_out(name), theme, polarity, money, unit)


def category_entry(column: str) -> CategoryEntry:
    """Return what is known of a category column, by name or by its words."""
    return CATEGORIES.get(column) or CategoryEntry(spelled_out(column), topic_of(column))


def theme_text(theme: str) -> Text:
    """Return a theme's name; a theme of the user's own is its own name."""
    return THEMES.get(theme, Text(theme, theme))
