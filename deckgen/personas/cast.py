"""Who is in the deck? Personas keep their number, name and colour, whatever label the last clustering gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import count
from typing import TYPE_CHECKING

from deckgen.slides import Language
from deckgen.wording import Words

if TYPE_CHECKING:
    from deckgen.personas.matching import Match  # which numpy and Polars come with: a rebuild imports neither


@dataclass(frozen=True)
class Persona:
    """A group of customers that outlives the runs that find it.

    number: its own for ever, from 1. key: its label in the table of the last run, "" when it is gone. called: the
    label that it is called by while no name is agreed. slot: of its colour among the template's. zh, en: the agreed
    name; by, on: who agreed and when. state: how it came through the last run (see personas.matching.State), "first"
    in the first one. confirm: whether its name was agreed for a group that has drifted since. holds: what the team
    takes for true of it, as "column: higher".
    """

    number: int
    key: str
    called: str
    slot: int
    zh: str = ""
    en: str = ""
    by: str = ""
    on: str = ""
    state: str = "first"
    confirm: bool = False
    holds: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """Return the agreed name, in the other language if there is none in this one; "" while none is agreed."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def named(self, name: str, language: Language) -> Persona:
        """Return the persona with a name agreed in one language; one in the other language is then out of date."""
        if self.name(language) == name:
            return self
        return replace(self, by="", on="", confirm=False, **{"zh": "", "en": "", language: name})


NUMBERING = (
    r"cluster|segment|group|class|label|type|persona|centroid|k-?means|gmm|ward|agglo(merative)?|h?dbscan"
    r"|群体|客群|人群|分群|聚类|类别|类型|[群组类簇第号]|[一二三四五六七八九十]"
)
"""Words of labels that merely number groups."""

Cast = tuple[Persona, ...]
"""All personas: those in the deck in its order, then those that are gone."""


def living(cast: Cast) -> Cast:
    """Return the personas that are in the deck."""
    return tuple(persona for persona in cast if persona.key)


def first_cast(clusters: Sequence[str]) -> Cast:
    """Return the personas of a first run: numbers and colours in the clusters' order."""
    return tuple(Persona(place + 1, key, key, place) for place, key in enumerate(clusters))


def next_cast(before: Cast, found: Match, certain: bool = True) -> Cast:
    """Return the personas after a run: those who stay in their old order, then new ones by size, then who is gone.

    certain: whether customers were found again; where a model tells who is who, all names are to be confirmed again.
    """
    keepers = {origin.keeps: (key, origin.state) for key, origin in found.origins.items() if origin.keeps}
    kept = tuple(
        stayed(persona, *keepers[persona.key], certain) for persona in living(before) if persona.key in keepers
    )
    gone = tuple(left(persona, found) for persona in before if persona.key not in keepers)
    cast = kept
    for key in found.flow.new:
        if found.origins[key].keeps is None:
            cast = (*cast, newcomer(key, found.origins[key].state, cast, gone))
    return (*cast, *gone)


def stayed(persona: Persona, key: str, state: str, certain: bool) -> Persona:
    """Return a persona under its new label."""
    doubtful = bool(persona.zh or persona.en) and (state != "survived" or persona.confirm or not certain)
    return replace(persona, key=key, state=state, confirm=doubtful)


def left(persona: Persona, found: Match) -> Persona:
    """Return a persona that is in the deck no more; one that has left before stays as it was."""
    if not persona.key:
        return persona
    return replace(persona, key="", state=found.fates[persona.key].state if persona.key in found.fates else "gone")


def newcomer(key: str, state: str, cast: Cast, gone: Cast) -> Persona:
    """Return a new persona: its number is nobody's before it, nor are its colour and what it is called."""
    everyone = (*cast, *gone)
    number = max((persona.number for persona in everyone), default=0) + 1
    taken = {persona.slot for persona in cast}
    slot = next(slot for slot in count() if slot not in taken)
    return Persona(number, key, free_call(key, {persona.called for persona in everyone}), slot, state=state)


def free_call(key: str, taken: set[str]) -> str:
    """Return what a new persona is called: its label, with a letter where somebody else was called so.

    >>> free_call("2", {"1", "2"})
    '2b'
    """
    letters = iter("bcdefghijklmnopqrstuvwxyz")
    return key if key not in taken else next(f"{key}{letter}" for letter in letters if f"{key}{letter}" not in taken)


def with_names(cast: Cast, names: Mapping[str, str], language: Language) -> Cast:
    """Return the cast with names that are agreed by label in the last table."""
    return tuple(p.named(names[p.key], language) if names.get(p.key) else p for p in cast)


def agreed(cast: Cast, language: Language) -> dict[str, str]:
    """Return the agreed names by label in the last table."""
    return {persona.key: persona.name(language) for persona in living(cast) if persona.name(language)}


def cast_data(cast: Cast) -> list[dict[str, object]]:
    """Return personas as JSON can hold them, without what says nothing."""
    empty = Persona(0, "", "", 0)
    return [
        {
            k: list(v) if isinstance(v, tuple) else v
            for k, v in asdict(p).items()
            if v != getattr(empty, k) or k == "slot"
        }
        for p in cast
    ]


def cast_from(record: Mapping[str, object]) -> Cast:
    """Return the personas of a deck that remembers: one that knows of none has its clusters, in their order."""
    known = {field.name for field in fields(Persona)}
    if "personas" not in record:
        return first_cast([cluster["key"] for cluster in record["clusters"]])
    return tuple(persona_from({k: v for k, v in data.items() if k in known}) for data in record["personas"])


def persona_from(data: Mapping[str, object]) -> Persona:
    """Return the persona that cast_data wrote."""
    return Persona(**{"key": "", "called": "", **data, "holds": tuple(data.get("holds", ()))})


def is_short(label: str) -> bool:
    """Tell whether a label is a mere number or letter, which says nothing by itself.

    >>> is_short("-1"), is_short("C0"), is_short("一"), is_short("第1组"), is_short("VIP")
    (True, True, True, False, False)
    """
    return len(label) == 1 or (bool(re.fullmatch(r"[\w.+-]{1,3}", label, re.ASCII)) and not is_name(label))


def is_name(label: str) -> bool:
    """Tell whether a label says who is in a group, not merely which group it is.

    >>> is_name("Dormant"), is_name("高价值"), is_name("Segment 2"), is_name("第1组"), is_name("A类")
    (True, True, False, False, False)
    """
    words = re.sub(NUMBERING, " ", label, flags=re.IGNORECASE)
    return re.search(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}", words) is not None


def names_by_label(cast: Cast) -> dict[str, str]:
    """Return what the labels of the last table call its groups, where every one of them is a name."""
    called = {persona.key: persona.called for persona in living(cast)}
    return called if all(map(is_name, called.values())) else {}


def numbers_of(cast: Iterable[Persona]) -> dict[str, int]:
    """Return the personas' numbers by label in the last table."""
    return {persona.key: persona.number for persona in cast if persona.key}


def shown_name(persona: Persona, say: Words) -> str:
    """Return what the deck calls a persona: its agreed name, its label where that is a word, else "Cluster 1"."""
    if name := persona.name(say.language):
        return name
    return say(f"群体{persona.called}", f"Cluster {persona.called}") if is_short(persona.called) else persona.called
