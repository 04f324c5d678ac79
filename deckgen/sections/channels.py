"""2.2 Through which media and in which regions does each cluster work?"""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.brief import Brief, Told
from deckgen.compositions import Step, ask_topics, tell_step
from deckgen.customers import Customers
from deckgen.questions import Question
from deckgen.wording import Text

NAME = Text("渠道与区域特征", "Channel and region")
STEP = Step("channels", "2.2", NAME, (("channel",), ("region",)))


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counts of every channel and region category."""
    return ask_topics(customers, STEP)


def tells(brief: Brief) -> Told:
    """Tell 100 % bars of the main media and the main region."""
    return tell_step(brief, STEP)
