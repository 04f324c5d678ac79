"""Which sections does a third party add? Files that deckgen.toml names, and installed packages' entry points."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

from deckgen.brief import Brief, LeftOut, Section, Told
from deckgen.claims import Claim
from deckgen.customers import Customers
from deckgen.errors import DeckgenError, PluginError
from deckgen.plugged import GROUP
from deckgen.questions import Question
from deckgen.settings import Settings
from deckgen.slides import Slide, Table
from deckgen.wording import Text

Made = TypeVar("Made")


@dataclass(frozen=True)
class Plugin:
    """A third party's section; what fails in it is told with its name and place."""

    name: str
    origin: str
    section: Section

    @property
    def __name__(self) -> str:
        return self.name

    @property
    def __doc__(self) -> str:
        return self.section.__doc__ or self.section.NAME.en

    @property
    def NAME(self) -> Text:
        return self.section.NAME

    def asks(self, customers: Customers) -> tuple[Question, ...]:
        """Return what the section asks of the table."""
        questions = self.guarded("asks", lambda: tuple(self.section.asks(customers)))
        self.check(all(isinstance(question, Question) for question in questions), "asks gives something but questions")
        return questions

    def tells(self, brief: Brief) -> Told:
        """Return what the section tells."""
        told = self.guarded("tells", lambda: self.section.tells(brief))
        self.check(isinstance(told, Told), f"tells gives {type(told).__name__}, not deckgen.brief.Told")
        parts = ((told.slides, Slide), (told.claims, Claim), (told.left_out, LeftOut), (told.shown, str))
        for items, kind in parts:
            fits = isinstance(items, tuple) and all(isinstance(item, kind) for item in items)
            self.check(fits, f"tells gives something but a tuple of {kind.__name__}")
        taken = {slide.step for slide in brief.slides}
        for slide in told.slides:
            self.check(slide.step not in taken, f"the step {slide.step!r} is taken by another slide")
            taken.add(slide.step)
            fault = next(faults(slide), "")
            self.check(not fault, f"slide {slide.step!r}: {fault}")
        return told

    def guarded(self, what: str, make: Callable[[], Made]) -> Made:
        """Run a part of the section; whatever fails in it becomes a PluginError that names it."""
        try:
            return make()
        except DeckgenError:
            raise
        except Exception as why:
            lines = [f.lineno for f in traceback.extract_tb(why.__traceback__) if f.filename == self.origin]
            where = f", line {lines[-1]}" if lines else ""
            message = str(why).splitlines()[:1] or [""]
            raise PluginError(
                f"The section {self.name!r} ({self.origin}{where}) failed in {what}: {type(why).__name__}: "
                f"{message[0][:200]}\n{self.advice}"
            ) from why

    def check(self, fits: bool, fault: str) -> None:
        """Refuse what the section gives where it does not fit."""
        if not fits:
            raise PluginError(f"The section {self.name!r} ({self.origin}): {fault}.\n{self.advice}")

    @property
    def advice(self) -> str:
        """What to do about a section that fails."""
        return "It is no part of deckgen: mend it, take it out of plugins in the settings, or uninstall its package."


def faults(slide: Slide) -> Iterator[str]:
    """Yield what is wrong with a slide that deckgen did not make: parts that are none, tables that do not add up."""
    if not slide.title or not slide.step:
        yield "it needs a step and a title"
    for part in parts_of(slide):
        if isinstance(part, Table):
            widths = {sum(cell.span for cell in row.cells) for row in part.rows}
            if widths != {len(part.aligns)} or len(part.weights) != len(part.aligns):
                yield f"table {part.name!r}: its rows, aligns and weights differ in length"
        elif not isinstance(part, str | int | float | None) and not known(part):
            yield f"{type(part).__name__} is nothing that a slide can hold"


def known(part: object) -> bool:
    """Whether a part of a slide is made of what deckgen.slides has."""
    return is_dataclass(part) and type(part).__module__ == "deckgen.slides"


def parts_of(value: object) -> Iterator[object]:
    """Yield a value and everything in it."""
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)
        return
    yield value
    if known(value):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))


def plugins(settings: Settings) -> tuple[Plugin, ...]:
    """Return the sections of third parties: entry points by name, then the settings' files in their order.

    Raises PluginError where one cannot be loaded or is no section.
    """
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*map(from_entry, found), *(from_file(Path(path)) for path in settings.plugins))


def from_entry(entry: EntryPoint) -> Plugin:
    """Load a section that an installed package offers."""
    try:
        section = entry.load()
    except Exception as why:
        raise PluginError(f"The section {entry.name!r} ({entry.value}) cannot be loaded: {told(why)}") from why
    return checked(Plugin(entry.name, getattr(section, "__file__", None) or entry.value, section))


def from_file(path: Path) -> Plugin:
    """Load a section from a file."""
    spec = importlib.util.spec_from_file_location(f"deckgen_section_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise PluginError(f"{path}: there is no such Python file, which plugins names.")
    section = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = section  # so that dataclasses in it find their module
    try:
        spec.loader.exec_module(section)
    except Exception as why:
        raise PluginError(f"{path}: the section cannot be loaded: {told(why)}") from why
    return checked(Plugin(path.stem, str(path), section))


def checked(plugin: Plugin) -> Plugin:
    """Return a plug-in that has what a section must have."""
    for name, kind in (("NAME", Text), ("asks", Callable), ("tells", Callable)):
        plugin.check(isinstance(getattr(plugin.section, name, None), kind), f"it has no {name}")
    return plugin


def told(why: Exception) -> str:
    """Say an error in a line."""
    return f"{type(why).__name__}: {(str(why).splitlines() or [''])[0][:200]}"
