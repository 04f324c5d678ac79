"""What has changed since the deck before: where the customers went, and what is no longer said?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deckgen.brief import Brief, Told
from deckgen.claims import REST, Claim
from deckgen.customers import Customers
from deckgen.personas.cast import Persona, living, shown_name
from deckgen.personas.changes import KINDS, Changes, Now, Then
from deckgen.phrases import comparison_words, notes
from deckgen.questions import Question
from deckgen.record import conditions_data, plain
from deckgen.share_phrases import level_name, size_words
from deckgen.slides import Above, Beside, Cell, Meter, Point, Points, Row, Slide, Table
from deckgen.wording import DASH, Text

NAME = Text("与上一期相比", "Since the deck before")
STEP = "changes"
MOST_LINES = 5
MOST_NAMED = 3

WAYS: dict[tuple[int, int], Text] = {
    (1, -1): Text("由更高变为更低", "was higher, is lower"),
    (-1, 1): Text("由更低变为更高", "was lower, is higher"),
    (1, 0): Text("不再更高", "no longer higher"),
    (-1, 0): Text("不再更低", "no longer lower"),
    (0, 1): Text("现更高", "higher now"),
    (0, -1): Text("现更低", "lower now"),
}
"""How a claim changed, by what was told and what is."""


@dataclass(frozen=True)
class Shift:
    """A claim on a persona that is told otherwise than in the deck before. then, now: 1 higher, -1 lower, 0 nothing."""

    persona: Persona
    claim: Claim
    then: int
    now: int


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: the flow is counted where it is found out who is who."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell the flow between old and new groups, what became of each, and which claims and rules changed."""
    changes = brief.carried.changes
    if changes is None:
        return Told()
    say, title = brief.say, headline(brief, changes)
    lines = Beside((group_points(brief, changes), claim_points(brief, changes)), (1, 1.3))
    slide = Slide(
        STEP,
        "content",
        title,
        say.text(NAME),
        Above((flow_table(brief, changes, title), lines), (1, 1)),
        takeaway(brief, changes),
        foot(brief, changes),
        speaker_notes(brief, changes, title),
    )
    return Told((slide,))


def persona(brief: Brief, number: int) -> Persona:
    """Return a persona by its number."""
    return next(persona for persona in brief.carried.cast if persona.number == number)


def called(brief: Brief, number: int) -> str:
    """Return what the deck calls a persona, be it here or gone."""
    found = persona(brief, number)
    return brief.name(found.key) if found.key else shown_name(found, brief.say)


def size_of(brief: Brief, key: str) -> str:
    """Print how many customers a cluster has now."""
    return size_words(brief, brief.sizes[key])


def flow_table(brief: Brief, changes: Changes, alt: str) -> Table:
    """Lay out where the customers of each old group (rows) are now (columns), as shares of the old group."""
    say, personas = brief.say, living(brief.carried.cast)
    corner = Cell(say("原群体 → 现群体", "Then → now"), note=say("行内占比", "shares of the row"))
    heads = [Cell(brief.name(p.key), "strong", p.key, note=size_of(brief, p.key)) for p in personas]
    beyond = [(-2, say("未归群", "In none")), (-1, say("已离开", "Left"))]
    shown = [(place, name) for place, name in beyond if any(group.flow[place] for group in changes.then)]
    rows = [Row((corner, *heads, *(Cell(name, "muted") for _, name in shown)), "header")]
    for group in changes.then:
        cells = [flow_cell(brief, group.flow[place], p.key) for place, p in enumerate(personas)]
        others = [flow_cell(brief, group.flow[place]) for place, _ in shown]
        rows.append(Row((then_cell(brief, group), *cells, *others)))
    if any(group.joined != 0 for group in changes.now):
        joined = [Cell(share_words(brief, group.joined), "muted") for group in changes.now]
        head = Cell(say("新加入", "Joined"), "muted", note=say("占现群体", "of the group now"))
        rows.append(Row((head, *joined, *(Cell("") for _ in shown))))
    width = len(personas) + len(shown)
    return Table("flow", tuple(rows), ("left", *["right"] * width), (1.5, *[1.0] * width), alt)


