"""Which sections does a deck have, in which order? All steps; those that are left out claim, but show nothing."""

from __future__ import annotations

import difflib

from deckgen.brief import LeftOut, Section, Told
from deckgen.errors import PluginError, SettingsError
from deckgen.plugins import plugins
from deckgen.sections import FRONT, STEPS
from deckgen.settings import Settings
from deckgen.wording import Words


def steps(settings: Settings) -> tuple[Section, ...]:
    """Return the steps in order: those of the analysis, those of third parties, and personas last.

    Raises SettingsError where the settings name a section that is not there, PluginError where one cannot be loaded.
    """
    found = (*STEPS[:-1], *plugins(settings), STEPS[-1])
    names = [name_of(section) for section in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise PluginError(f"There are two sections {', '.join(sorted(twice))}: call the file of your own otherwise.")
    for name in settings.sections:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(
                f"There is no section {name!r}, which the settings name.{hint} There are {', '.join(names)}."
            )
    return found


def sections(settings: Settings) -> tuple[Section, ...]:
    """Return all sections in the order of the deck."""
    return FRONT + steps(settings)


def name_of(section: Section) -> str:
    """Return what the settings call a section: its module's name."""
    return section.__name__.rsplit(".", 1)[-1]


def as_chosen(section: Section, told: Told, settings: Settings, say: Words) -> Told:
    """Return what a section tells, without its slides where the settings leave it out: others rest on its claims."""
    if settings.sections.get(name_of(section), True) is not False:
        return told
    why = say("按设置不展示", "left out by the settings")
    return Told((), told.claims, (LeftOut(say.text(section.NAME), why),), told.shown)
