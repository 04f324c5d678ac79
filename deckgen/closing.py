"""With which sentences does the deck end? What is to be decided first; where no figure presses, who the groups are."""

from __future__ import annotations

from dataclasses import replace

from deckgen.brief import Brief, once
from deckgen.claims import REST
from deckgen.columns import Column
from deckgen.deciding import Asked, ask_words, is_trait, pressing, questions
from deckgen.names import lower_first, name_parts, proposed_names, sentence_case, why_unnamed, with_name
from deckgen.share_phrases import all_groups, share_of_all
from deckgen.who import MOST_SIZED, has_proposals, spans, who_they_are
from deckgen.worth import falls_behind, heaviest, lightest, money_name, of_that, outweighs, value_shares


def headline(brief: Brief) -> str:
    """Ask for the first decision; where none presses, state who the groups are: by where the money lies, by names, by
    how far they are apart, by their traits.
    """
    for say_it in (by_decision, by_worth, by_names, by_span, first_decision):
        if words := say_it(brief):
            return words
    if nothing_differs(brief):
        return brief.say(
            f"暂不命名：{all_groups(brief)}在表中各字段上没有可确认的差异",
            "No names are proposed: no column of the table shows a confirmed difference",
        )
    return brief.say("暂不建议名称：没有明显差异", "No names are proposed: there is no clear difference")


def nothing_differs(brief: Brief) -> bool:
    """Tell whether no column of the table shows a confirmed difference between the clusters."""
    kinds = ("kpi", "flag", "level")
    return not any(claim.is_told for kind in kinds for claim in brief.claims.where(kind=kind, against=REST))


def by_decision(brief: Brief) -> str:
    """Ask what presses most; nothing where that is a trait alone."""
    first = next(iter(pressing(brief)), None)
    return first_decision(brief) if first and not is_trait(first[1]) else ""


def first_decision(brief: Brief) -> str:
    """Ask what presses most, be it a trait; nothing where nothing does."""
    start = brief.say("首要决策", "First decision")
    return next((asked_of(brief, *one, start) for one in pressing(brief)), "")


@once
def asks_for_decision(brief: Brief) -> bool:
    """Tell whether the title asks for a decision."""
    return headline(brief) == first_decision(brief)


def asked_of(brief: Brief, key: str, asked: Asked, start: str) -> str:
    """Put a question to be decided of a cluster, then the figure that it comes from."""
    say, name = brief.say, brief.name(key)
    ask, why = ask_words(asked, name), say("", " ") + sentence_case(asked.reason) if asked.reason else ""
    whose = say("", f", {name}") if ask == ask_words(asked) else ""
    return say(f"{start}：{'' if name in ask else name}{ask}{why}", f"{start}{whose}: {ask}{why}")


def by_worth(brief: Brief) -> str:
    """Name the group that holds more of the money than of the customers, and the one that holds less.

    Nothing where neither has a name.
    """
    shares = value_shares(brief)
    if not shares:
        return ""
    most, least = heaviest(brief), lightest(brief)
    told = [most] if outweighs(brief, most) else []
    told += [least] if falls_behind(brief, least) and not (told and of_that(brief, most)) else []
    if not told or not {*told} <= {*with_name(brief)}:
        return ""
    first, *rest = told
    say, money = brief.say, money_name(brief)
    held = {key: say.percent(shares[key]) for key in told}
    size = {key: share_of_all(brief, brief.sizes[key]) for key in told}
    start = say(
        f"{called(brief, first)}占{say.rows}的 {size[first]}，占{money}的 {held[first]}",
        f"{called(brief, first)}: {size[first]} of {say.rows}, {held[first]} of {money}",
    ) + of_that(brief, first)
    more = (
        say(
            f"；{called(brief, key)}占 {size[key]}，占 {held[key]}",
            f"; {lower_first(called(brief, key))}: {size[key]} and {held[key]}",
        )
        for key in rest
    )
    return start + "".join(more)


def called(brief: Brief, key: str) -> str:
    """Return a cluster's agreed name, else the proposed one with the cluster beside it."""
    name = brief.name(key)
    proposed = proposed_names(brief).get(key)
    return proposed + brief.say.aside(name) if proposed and key not in brief.settings.names else name


def by_names(brief: Brief) -> str:
    """Propose the names of up to three groups; nothing where one has none, or all are agreed."""
    known = len(with_name(brief)) == len(brief.keys)
    if not (known and has_proposals(brief) and len(brief.keys) <= MOST_SIZED):
        return ""
    return brief.say("请确认名称：", "Proposed names to confirm: ") + who_they_are(brief, based=False)