def then_cell(brief: Brief, group: Then) -> Cell:
    """Name an old group, with its size then."""
    size = brief.say("少于 11", "< 11") if group.customers is None else brief.say.count(group.customers)
    return Cell(called(brief, group.number), "strong", persona(brief, group.number).key, note=size)


def flow_cell(brief: Brief, share: float | None, key: str = "") -> Cell:
    """Show a share of an old group: a bar in the new group's colour, on a ground of it where it is most of them."""
    if not share:
        return Cell(DASH, "muted")
    tone = "key" if key and share >= 0.5 else "plain"
    return Cell(brief.say.percent(share, 1), tone, key if tone == "key" else "", meter=Meter(0.0, share, key))


def share_words(brief: Brief, share: float | None) -> str:
    """Print a share in whole percents; a dash for fewer than 11 customers."""
    return brief.say.percent(share, 1) if share else DASH


def group_points(brief: Brief, changes: Changes) -> Points:
    """Say of every group what became of it, those first that are not as they were."""
    new = [
        Point(origin_words(brief, group), f"{called(brief, group.number)}{brief.say('：', ': ')}")
        for group in ranked(changes)
    ]
    gone = [
        Point(fate_words(brief, group), f"{called(brief, group.number)}{brief.say('：', ': ')}", "caution")
        for group in changes.then
        if not persona(brief, group.number).key
    ]
    points = (gone + new)[: MOST_LINES + 1]
    return Points("groups", tuple(points), brief.say("群体的去留", "What became of the groups"))


def ranked(changes: Changes) -> list[Now]:
    """Return the groups, those first that are not as they were."""
    return sorted(changes.now, key=lambda group: group.state == "survived")


def origin_words(brief: Brief, group: Now) -> str:
    """Say where a group comes from, and under which label the table has it."""
    say, parents = brief.say, brief.say.list(called(brief, number) for number in group.parents)
    keeps = group.number in group.parents
    words = {
        "survived": say("延续", "as before"),
        "drifted": say("延续，但成员变动较大", "carried on, but many of its members changed"),
        "possible": say(f"可能延续{parents}，待确认", f"perhaps {parents}, to be confirmed"),
        "split": say("拆分后的主体", "what is left of it after a split")
        if keeps
        else say(f"由{parents}拆分而来", f"split off from {parents}"),
        "merged": say(f"由{parents}合并而来", f"merged from {parents}"),
        "new": say("新出现", "new"),
    }[group.state]
    label = say(f"表中标签 {group.key}", f"label {group.key} in the table")
    return say(f"{words}（{label}）", f"{words} ({label})")


def fate_words(brief: Brief, group: Then) -> str:
    """Say what became of a group that is not there any more."""
    say, into = brief.say, brief.say.list(called(brief, number) for number in group.into)
    return {
        "split": say(f"已拆分为{into}", f"split into {into}"),
        "merged": say(f"已并入{into}", f"merged into {into}"),
        "possible": say(f"可能成为{into}，待确认", f"perhaps {into} now, to be confirmed"),
    }.get(group.state, say("不再出现", "no longer there"))


def claim_points(brief: Brief, changes: Changes) -> Points:
    """List which claims on those who stayed are told otherwise, and whose rules changed."""
    say = brief.say
    lines = [*rule_lines(brief, changes), *shift_lines(brief, shifts(brief, changes))]
    points = [Point(words, head) for head, words in lines[:MOST_LINES]]
    points = points or [Point(say("结论与规则均未变化", "no claim and no rule changed"), tone="muted")]
    return Points("claims", tuple(points), say("结论与规则的变化", "Claims and rules that changed"))


def shift_lines(brief: Brief, found: Sequence[Shift]) -> list[tuple[str, str]]:
    """Say of each persona which claims went which way, a line a way, at most MOST_NAMED of them by name."""
    say, ways = brief.say, dict.fromkeys((shift.persona, shift.then, shift.now) for shift in found)
    lines = []
    for who, then, now in ways:
        names = [claim_title(brief, s.claim) for s in found if (s.persona, s.then, s.now) == (who, then, now)]
        named = say.list(names[:MOST_NAMED])
        listed = (
            named if len(names) <= MOST_NAMED else say(f"{named}等 {len(names)} 项", f"{named} ({len(names)} in all)")
        )
        way = say.text(WAYS[then, now])
        lines.append((f"{brief.name(who.key)}{say('：', ': ')}", say(f"{way}：{listed}", f"{way}: {listed}")))
    return lines


