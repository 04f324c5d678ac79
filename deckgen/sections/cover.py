"""The cover: what this deck is about, of which customers, as of when."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.brief import Brief, Told
from deckgen.customers import Customers
from deckgen.nouns import CUSTOMER
from deckgen.questions import Question
from deckgen.slides import Slide
from deckgen.wording import Text

NAME = Text("封面", "Cover")


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing beyond the cluster sizes."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell the title and the subtitle."""
    title, topic = deck_title(brief), running_title(brief)
    kicker = topic if topic != title else ""
    return Told((Slide("cover", "cover", title, kicker, takeaway=subtitle(brief), notes=opening_words(brief)),))


def deck_title(brief: Brief) -> str:
    """Return the deck's title: the settings' or the default."""
    say = brief.say
    whose = "我们的" if say.noun.measure == CUSTOMER.measure else "这些"  # people are somebody's; companies need not be
    return brief.settings.title or say(f"{whose}{say.rows}分为哪几类？", f"Who are our {say.row} groups?")


def running_title(brief: Brief) -> str:
    """Return what stands at the foot of every page: the settings' title, else the topic, in English the question."""
    say = brief.say
    topic = "深度客群画像分析" if say.noun == CUSTOMER else f"{say.rows}群体画像分析"
    return brief.settings.title or say(topic, deck_title(brief))


def subtitle(brief: Brief) -> str:
    """Return how many customers, how many clusters, and the date of the data."""
    say, customers = brief.say, brief.customers
    return say(
        f"{say.count(brief.total)} {say.measured}，{len(brief.keys)} 个群体 · 数据文件日期 {customers.date}",
        f"{say.count(brief.total)} {say.rows} in {len(brief.keys)} clusters · data file of {customers.date}",
    )


def opening_words(brief: Brief) -> str:
    """Return what to say before the first content slide."""
    say = brief.say
    return say(
        f"本报告回答一个问题：聚类得到的 {len(brief.keys)} 个群体分别是谁。数据文件为 {brief.customers.source.name}，群体标签列为 {brief.customers.label}。",
        f"This deck answers one question: who are the {len(brief.keys)} groups that the clustering found? "
        f"The data is {brief.customers.source.name}, the cluster label {brief.customers.label}.",
    )
