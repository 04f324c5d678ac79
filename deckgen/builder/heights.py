"""How high is each of the blocks that stand one above another?"""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.builder.areas import emu, points
from deckgen.builder.drawing import INCH
from deckgen.builder.setting import Setting
from deckgen.builder.tables import wanted_table_height
from deckgen.builder.texts import heights_at_one_size, wanted_list_height
from deckgen.room import least_size
from deckgen.slides import CHARTS, Above, Block, Points, Table
from deckgen.template import Place


def heights(block: Above, place: Place, gutter: int, setting: Setting) -> Sequence[float]:
    """Share a height: by the weights, but what needs less or more gives to or takes from the others;
    lists for which it does not suffice at a comfortable size have a smaller one in common."""
    room = place.height - gutter * (len(block.blocks) - 1)
    shares = [room * weight / sum(block.weights) for weight in block.weights]
    wanted = [wanted_height(b, place, setting) for b in block.blocks]
    needs = [share if want is None else want for want, share in zip(wanted, shares, strict=True)]
    stretched = sum(share for want, share in zip(wanted, shares, strict=True) if want is None)
    rest = room - sum(want for want in wanted if want is not None)
    if sum(needs) > room and all(isinstance(b, Points) for b in block.blocks):
        smaller = heights_at_one_size(block.blocks, points(place.width), points(room), setting)
        needs = [emu(height) for height in smaller] or needs
    if not stretched:
        return [max(need, 1) for need in needs] if sum(needs) >= room else shares_above(needs, shares, room)
    if rest < 0.5 * stretched:
        return shares
    own = [share * rest / stretched if want is None else want for want, share in zip(wanted, shares, strict=True)]
    return enough(block, own, place, setting)


def enough(block: Above, own: Sequence[float], place: Place, setting: Setting) -> Sequence[float]:
    """Return heights at which every chart can be read, if they can be had from the others; else the heights."""
    unit = INCH * setting.picture_scale
    least = [  # one EMU more than what is rounded down
        least_size(b, place.width / unit, setting.face)[1] * unit + 1 if isinstance(b, CHARTS) else height
        for b, height in zip(block.blocks, own, strict=True)
    ]
    spare = sum(own) - sum(least)
    if all(height >= need for height, need in zip(own, least, strict=True)) or spare < 0:
        return own
    more = [max(0.0, height - need) for height, need in zip(own, least, strict=True)]
    return [need + spare * one / sum(more) for need, one in zip(least, more, strict=True)]


def shares_above(needs: Sequence[float], shares: Sequence[float], room: float) -> Sequence[float]:
    """Give every block what it needs, and what is left to all by their shares."""
    spare = room - sum(needs)
    return [need + spare * share / room for need, share in zip(needs, shares, strict=True)]


def wanted_height(block: Block, place: Place, setting: Setting) -> float | None:
    """Return the height in EMU at which a text or table is comfortable; None for what fills any height."""
    width = points(place.width)
    if isinstance(block, Points):
        return emu(wanted_list_height(block, width, setting))
    if isinstance(block, Table):
        return emu(wanted_table_height(block, width, setting))
    return None