def by_span(brief: Brief) -> str:
    """Say how far apart the groups are, and if their names are open; nothing where they are not apart."""
    reach = brief.say("，", ", ").join(spans(brief))
    unnamed = any(key not in brief.settings.names for key in brief.keys)
    names = (
        brief.say("名称为建议", "names are proposed")
        if proposed_names(brief)
        else brief.say("名称待定", "the names are open")
    )
    return brief.say.clauses([sentence_case(reach), names if unnamed else ""]) if reach else ""


def takeaway(brief: Brief) -> str:
    """Say what depends on the first decision, what is to be decided next, and what no figure tells; where nothing
    presses, what of the names is to be settled with the business team.
    """
    asked = pressing(brief)
    if not asked:
        return of_names(brief)
    if not asks_for_decision(brief):
        return first_decision(brief)
    stake = sentence_case(asked[0][1].stake) + brief.say("。", ". ") if asked[0][1].stake else ""
    following = [bare(brief, *one, brief.say("其次", "Next")) for one in asked[1:2]]
    return stake + brief.say("", " ").join([*following, unproven(brief)])


def bare(brief: Brief, key: str, asked: Asked, start: str) -> str:
    """Put a question whose figure stands in the table."""
    return asked_of(brief, key, replace(asked, reason=""), start)


def unproven(brief: Brief) -> str:
    """Say that no figure of the deck tells what would come of a decision."""
    return brief.say("数字只是描述，不说明采取措施的效果", "The figures describe; none shows what acting would change")


def of_names(brief: Brief) -> str:
    """Say where no figure presses what is to be checked, else that names are open, else what is to be decided of a
    cluster that differs, else whether names are agreed or proposed.
    """
    say, unnamed = brief.say, [key for key in brief.keys if key not in brief.settings.names]
    differing = [(key, one) for key, one in questions(brief).items() if one.about == "difference"]
    if check := to_check(brief):
        return check
    if differing and (not unnamed or proposed_names(brief)):
        start = say("另待决定", "Also to decide") if unnamed else say("待决定", "To decide")
        return say("", " ").join((bare(brief, *differing[0], start), unproven(brief)))
    if not unnamed:
        return say("名称已商定；暂无需要优先决策的事项", "The names are agreed; no figure calls for a decision first")
    if nothing_differs(brief):
        return say("先检查聚类及其所用字段，再谈命名", "Check the clustering and its columns before any names")
    if not proposed_names(brief):
        reasons = {why_unnamed(brief, key) for key in unnamed}
        why = say("：", ": ") + reasons.pop() if len(reasons) == 1 else ""
        return say(f"请业务团队为{all_groups(brief)}命名{why}", f"The business team is to name the groups{why}")
    return say(
        "暂无需要优先决策的事项；名称为建议，请业务团队确认",
        "No figure calls for a decision first; the names are proposals for the business team to confirm",
    )


def to_check(brief: Brief) -> str:
    """Ask whether the zeros of the KPIs that open names rest on stand for "none", else of those that rules ask for;
    nothing where none may.
    """
    say, doubtful = brief.say, to_be_checked(brief)
    listed = say.list(brief.bare_title(column) for column in doubtful)
    if not doubtful:
        return ""
    if doubtful[0].name in named_by(brief):
        return say(
            f"名称确认前，先核实{listed}的 0 是否表示“无”：名称取决于它",
            f"Before the names are confirmed, check whether 0 {listed} stands for “none”: they rest on it",
        )
    return say(
        f"使用核心规则前，先核实{listed}的 0 是否表示“无”：规则取决于它",
        f"Before the core rules are used, check whether 0 {listed} stands for “none”: they rest on it",
    )


def to_be_checked(brief: Brief) -> list[Column]:
    """Return the KPIs whose zeros may stand for "none" that open names rest on, else those that rules ask for."""
    asked = {condition.feature.column for rule in brief.claims.where(kind="rule") for condition in rule.conditions}
    doubtful = [column for column in brief.customers.of_role("kpi") if column.zero_as_none]
    found = ([column for column in doubtful if column.name in names] for names in (named_by(brief), asked))
    return next(filter(None, found), [])


def named_by(brief: Brief) -> set[str]:
    """Return the columns that proposed names rest on, of clusters with none agreed."""
    unnamed = ((key, parts) for key, parts in name_parts(brief).items() if key not in brief.settings.names)
    return {column for _, parts in unnamed for part in parts for column in part.columns}
