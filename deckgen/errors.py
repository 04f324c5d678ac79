"""What can go wrong, as a tree.

DeckgenError                what deckgen cannot do, in words for the user; the command line prints it and exits with 1
  TableError                the customer table: unreadable, empty, without a usable label
  TemplateError             the template: not a presentation, encrypted, without a usable layout
  SettingsError             deckgen.toml or an option asks for something that is not there
  PluginError               a section of a third party cannot be loaded, or fails
  OutputError               the deck may not or cannot be written where it should go
"""


class DeckgenError(Exception):
    """Say what is wrong, what was found, what is available and what to type next, in one to three lines."""


class TableError(DeckgenError):
    """The customer table cannot be profiled."""


class TemplateError(DeckgenError):
    """The template cannot be filled."""


class SettingsError(DeckgenError):
    """A setting or an option asks for something that is not there."""


class PluginError(DeckgenError):
    """A section of a third party cannot be loaded, or fails."""


class OutputError(DeckgenError):
    """The deck may not or cannot be written where it should go."""