def rule_lines(brief: Brief, changes: Changes) -> list[tuple[str, str]]:
    """Say whose golden rules changed, in one line."""
    say = brief.say
    parts = [say(f"{name}{words}", f"{name} {words}") for name, words in rule_words(brief, changes)]
    return [(say("核心规则（见 3.2）：", "Core rules (see 3.2): "), say.clauses(parts))] if parts else []


def stayers(brief: Brief, changes: Changes) -> list[Persona]:
    """Return the personas who were in the deck before and are in this one."""
    before = {group.number for group in changes.then}
    return [persona for persona in living(brief.carried.cast) if persona.number in before]


def shifts(brief: Brief, changes: Changes) -> list[Shift]:
    """Return the claims that are told otherwise, reversed ones first, then by their effect."""
    found = [shift for persona in stayers(brief, changes) for shift in own_shifts(brief, changes, persona)]
    return sorted(found, key=lambda s: (-abs(s.now - s.then), KINDS.index(s.claim.kind), -abs(s.claim.effect.value)))


def own_shifts(brief: Brief, changes: Changes, persona: Persona) -> Iterator[Shift]:
    """Yield the claims on a persona that are told otherwise."""
    for claim in brief.claims.where(cluster=persona.key, against=REST):
        if claim.kind in KINDS:
            then = changes.told.get((persona.number, claim.kind, claim.column, claim.level), 0)
            if then != claim.direction:
                yield Shift(persona, claim, then, claim.direction)


def shift_words(brief: Brief, shift: Shift) -> tuple[str, str]:
    """Say of whom a claim is, and how it changed: "群体 0：", "月均消耗不再有明确差异（此前更高）"."""
    say, claim = brief.say, shift.claim
    what = claim_title(brief, claim)
    before = {1: say("更高", "higher"), -1: say("更低", "lower"), 0: say("无明确差异", "no clear difference")}[
        shift.then
    ]
    now = comparison_words(brief, claim) if shift.now else say("不再有明确差异", "no clear difference any more")
    words = say(f"{what}{now}（此前{before}）", f"{what} {now} (before: {before})")
    return f"{brief.name(shift.persona.key)}{say('：', ': ')}", words


def claim_title(brief: Brief, claim: Claim) -> str:
    """Name what a claim is on."""
    if claim.kind == "level":
        return level_name(brief, claim)
    if claim.kind == "any_flag":
        return brief.say("任一风险标签的占比", "share with any risk flag")
    return brief.title(brief.customers[claim.column])


def rule_words(brief: Brief, changes: Changes) -> list[tuple[str, str]]:
    """Say whose golden rules changed: by name, how."""
    say, found = brief.say, []
    for persona in stayers(brief, changes):
        rule = brief.claims.one(kind="rule", cluster=persona.key, verdict="clear")
        now = plain(conditions_data(rule)) if rule else None
        then = changes.rules.get(persona.number)
        if now != then:
            words = (
                say("不再有", "has none any more")
                if now is None
                else say("新有", "has one now")
                if then is None
                else say("已变", "has another one")
            )
            found.append((brief.name(persona.key), words))
    return found


def headline(brief: Brief, changes: Changes) -> str:
    """Say how many customers moved, and which groups are not as they were."""
    say, parts = brief.say, change_words(brief, changes)
    if not parts and changes.moved == 0:
        return say(
            f"群体未变：没有{say.rows}换群，只有标签可能重新编号",
            "The same groups: nobody moved, labels at most were renumbered",
        )
    return say.clauses([moved_words(brief, changes), *parts[:3]])


def moved_words(brief: Brief, changes: Changes) -> str:
    """Say how many of the customers in both runs are elsewhere than their group went."""
    say = brief.say
    if changes.moved is None:
        return say(f"不到 11 {say.measured}换了群体", f"Fewer than 11 {say.rows} moved")
    if changes.moved == 0:
        return say(f"没有{say.rows}换群", "Nobody moved")
    share = say.percent(changes.moved, 1)
    return say(f"{share} 的{say.rows}换了群体", f"{share} of the {say.rows} moved to another group")


