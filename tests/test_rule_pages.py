"""The pages of the tree and of the rules say one thing each: the thick path, how often the rules are right, no more."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from test_sections import slide, texts, told

from deckgen.claims import Claim, Claims
from deckgen.conditions import base_words, condition_words, coverage_words, least_coverage, lift_words, longer_words
from deckgen.demo import sample_table
from deckgen.features import Feature
from deckgen.nodes import end_of, own_node, tells_few
from deckgen.nouns import Noun
from deckgen.persona_cells import core_rule
from deckgen.rule_claims import rule_claim
from deckgen.rules import Fidelity, Rule, TreeNode
from deckgen.sections.rules import best_words, card, golden_words, one_rule, range_of, takeaway, unrounded_lift
from deckgen.sections.rules import headline as rules_title
from deckgen.sections.tree import doubtful_sentence, first_words, headline, rest_words
from deckgen.statistics.estimate import Estimate
from deckgen.tree import Node
from deckgen.tree_feet import foot, found_words, missing_words
from deckgen.trial import Condition
from deckgen.wording import Words


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("rule_pages") / "demo.csv"
    sample_table(3000, "en").write_csv(path)
    return path


@pytest.fixture(scope="module", params=["en", "zh"])
def deck(demo, request):
    return told(demo, language=request.param)


def thick(node: Node) -> Node:
    """Return the node at the end of the emphasised path."""
    return next((thick(child) for child in node.children if child.golden), node)


def test_the_thick_path_of_a_tree_is_the_first_rule_of_the_next_page(deck):
    page, rules = slide(deck, "3.1"), slide(deck, "3.2")
    end, first = thick(page.body.root), rules.body.cards[0]
    assert end.golden and end.reliable and end.outcome == first.cluster
    assert end.text == first.figure
    assert re.match(r"Strongest rule \(thick path\): if |倍数最高的规则（粗线路径）：若", page.takeaway)
    rule = re.split("if |若", page.takeaway)[1].split(", then" if "if " in page.takeaway else "，则")[0]
    assert f": {rule}; it finds " in rules.takeaway or f"：{rule}；可找到" in rules.takeaway
    question = re.sub(r" ?[(（].*|[?？]$", "", page.body.root.question).split("≥")[0]
    assert question.strip() in page.takeaway


SPEND, ADS, DAYS = (Feature(name, "tiers", edges=(10.0,)) for name in ("spend", "ads", "days"))
PURE, SOME = TreeNode((6, 94), 100, "1"), TreeNode((12, 38), 50, "1")
LOW = TreeNode((420, 30), 450, "0")
HIGH = TreeNode((18, 132), 150, "1", Condition(DAYS, 1, 1), (PURE, SOME))
TREE = TreeNode((438, 162), 600, "0", Condition(SPEND, 1, 1), (HIGH, LOW))


@pytest.mark.parametrize(
    ("asked", "end", "whole"),
    [((SPEND,), HIGH, True), ((SPEND, DAYS), PURE, True), ((DAYS,), PURE, False)],
)
def test_a_rule_is_found_on_the_tree_where_its_customers_are(asked, end, whole):
    """A shortened rule is found on the path that it was shortened from."""
    conditions = tuple(Condition(feature, 1, 1) for feature in asked)
    rule = Claim("rule", "", "1", "*", "clear", 1, "precision", Estimate(0.9, 0.9, 0.9), (150, 600), conditions)
    rule = replace(rule, conditions=conditions)
    assert end_of(TREE, rule) is end and own_node(TREE, rule) is (end if whole else None)
    brief = SimpleNamespace(say=Words("en"), keys=("0", "1"), smallest=200, name=str, title=lambda column: column.name)
    brief.customers = {feature.column: SimpleNamespace(size=1, name=feature.column) for feature in (SPEND, ADS, DAYS)}
    rule = replace(rule, numbers={"share": 0.27, "lift": 3.3})
    said = "Strongest rule (thick path): if " if whole else "Strongest rule (thick path, shortened): if days"
    assert first_words(brief, TREE, rule).startswith(said)


@pytest.mark.parametrize(("high", "low", "said"), [(154, 454, True), (150, 450, False)])
def test_counts_that_rounding_keeps_from_adding_up_say_so(high, low, said):
    yes, no = TreeNode((20, high - 20), high, "1"), TreeNode((low - 30, 30), low, "0")
    tree = TreeNode((low - 10, high + 10), high + low, "0", Condition(SPEND, 1, 1), (yes, no))
    fidelity = Fidelity(0.9, 0.01, 0.5, 0.7, 0.95)
    findings = SimpleNamespace(tree=tree, fidelity=fidelity, trained=1400, held_out=600)
    for say, words in ((Words("en"), "need not add up"), (Words("zh"), "相加未必相等")):
        brief = SimpleNamespace(say=say, keys=("0", "1"), smallest=200, name=str)
        brief.customers = {"spend": SimpleNamespace(provenance="input", zero_as_none=False)}
        assert (words in foot(brief, findings)) == said
        effect, asked = Estimate(0.9, 0.9, 0.9), (Condition(SPEND, 1, 1), Condition(DAYS, 1, 1))
        rules = [
            Claim("rule", "", "1", "*", "clear", 1, "", effect, (150, 600), conditions=c) for c in (asked[:1], asked)
        ]
        assert not re.search("rules? 2|规则 2", foot(brief, findings, rules[:1]))
        assert re.search("rule 2 asks less|规则 2 的条件比路径少", foot(brief, findings, rules))


def test_what_a_bar_does_not_tell_apart_is_counted_in_the_words_of_the_table():
    firms = Words("zh", Noun("公司", "家", "company", "companies"))
    brief = SimpleNamespace(say=firms, answers=SimpleNamespace(noise=0))
    assert rest_words(brief) == "未显示归属（有的不足 11 家）"
    brief.say = replace(firms, language="en")
    assert rest_words(brief) == "cluster not shown (some under 11)"
    brief.answers.noise = 20
    assert rest_words(brief) == "no cluster, or cluster not shown (some under 11)"


@pytest.mark.parametrize(
    ("second", "found"),
    [((40, 60), "86.7% of A and 60.0% of B"), ((7, 60), ""), ((40, 7), ""), ((0, 60), "100% of A and 60.0% of B")],
)
def test_how_much_of_each_cluster_a_tree_finds_is_told_where_it_gives_no_few_away(second, found):
    """With the mean of all, what one more cluster's share leaves open could be told from the others'."""
    yes, no = TreeNode((260, 40), 300, "0"), TreeNode(second, sum(second), "1")
    root = TreeNode((260 + second[0], 40 + second[1]), 300 + sum(second), "0", None, (yes, no))
    brief = SimpleNamespace(say=Words("en"), keys=("0", "1"), smallest=200, name=lambda key: "AB"[int(key)])
    assert found_words(brief, SimpleNamespace(tree=root)) == found


@pytest.mark.parametrize(
    ("accuracy", "said"),
    [(0.97, "reproduce the clusters:"), (0.85, "largely reproduce the clusters:"), (0.58, "the clusters in part:")],
)
def test_a_tree_as_good_as_any_is_no_good_one_where_none_is(accuracy, said):
    """Of all that the columns can tell, each tree here tells nine tenths and more."""
    leaf = TreeNode((50, 50), 100, "0")
    root = TreeNode((100, 100), 200, "0", None, (TreeNode((60, 40), 100, "0", None, (leaf, leaf)), leaf))
    findings = SimpleNamespace(tree=root, fidelity=Fidelity(accuracy, 0.01, 0.25, 0.25, accuracy + 0.02))
    title = headline(SimpleNamespace(say=Words("en"), keys="0123"), findings)
    assert said in title and ("largely" in said) == ("largely" in title)
    assert title.endswith(f": on average {accuracy:.1%} of each cluster right (25.0% by chance)")
    chinese = headline(SimpleNamespace(say=Words("zh"), keys="0123"), findings)
    assert ("部分" in chinese, "基本" in chinese) == ("part" in said, "largely" in said)
    assert chinese.endswith(f"：各群体平均判对率 {accuracy:.1%}，随机猜测为 25.0%")
    two = headline(SimpleNamespace(say=Words("zh"), keys="01"), findings)
    assert two.endswith(f"：两群体平均判对率 {accuracy:.1%}，随机猜测为 25.0%")


def test_a_second_tree_that_asks_the_same_has_no_page_of_its_own(tmp_path):
    """What tells the clusters apart is the kind alone, which the clustering was not fitted on; all of A are moss."""
    kinds = ["fern" if i % 2 and i % 21 else "moss" for i in range(900)]
    rows = [{"cluster": "AB"[i % 2], "kind": kind, "size": (i * 7) % 50} for i, kind in enumerate(kinds)]
    pl.DataFrame(rows).write_csv(tmp_path / "kinds.csv")
    deck = told(tmp_path / "kinds.csv", language="en")
    trees = [page for page in deck.slides if page.step[:3] == "3.1"]
    assert len(trees) == 1 and "kind is" in trees[0].takeaway.lower()


@pytest.mark.parametrize(
    ("covered", "said", "chinese"),
    [
        (1.0, "each finds all of its cluster held out", "各自覆盖留出客户中所属群体的全部"),
        (0.8, "each finds at least 80% of its", "各自至少覆盖所属群体的 80%"),
    ],
)
def test_all_of_a_cluster_is_not_at_least_all_of_it(covered, said, chinese):
    effect, brief = Estimate(0.9, 0.9, 0.9), SimpleNamespace(say=Words("en"), smallest=800, name=str)
    numbers = {"coverage": covered, "own": 500}
    rules = [Claim("rule", "", k, "*", "clear", 1, "precision", effect, (800, 2000), numbers=numbers) for k in "AB"]
    assert said in rules_title(brief, rules) and "2 rules are right 90% of the time" in rules_title(brief, rules)
    brief.say = Words("zh")
    assert chinese in rules_title(brief, rules) and rules_title(brief, rules).startswith("两条规则的精确率为 90%，")


def test_rules_are_titled_by_how_often_they_are_right_and_the_best_leads(deck):
    page = slide(deck, "3.2")
    rules = [claim for claim in deck.claims if claim.kind == "rule" and claim.verdict == "clear"]
    assert str(len(page.body.cards)) in page.title or len(page.body.cards) == 1
    assert len(page.title) <= 80 and not re.search("one sentence|一句话", page.title + page.takeaway)
    assert re.match("Strongest rule by lift: |倍数最高的规则：", page.takeaway)
    best = max(rules, key=lambda rule: rule.numbers["lift"])
    assert page.body.cards[0].cluster == best.cluster
    lift = r"(?:lift|的)\s?(?:≥|至少)?\s?([\d.]+)\s?(?:x|倍)"
    lifts = [float(re.search(lift, card.caption).group(1)) for card in page.body.cards]
    assert lifts == sorted(lifts, reverse=True) and re.search("by lift|按倍数排序", page.foot)
    assert all(len(card.headline) <= 80 for card in page.body.cards)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 0, "Kidhome = 0"), (1, 2, "Kidhome > 0"), (2, 2, "Kidhome ≥ 2"), (-1, 0, "Kidhome = 0 (or missing)")],
)
def test_none_of_something_is_said_once(low, high, said):
    feature = Feature("kidhome", "tiers", edges=(0.5, 2.0), zero=True, missing=True)
    brief = SimpleNamespace(
        say=Words("en"), customers={"kidhome": SimpleNamespace(size=1)}, title=lambda column: "Kidhome"
    )
    assert condition_words(brief, Condition(feature, low, high)) == said
    assert condition_words(brief, Condition(feature, 2, 2), tiers=True) == "Kidhome ≥ 2 (high)"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Spend < 2 (low, or missing)"), ("zh", "Spend < 2（低，或缺失）")]
)
def test_missing_values_share_the_brackets_of_a_tiers_name(language, said):
    feature = Feature("spend", "tiers", edges=(2.0,), missing=True)
    brief = SimpleNamespace(
        say=Words(language), customers={"spend": SimpleNamespace(size=1)}, title=lambda column: "Spend"
    )
    assert condition_words(brief, Condition(feature, -1, 0), tiers=True) == said


@pytest.mark.parametrize(("missing", "low", "told"), [(True, 1, True), (True, -1, False), (False, 1, False)])
def test_a_tree_says_which_answer_missing_values_count_as_where_a_question_does_not(missing, low, told):
    feature = replace(SPEND, missing=missing)
    leaf = TreeNode((20, 20), 40, "0")
    tree = TreeNode((40, 40), 80, "0", Condition(feature, low, 1), (leaf, leaf))
    brief = SimpleNamespace(customers={"spend": "Spend"}, bare_title=str)
    said = []
    for brief.say in (Words("en"), Words("zh")):
        said.append(missing_words(brief, tree))
    assert said == (["missing values of Spend count as “no”", "Spend的缺失值按“否”"] if told else ["", ""])


def test_the_notes_say_which_columns_a_tree_does_without():
    brief = SimpleNamespace(say=Words("en"), customers={"pe": "P/E"}, bare_title=str)
    said = "P/E: 0 may stand for “none”; the decision tree is as good without it, within one standard error."
    assert doubtful_sentence(brief, SimpleNamespace(doubtful=("pe",))) == said
    assert doubtful_sentence(brief, SimpleNamespace(doubtful=())) == ""


def test_a_page_gives_thresholds_and_only_the_notes_give_the_names_of_tiers(deck):
    tier = r"[(（](?:[^()（）]* )?(?:low|mid|high|很?[低中高](?:及以[上下]|至.*)?)(?: or (?:above|below))?[)）]"
    pages = [page for page in deck.slides if page.step[0] == "3"]
    assert not [text for page in pages for text in texts(replace(page, notes="")) if re.search(tier, text)]
    assert re.search(tier, slide(deck, "3.2").notes)


@pytest.mark.parametrize(
    ("low", "english", "chinese"),
    [(1, "Contract is Monthly", "Contract为Monthly"), (0, "Contract is not Monthly", "Contract不是Monthly")],
)
def test_a_level_is_said_as_a_sentence(low, english, chinese):
    condition = Condition(Feature("contract", "level", level="Monthly"), low, low)
    for language, said in (("en", english), ("zh", chinese)):
        brief = SimpleNamespace(say=Words(language), customers={"contract": None}, title=lambda column: "Contract")
        assert condition_words(brief, condition) == said


def test_percent_has_one_form_on_the_pages_of_shares_and_rules(deck):
    assert not [t for s in deck.slides if s.step[0] in "23" for t in texts(s) if re.search(r"\d %", t)]


@pytest.mark.parametrize(
    ("precisions", "said"),
    [((0.99, 0.995), "98% or more"), ((0.8, 0.995), "80% or more"), ((0.8, 0.9), "80% to 90%")],
)
def test_of_rules_with_few_exceptions_only_the_least_share_is_told(precisions, said):
    rules = [
        Claim("rule", "", "A", "*", "clear", 1, "precision", Estimate(share, share, share), (800, 2000))
        for share in precisions
    ]
    assert range_of(SimpleNamespace(say=Words("en"), smallest=800), rules) == said
    chinese = range_of(SimpleNamespace(say=Words("zh"), smallest=800), rules)
    assert chinese.startswith("均不低于 ") == said.endswith("or more")


@pytest.mark.parametrize(("precision", "said"), [(0.995, "≥\u00a06.1x"), (0.9, "5.6x"), (1.0, "6.2x")])
def test_a_lift_tells_no_more_than_the_precision_beside_it(precision, said):
    effect, numbers = Estimate(precision, precision, precision), {"share": 0.16, "lift": precision / 0.16}
    rule = Claim("rule", "", "A", "*", "clear", 1, "precision", effect, (800, 2000), numbers=numbers)
    assert lift_words(SimpleNamespace(say=Words("en"), smallest=800), rule) == said


@pytest.mark.parametrize(
    ("covered", "said", "chinese"),
    [
        (0.716, "it finds 72% of A and misses 28%", "可找到A的 72%，遗漏 28%"),
        (0.995, "it finds at least 98% of A", "至少可找到A的 98%"),
        (1.0, "it finds all held-out customers of A", "可找到留出客户中A的全部"),
    ],
)
def test_the_page_of_rules_adds_to_that_of_the_tree_what_the_first_rule_misses(covered, said, chinese):
    numbers = {"coverage": covered, "own": 1000, "share": 0.2, "lift": 4.5}
    rule = Claim("rule", "", "A", "*", "clear", 1, "precision", Estimate(0.9, 0.88, 0.92), (800, 5000), numbers=numbers)
    rule = replace(rule, conditions=(Condition(SPEND, 1, 1),))
    brief = SimpleNamespace(say=Words("en"), smallest=800, name=str, title=lambda column: "Spend")
    brief.customers = {"spend": SimpleNamespace(size=1)}
    assert best_words(brief, rule) == f"Strongest rule by lift: Spend ≥ 10; {said}"
    assert {"95% interval: 88% to 92%", "about 800 of 5,000 held out"} <= {
        point.text for point in card(brief, 1, rule).points
    }
    brief.say = Words("zh")
    assert best_words(brief, rule) == f"倍数最高的规则：Spend ≥ 10；{chinese}"
    assert "留出的 5,000 位中约 800 位符合" in [point.text for point in card(brief, 1, rule).points]


def test_pages_that_show_some_rules_have_a_takeaway_of_their_own(deck):
    slide = next(slide for slide in deck.slides if slide.step == "3.2")
    rules = [card.key for card in slide.body.cards]
    alone = {stretch.keys: stretch for stretch in slide.stretches}
    assert len(rules) > 1 and all((rule,) in alone for rule in rules)
    assert alone[(rules[0],)].takeaway in slide.takeaway
    assert not any(alone[(rule,)].takeaway for rule in rules[1:])
    later = alone[tuple(rules[1:])].takeaway
    shares = [int(card.figure.strip("≥\u00a0%")) for card in slide.body.cards[1:]]
    assert re.match("Most precise on this page: if |本页精确率最高：若", later) and f"{max(shares)}%" in later


@pytest.mark.parametrize(
    ("precision", "within", "least"), [(0.97, "under 11 outside the cluster", True), (0.9, "95%", False)]
)
def test_who_meets_a_rule_of_another_cluster_is_told_alike_of_two_clusters_and_of_more(precision, within, least):
    """Of a share that is told by what it is at least the rest of the track is hollow, as on the tree."""
    effect, numbers = Estimate(precision, precision, precision), {"share": 0.2, "lift": 4, "coverage": 0.8, "own": 200}
    rule = Claim("rule", "", "A", "*", "clear", 1, "precision", effect, (170, 1060), numbers=numbers)
    rule = replace(rule, conditions=(Condition(SPEND, 1, 1),))
    brief = SimpleNamespace(say=Words("en"), smallest=800, name=str, title=lambda column: "Spend")
    brief.customers = {"spend": SimpleNamespace(size=1)}
    drawn = card(brief, 1, rule)
    assert drawn.points[1].text.startswith(within) and drawn.gauge.least == least


@pytest.mark.parametrize(("share", "said"), [(0.1547, "15.5%"), (0.2, "20.0%")])
def test_a_base_has_a_decimal_so_that_the_lift_beside_it_agrees(share, said):
    effect, numbers = Estimate(0.995, 0.99, 1.0), {"share": share, "lift": 0.995 / share}
    rule = Claim("rule", "", "A", "*", "clear", 1, "precision", effect, (170, 1060), numbers=numbers)
    assert base_words(SimpleNamespace(say=Words("en"), smallest=569), rule) == said


def test_a_rule_that_is_shorter_than_a_purer_path_says_what_it_gives_up():
    conditions = (Condition(Feature("spend", "tiers", edges=(10.0,)), 1, 1),)
    numbers = {"own": 1000, "path_precision": 0.94, "path_n": 800, "path_coverage": 0.66, "path_conditions": 2}
    effect = Estimate(0.9, 0.88, 0.92)
    rule = Claim("rule", "", "A", "*", "clear", 1, "precision", effect, (910, 6000), conditions=conditions)
    brief = SimpleNamespace(say=Words("en"), smallest=800)
    assert longer_words(brief, rule) == ""
    said = "with 1 more condition 94%, but only 66% found"
    assert longer_words(brief, replace(rule, numbers=numbers)) == said
    brief.customers, brief.title = {"days": SimpleNamespace(size=1)}, lambda column: "Days"
    longer = replace(rule, numbers=numbers, further=(Condition(DAYS, 0, 0),))
    assert longer_words(brief, longer) == "adding Days < 10: 94%, but only 66% found"
    few = replace(longer, numbers={**numbers, "path_precision": 0.995, "share": 0.17})
    assert longer_words(brief, few) == "adding Days < 10: ≥\u00a098%, ≥\u00a076% found"
    brief.say = Words("zh")
    assert longer_words(brief, longer) == "再加“Days < 10”则为 94%，但只覆盖 66%"
    assert longer_words(brief, few) == "再加“Days < 10”则为至少 98%，覆盖至少 76%"


@pytest.mark.parametrize(
    ("shares", "lifted", "halved"), [((0.2,), True, False), ((0.2, 0.7), True, True), ((0.7,), False, True)]
)
def test_what_is_golden_tells_of_bases_over_one_half_only_where_there_are(shares, lifted, halved):
    effect = Estimate(0.9, 0.88, 0.92)
    rules = [
        Claim("rule", "", "A", "*", "clear", 1, "", effect, (800, 2000), numbers={"share": share}) for share in shares
    ]
    for language, times, half in (("en", "1.5 times the base", "half of the base"), ("zh", "1.5 倍", "一半")):
        said = golden_words(SimpleNamespace(say=Words(language)), rules)
        assert (times in said, half in said) == (lifted, halved) and "30%" in said
        assert bool(re.search("error rate|误判率", said)) == halved


@pytest.mark.parametrize(("covered", "said"), [(0.716, "finds 72%"), (0.995, "finds ≥ 98%")])
def test_the_core_rule_of_a_cluster_says_how_right_it_is_and_how_much_it_finds(covered, said):
    numbers, effect = {"coverage": covered, "own": 600.0}, Estimate(0.9, 0.88, 0.92)
    rule = Claim("rule", "", "A", "*", "clear", 1, "", effect, (910, 6000), numbers=numbers)
    rule = replace(rule, conditions=(Condition(SPEND, 1, 1),))
    brief = SimpleNamespace(say=Words("en"), smallest=800, claims=Claims((rule,)), title=lambda column: "Spend")
    brief.customers = {"spend": SimpleNamespace(size=1)}
    assert core_rule(brief, "A") == f"Spend ≥ 10: precision 90%, {said}"


@pytest.mark.parametrize(("few", "said"), [(range(1, 11), {"≥\u00a057%"}), ((12, 20), {"61%", "58%"})])
def test_how_much_a_rule_finds_does_not_tell_how_few_it_is_wrong_for(few, said):
    """Of 680 who are held out 250 are in the cluster, and about 160 meet the rule."""
    brief = SimpleNamespace(say=Words("en"), smallest=200, name=str)
    rules = [Rule("1", (Condition(SPEND, 1, 1),), 164, 164 - n, 250, 250 / 680) for n in few]
    claims = [rule_claim(rule, SimpleNamespace(tree=replace(TREE, met=680), held_out=680), "rule") for rule in rules]
    assert {coverage_words(brief, claim) for claim in claims} == said
    assert len({claim.numbers["coverage"] for claim in claims}) == len(said)
    least = min(claims, key=least_coverage)
    assert coverage_words(brief, least).lstrip("≥\u00a0") in rules_title(brief, claims[:2]) + one_rule(brief, least)
    assert all(least_coverage(claim) <= rule.coverage.value for claim, rule in zip(claims, rules, strict=True))


def test_a_rule_that_finds_a_whole_cluster_and_few_others_does_not_say_so():
    """All who meet it less the cluster would be those others."""
    rule = Rule("1", (Condition(SPEND, 1, 1),), 164, 160, 160, 160 / 680)
    claim = rule_claim(rule, SimpleNamespace(tree=replace(TREE, met=680), held_out=680), "rule")
    brief = SimpleNamespace(say=Words("en"), smallest=160, name=str, title=lambda column: "Spend")
    brief.customers = {"spend": SimpleNamespace(size=1)}
    assert best_words(brief, claim).endswith("it finds at least 89% of 1")


@pytest.mark.parametrize(
    ("leaves", "told"),
    [
        ([(3, 157)], True),
        ([(5, 155)], False),
        ([(3, 157), (4, 26)], False),
        ([(1, 164), (1, 64)], True),
        ([(0, 160)], False),
        ([(20, 140)], False),
    ],
)
def test_how_much_a_tree_finds_leaves_every_number_of_few_others_possible(leaves, told):
    """Of a leaf with about 160 customers 157 of whom are in its cluster, at most 8 are not."""
    assert tells_few([TreeNode(counts, sum(counts), "1") for counts in leaves], 1) == told


def test_who_meets_a_rule_is_counted_among_all_held_out_customers_noise_too():
    rule = Rule("1", (Condition(SPEND, 1, 1),), 150, 132, 162, 0.26)
    assert rule_claim(rule, SimpleNamespace(tree=replace(TREE, met=630), held_out=600), "rule").bases == (150, 630)


def test_of_rules_that_find_nearly_all_the_least_that_is_told_of_any_is_told_of_each():
    """Of 200, to tell 98% of each would tell that fewer than five are missed."""
    effect, brief = Estimate(0.9, 0.9, 0.9), SimpleNamespace(say=Words("en"), smallest=200, name=str)
    owns = {"A": (0.992, 900), "B": (0.995, 200)}
    rules = [
        Claim("rule", "", k, "*", "clear", 1, "", effect, (800, 2000), numbers={"coverage": c, "own": n})
        for k, (c, n) in owns.items()
    ]
    assert rules_title(brief, rules).endswith("each finds at least 94% of its cluster")


@pytest.mark.parametrize(("precision", "share", "said"), [(0.924, 0.2745, "lifts before rounding"), (0.9, 0.3, "")])
def test_a_lift_that_does_not_follow_from_the_figures_beside_it_is_said_to_be_of_unrounded_ones(precision, share, said):
    numbers = {"share": share, "lift": precision / share}
    rule = SimpleNamespace(effect=Estimate(precision, 0.0, 1.0), bases=(300, 2000), numbers=numbers)
    assert unrounded_lift(SimpleNamespace(say=Words("en"), smallest=300), [rule]) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "the rule for B is little above its base (lift 1.2x)"), ("zh", "B的规则只略高于基准（1.2 倍）")],
)
def test_of_two_rules_the_one_that_is_little_above_its_base_is_said_to_be(language, said):
    def rule(cluster, precision, share):
        numbers = {"coverage": 0.8, "own": 1000, "share": share, "lift": precision / share}
        effect = Estimate(precision, precision - 0.02, precision + 0.02)
        told = Claim("rule", "", cluster, "*", "clear", 1, "precision", effect, (800, 5000), numbers=numbers)
        return replace(told, conditions=(Condition(SPEND, 1, 1),))

    golden = [rule("A", 0.9, 0.2), rule("B", 0.93, 0.8)]
    customers = {"spend": SimpleNamespace(size=1)}
    brief = SimpleNamespace(say=Words(language), smallest=800, name=str, keys=["A", "B"], claims=Claims(golden))
    brief.title, brief.customers = (lambda column: "Spend"), customers
    assert takeaway(brief, golden).endswith(said)
    assert "little above" not in takeaway(brief, golden[:1]) and "略高于" not in takeaway(brief, golden[:1])
