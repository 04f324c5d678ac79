"""In which type, sizes and colours is a deck set?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from deckgen.builder.drawing import INCH
from deckgen.design import LEAST_PICTURE, LEAST_SIZE
from deckgen.sketch import Look
from deckgen.slides import Group, Language, numbers
from deckgen.template import Template
from deckgen.typefaces import Face

USUAL_HEIGHT, LEAST_SCALE = 7.5 * INCH, 0.75


@dataclass(frozen=True)
class Setting:
    """What all blocks of a slide share. `scale` fits all sizes to pages that are higher or lower than usual.

    native: whether bars are real charts rather than pictures. look: of what is drawn. terms: names that no line parts.
    """

    step: str
    language: Language
    face: Face
    clusters: tuple[tuple[str, str], ...]
    scale: float = 1.0
    native: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)
    look: Look | None = None
    terms: tuple[str, ...] = ()

    @property
    def picture_scale(self) -> float:
        """To what share of their usual size pictures are drawn."""
        return max(self.scale, LEAST_PICTURE)

    @cached_property
    def names(self) -> dict[str, str]:
        """The clusters' names by their keys."""
        return dict(self.clusters)

    def say(self, zh: str, en: str) -> str:
        """Return the wording in the deck's language."""
        return zh if self.language == "zh" else en

    def name(self, role: str) -> str:
        """Return a shape's stable name."""
        return f"deckgen:{self.step}:{role}"

    def paint(self, cluster: str, kind: str = "cluster") -> str:
        """Return the paint of a cluster's place in the deck; the accent for what is no cluster."""
        keys = [key for key, _ in self.clusters]
        return f"{kind}:{keys.index(cluster)}" if cluster in keys else "accent"

    def ladder(self, largest: float, smallest: float) -> tuple[float, ...]:
        """Return the text sizes to try, largest first, in points."""
        return tuple(falling(max(self.sized(smallest), largest * self.scale), self.sized(smallest)))

    def sized(self, size: float) -> float:
        """Return a size of text on this page, in points: smaller on a small page, but never hard to read."""
        return max(size * self.scale, min(size, LEAST_SIZE))


def falling(largest: float, smallest: float) -> list[float]:
    """Return sizes in steps of one point, two above twenty.

    >>> falling(24, 18)
    [24, 22, 20, 19, 18]
    """
    sizes = [largest]
    while sizes[-1] > smallest:
        sizes.append(max(smallest, sizes[-1] - (2 if sizes[-1] > 20 else 1)))
    return sizes


def setting_of(
    clusters: tuple[Group, ...],
    language: Language,
    template: Template,
    step: str,
    native: bool = False,
    terms: tuple[str, ...] = (),
) -> Setting:
    """Return the setting of one slide of a deck."""
    face = Face(template.brand.latin, template.brand.han)
    names = tuple((group.key, group.name) for group in clusters)
    scale = max(LEAST_SCALE, template.height / USUAL_HEIGHT)
    look = Look(template.brand, clusters, max(scale, LEAST_PICTURE))
    return Setting(step, language, face, names, scale, native, numbers(clusters), look, terms)
