"""2.3 What kinds of company are in each cluster: which size, which background?"""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.brief import Brief, Told
from deckgen.compositions import Step, ask_topics, tell_step
from deckgen.customers import Customers
from deckgen.questions import Question
from deckgen.wording import Text

NAME = Text("自身属性", "Attributes")
STEP = Step("attributes", "2.3", NAME, (("size", "background", "other"), ("background", "other", "size")), False)


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counts of every size and background category."""
    return ask_topics(customers, STEP)


def tells(brief: Brief) -> Told:
    """Tell company size (in its order) and business background, a row a level."""
    return tell_step(brief, STEP)
