"""How are names shown with their evidence, and how is a name settled in the file that people edit?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deckgen.deckfile import record_of_file
from deckgen.errors import SettingsError
from deckgen.personas.sheet import editor, loaded, name_in, read_sheet, save
from deckgen.slides import Language

Entry = Mapping[str, Any]


def entries_of(path: Path) -> list[Entry]:
    """Return a file's personas, checked, in its order."""
    sheet = read_sheet(path)
    return list(sheet.personas.values()) if sheet else []


def language_of(file: Path) -> Language:
    """Return a deck's language; of a file with names the one of most of them, else English."""
    if file.suffix.lower() == ".pptx":
        return record_of_file(file)["language"]
    entries = entries_of(file)
    chinese, english = (sum(bool(name_in(entry, language)) for entry in entries) for language in ("zh", "en"))
    return "zh" if chinese > english else "en"


def is_open(entry: Entry, language: Language) -> bool:
    """Tell whether a persona that is in the deck has no agreed name, or one to be confirmed again."""
    return bool(entry.get("label")) and (not name_in(entry, language) or bool(entry.get("confirm")))


def lines(entries: Iterable[Entry], language: Language) -> list[str]:
    """Lay out personas with their names and what speaks for them."""
    return [line for entry in entries for line in told(entry, language)]


def told(entry: Entry, language: Language) -> list[str]:
    """Lay out a persona."""
    where = f"label {entry['label']}" if entry.get("label") else "gone"
    size = f", {entry['customers']:,} customers" if entry.get("customers") else ""
    agreed, proposal = name_in(entry, language), (entry.get("proposal") or {}).get(language, "")
    doubt = " (to be confirmed again)" if entry.get("confirm") else ""
    who = " ".join(str(entry[name]) for name in ("by", "on") if entry.get(name))
    found = [f"{entry['persona']}  {agreed or 'no name agreed'}{doubt}  [{where}{size}, {entry.get('state', '')}]"]
    found += [f"   agreed: {who}"] if who else []
    found += [f"   proposal: {proposal}"] if proposal else []
    found += [f"   {text}" for text in (*(entry.get("profile") or ()), entry.get("rule") or "") if text]
    return found


def settle(
    path: Path, names: Mapping[int, str], confirmed: Sequence[int], language: Language, by: str, on: str
) -> list[int]:
    """Write agreed names into a file, its comments kept; return the numbers that were settled.

    Raises SettingsError where a number is nobody's, or a name is somebody else's.
    """
    content = loaded(path, path.read_text(encoding="utf-8"))
    entries = {entry["persona"]: entry for entry in content["personas"]}
    check_numbers(path, entries, (*names, *confirmed))
    for number, name in names.items():
        check_free(path, entries, number, name)
        entries[number]["name"] = {**(entries[number].get("name") or {}), language: name}
    for number in dict.fromkeys((*names, *confirmed)):
        entries[number].update({"by": by, "on": on, "confirm": False})
    stream = io.StringIO()
    editor().dump(content, stream)
    save(stream.getvalue(), path)
    return list(dict.fromkeys((*names, *confirmed)))


def check_numbers(path: Path, entries: Mapping[int, Entry], wanted: Iterable[int]) -> None:
    """Refuse numbers that nobody in the deck has."""
    there = [number for number, entry in entries.items() if entry.get("label")]
    for number in wanted:
        if number not in there:
            raise SettingsError(f"{path}: there is no persona {number}. There are {', '.join(map(str, there))}.")


def check_free(path: Path, entries: Mapping[int, Entry], number: int, name: str) -> None:
    """Refuse a name that another persona has or had: readers of older decks would take one for the other."""
    for other, entry in entries.items():
        if other != number and name in (name_in(entry, "zh"), name_in(entry, "en")):
            raise SettingsError(f"{path}: {name!r} is the name of persona {other}; choose another one.")