def change_words(brief: Brief, changes: Changes) -> list[str]:
    """Say what split, merged, appeared and went, a phrase each."""
    say = brief.say
    parts = []
    for group in changes.then:
        into = say.list(called(brief, number) for number in group.into)
        if group.state == "split":
            parts.append(
                say(f"{called(brief, group.number)}拆分为{into}", f"{called(brief, group.number)} split into {into}")
            )
        if group.state == "gone":
            parts.append(say(f"{called(brief, group.number)}不再出现", f"{called(brief, group.number)} is gone"))
    for group in changes.now:
        name, parents = called(brief, group.number), say.list(called(brief, number) for number in group.parents)
        if group.state == "merged":
            parts.append(say(f"{parents}合并为{name}", f"{parents} merged into {name}"))
        if group.state == "new":
            parts.append(say(f"{name}为新出现的群体", f"{name} {say.verb(name, 'is', 'are')} new"))
        if group.state == "possible":
            parts.append(say(f"{name}可能延续{parents}", f"{name} may be {parents}"))
    return parts


def takeaway(brief: Brief, changes: Changes) -> str:
    """Say which names are to be settled, and that the others stay."""
    say, personas = brief.say, living(brief.carried.cast)
    doubtful = [brief.name(p.key) for p in personas if p.confirm]
    newcomers = [brief.name(p.key) for p in personas if p.number not in {group.number for group in changes.then}]
    parts = []
    if newcomers:
        parts.append(say(f"待命名：{say.list(newcomers)}", f"To be named: {say.list(newcomers)}"))
    if doubtful:
        parts.append(say(f"名称待再次确认：{say.list(doubtful)}", f"Names to be confirmed again: {say.list(doubtful)}"))
    return say.clauses(parts) or say(
        "名称、颜色与顺序均沿用上一期", "Names, colours and order are those of the deck before"
    )


def foot(brief: Brief, changes: Changes) -> str:
    """Say how it was found out who is who, and on which base."""
    say = brief.say
    accuracy = say.percent(changes.accuracy, 1) if changes.accuracy is not None else ""
    how = {
        "ids": say(f"按{say.rows} ID 匹配", f"Matched by {say.row} id"),
        "rows": say(f"推断：无{say.rows} ID，按整行取值匹配", "Modelled: without ids, by equal rows"),
        "model": say(
            f"推断：无{say.rows} ID，按旧群体的模型归类（平均准确率 {accuracy}）",
            f"Modelled: without ids, by a model of the old groups (right for {accuracy} on average)",
        ),
    }[changes.how]
    return say.clauses(
        [
            how,
            say(
                f"上一期：{changes.deck}（{changes.file}，{changes.date}）",
                f"before: {changes.deck} ({changes.file}, {changes.date})",
            ),
            say(f"调整兰德指数 {changes.rand:.2f}", f"adjusted Rand index {changes.rand:.2f}"),
            say(f"占比取整，“–”为不足 11 {say.measured}", f"rounded shares; “–” is fewer than 11 {say.rows}"),
        ]
    )


def speaker_notes(brief: Brief, changes: Changes, title: str) -> str:
    """Lay out the notes, with all claims that changed."""
    say = brief.say
    told = [f"{name}{words}" for name, words in (shift_words(brief, shift) for shift in shifts(brief, changes))]
    return notes(
        brief,
        say.sentences([title, takeaway(brief, changes), *told]),
        say(
            f"两个群体的 Jaccard 系数为共有{say.rows}数与两群体{say.rows}总数之比：0.75 以上为延续，0.5 以上为延续但名称待再次确认，0.3 至 0.5 仅为可能。拆分：至少两个子群体各占原群体的四分之一以上且主要来自它。换群{say.rows}不含随群体一起重新编号、拆分或合并的{say.rows}。",
            f"Jaccard's index of two groups is the {say.rows} they share over all {say.rows} of both: from 0.75 on a group carries on, from 0.5 on its name is to be confirmed again, from 0.3 on it is a mere possibility. A split: two or more groups, each a quarter of the old one or more and mostly from it. Who was renumbered, split or merged along with the group has not moved.",
        ),
        say(
            f"变化不说明原因：{say.rows}行为、数据范围和聚类方法都可能造成变化。",
            "A change does not tell its cause: behaviour, the data's scope and the method of clustering may all be behind it.",
        ),
    )
