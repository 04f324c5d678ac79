"""What happened to a deck's parts when it was carried on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal["refreshed", "kept", "stale", "conflict", "added", "removed", "deleted", "own", "copy", "relaid"]
"""refreshed: nobody had changed it, now it says what the new data say. kept: somebody changed it, it stays so.
stale: it was kept, and the numbers behind it have moved. conflict: it was kept, and the new deck has no place for the
change. added, removed: the new deck tells more, or less. deleted: somebody deleted it, it stays away. own, copy: what
people put in beside. relaid: a slide that deckgen does not write anew went to another template's layout, in `now`."""


@dataclass(frozen=True)
class Entry:
    """One part's story.

    page: the page's key, "" for people's own slides. title: the slide's. shape: the part's role on the page, "" for the
    whole slide. changed: in what somebody changed it. kept, now: the words that stay, and what deckgen would say.
    """

    what: What
    page: str
    title: str
    shape: str = ""
    changed: tuple[str, ...] = ()
    kept: str = ""
    now: str = ""
