from __future__ import annotations

import re
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.cells import clean_text, clean_texts, cleaned
from deckgen.columns import read_column, read_columns
from deckgen.customers import read_customers
from deckgen.errors import TableError
from deckgen.glossary import flag_name, kpi_entry, topic_of
from deckgen.ordering import ordinal_levels
from deckgen.roles import infer
from deckgen.settings import ColumnSettings, Settings

N = 60
SPELT = ("1", "2.50", "-3", "1e5", " 4", "nan", "inf", "", "N/A", "x ", "x", "\u200by", None)


@given(st.lists(st.sampled_from(SPELT[:4]) | st.sampled_from(SPELT), max_size=20), st.sampled_from(((), ("1",))))
def test_cells_are_cleaned_alike_whether_they_recur_or_are_plain_numbers(cells, missing):
    series = pl.Series("cell", cells, dtype=pl.String)
    one_by_one = series.to_frame().select(clean_text("cell", pl.String, missing)).to_series()
    assert clean_texts(series, missing).equals(one_by_one, null_equal=True)


@pytest.mark.parametrize(
    ("name", "cells", "role"),
    [
        ("spend", [f"{i * 1.37:.2f}" for i in range(N)], "kpi"),
        ("customer_id", [str(10_000_000 + i) for i in range(N)], "id"),
        ("Unnamed: 0", [str(i) for i in range(N)], "id"),
        ("customer", [str(1 + i * 7 % N) for i in range(N)], "id"),
        ("sales_rank", [str(N - i) for i in range(N)], "kpi"),
        ("code", [f"{i:06d}" for i in range(N)], "id"),
        ("is_new", ["是", "否"] * (N // 2), "flag"),
        ("active", ["0", "1"] * (N // 2), "flag"),
        ("channel_count", [str(i % 5) for i in range(N)], "kpi"),
        ("Region", [str(i % 3 + 1) for i in range(N)], "category"),
        ("media", ["Meta", "Google", "Bing"] * (N // 3), "category"),
        ("media_list", ["Meta|Google", "Meta"] * (N // 2), "list"),
        ("opened", ["20001229", "20010105", "19991231"] * (N // 3), "date"),
        ("day", ["2024-01-05", "2023-12-31"] * (N // 2), "date"),
        ("Year_Birth", [str(1950 + i % 40) for i in range(N)], "date"),
        ("source", ["CRM"] * N, "constant"),
        ("reserved", ["", "NA", "未知"] * (N // 3), "empty"),
        ("contract_no", [f"HT{100000 + i}" for i in range(N)], "id"),
        ("backup", ["Yes", "No", "No internet service"] * (N // 3), "flag"),
        ("member", ["是", "否", "不适用"] * (N // 3), "flag"),
        ("opted_in", ["Y", ""] * (N // 2), "flag"),
        ("service", ["DSL", "Fiber", "No"] * (N // 3), "category"),
        ("interests", ['["a", "b"]', '["b"]', "[]"] * (N // 3), "list"),
        ("remark", [f"客户 {i} 的备注，" + "很长的一段文字" * 10 for i in range(N)], "text"),
        ("signed", [f"2013{i % 12 + 1:02d}{i % 28 + 1:02d}" for i in range(N)], "date"),
        ("grade", [str(i % 4 + 1) for i in range(N)], "category"),
        ("sex", [str(i % 2 + 1) for i in range(N)], "category"),
        ("Photovoltaik", ["Ja", "Nein"] * (N // 2), "flag"),
        ("class_no_shows", [str(i % 5) for i in range(N)], "kpi"),
        ("plan_changes", [str(i % 5) for i in range(N)], "kpi"),
        ("plan_cd", [str(i % 5) for i in range(N)], "category"),
        ("idle_minutes", [str(i * 7 % 53) for i in range(N)], "kpi"),
        ("locker_no", [str(i % 25) for i in range(N)], "category"),
        ("children_no", [str(i % 4) for i in range(N)], "kpi"),
        ("branch_code", [f"{i % 25:03d}" for i in range(N)], "category"),
        ("PLZ", [f"{i:05d}" for i in range(N)], "ignore"),
        ("RFM", [f"{i % 5 + 1}{i % 4 + 1}{i % 3 + 1}" for i in range(N)], "category"),
        ("weight", [str(0.7 + i % 7 / 10) for i in range(N)], "ignore"),
        ("weight", [str(60 + i % 40) for i in range(N)], "kpi"),
        ("sex", [str(i % 6) for i in range(N)], "kpi"),
        ("sexy", [str(i % 3) for i in range(N)], "kpi"),
        ("month", [str(i % 12 + 1) for i in range(N)], "category"),
        ("active_month", [str(i % 12 + 1) for i in range(N)], "kpi"),
        ("day", [str(i % 31 + 1) for i in range(N)], "date"),
        ("income", [f"{1 + i * 7 % 13}.{i % 10}万" for i in range(N)], "kpi"),
        ("rate", [f"{i * 1.7:.1f}%" for i in range(N)], "kpi"),
        ("margin", [f"({i * 31 % 997:,}.50)" if i % 3 else f"{1000 + i:,}.25" for i in range(N)], "kpi"),
        ("company", [f"深圳市{chr(0x4E00 + i)}{chr(0x4F00 + i)}公司" for i in range(3 * N)], "text"),
    ],
)
def test_role_follows_from_the_cells(name, cells, role):
    assert infer(pl.Series(name, cells)).role == role


def test_codes_of_a_grade_are_in_order_and_codes_of_a_region_are_not():
    grade, region = (
        read_column(pl.Series(n, [str(i % 4 + 1) for i in range(N)]), ColumnSettings()) for n in ("grade", "Region")
    )
    assert (grade.order, region.order) == (("1", "2", "3", "4"), ())


def test_a_column_that_is_the_label_in_other_words_is_left_out(tmp_path):
    path = tmp_path / "leaky.csv"
    rows = [(f"C{i:05d}", i % 2, ("大客户", "小客户")[i % 2], (i * 37) % 101) for i in range(200)]
    pl.DataFrame(rows, orient="row", schema=["customer_id", "cluster", "tier", "spend"]).write_csv(path)
    column = read_customers(path, Settings())["tier"]
    assert (column.role, column.reason.zh) == ("ignore", "与群体标签一一对应")


def test_what_is_personal_is_no_persona(tmp_path):
    table = {
        "personal_status": ["single", "married"] * N,
        "kmeans_label": ["0", "1"] * N,
        "n": [i % 7 for i in range(2 * N)],
    }
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    assert read_customers(tmp_path / "table.csv", Settings()).label == "kmeans_label"


@pytest.mark.parametrize(("other", "label"), [("market_segment", "cluster"), ("cluster_v2", None)])
def test_the_surest_of_several_names_is_the_label_s(tmp_path, other, label):
    table = {other: ["web", "shop"] * N, "cluster": ["0", "1"] * N, "n": [i % 7 for i in range(2 * N)]}
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    if label:
        assert read_customers(tmp_path / "table.csv", Settings()).label == label
    else:
        with pytest.raises(TableError, match="several columns"):
            read_customers(tmp_path / "table.csv", Settings())


def test_a_few_unreadable_cells_do_not_make_a_kpi_a_category():
    cells = [str(i / 3) for i in range(95)] + ["待补充"] * 5
    assert infer(pl.Series("spend", cells)).role == "kpi"


def test_settings_come_before_inference():
    column = read_column(pl.Series("x", ["1", "2"] * 30), ColumnSettings(role="category", zh="甲", topic="channel"))
    assert (column.role, column.text.zh, column.topic) == ("category", "甲", "channel")


def test_company_sizes_are_ordered_by_their_numbers():
    sizes = ["KA(1000人以上)", "中型(50-299人)", "微型(1-9人)"]
    assert ordinal_levels(sizes) == ("微型(1-9人)", "中型(50-299人)", "KA(1000人以上)")


def test_levels_without_an_order_stay_nominal():
    assert ordinal_levels(["Meta", "Google", "Bing"]) == ()


def test_spans_of_time_stand_in_their_order_in_words_too():
    assert ordinal_levels(["Two year", "Month-to-month", "One year"]) == ("Month-to-month", "One year", "Two year")
    assert ordinal_levels(["年付", "月付", "季付"]) == ("月付", "季付", "年付")
    assert ordinal_levels(["两年", "半年", "一年"]) == ("半年", "一年", "两年")
    assert ordinal_levels(["Twelve months", "One month", "Two months"]) == ()
    assert ordinal_levels(["二十年", "三年", "五年"]) == ()
    assert ordinal_levels(["天津", "日本", "周口"]) == ()


def test_kpi_cells_that_are_no_finite_number_are_missing():
    column = read_column(pl.Series("spend", ["1", "2.5"] * 20), ColumnSettings(role="kpi"))
    cells = pl.DataFrame({"spend": ["3.5", " 7 ", "inf", "NaN", "", "1e999", "abc", None]})
    assert cells.select(cleaned(column, pl.String)).to_series().to_list() == [
        3.5,
        7.0,
        None,
        None,
        None,
        None,
        None,
        None,
    ]


def test_what_cannot_be_printed_is_counted_with_what_can():
    column = read_column(pl.Series("media", ["Meta", "Bing"] * 20), ColumnSettings())
    cells = pl.DataFrame({"media": ["Meta", "Meta\x0b", " Meta ", "未知", "Me\u200bta"]})
    assert cells.select(cleaned(column, pl.String)).to_series().to_list() == ["Meta", "Meta", "Meta", None, "Meta"]


@pytest.mark.parametrize(
    "name", ["Income", "annual_income", "Salary", "hourly_wage", "年收入", "月收入", "基本工资", "年薪"]
)
def test_what_customers_earn_is_no_money_that_they_bring(name):
    known = kpi_entry(name)
    assert (known.theme, known.polarity, known.money) == ("earnings", "neutral", False)


@pytest.mark.parametrize("name", ["revenue", "营收", "营业收入", "收入", "MonthlyCharges", "MntWines"])
def test_what_customers_bring_is_money(name):
    known = kpi_entry(name)
    assert (known.theme, known.money) == ("spending", True)


@pytest.mark.parametrize("name", ["tenure", "days_since_registration", "Months_on_book", "注册时长", "在网时长"])
def test_how_long_somebody_has_been_a_customer_is_no_recency(name):
    known = kpi_entry(name)
    assert (known.theme, known.polarity) == ("loyalty", "higher")


@pytest.mark.parametrize(
    ("column", "title", "theme", "money"),
    [
        ("mrr_usd", "MRR (USD)", "spending", True),
        ("arr_growth_pct", "ARR growth (%)", "other", False),
        ("return_rate", "Return rate", "other", False),
        ("nps", "NPS", "loyalty", False),
        ("CASH_ADVANCE_TRX", "Cash advance TRX", "other", False),
        ("avg_order_value", "Average order value", "spending", False),
        ("客单价", "客单价", "spending", False),
        ("客单价(元)", "客单价 (元)", "spending", False),
        ("bill_length_mm", "Bill length (mm)", "other", False),
        ("Spend (last 30 days)", "Spend (last 30 days)", "spending", True),
        ("credit_amount", "Credit amount", "other", True),
        ("理赔金额(元)", "理赔金额 (元)", "other", False),
        ("refund_amount", "Refund amount", "other", False),
        ("年缴保费(元)", "年缴保费 (元)", "spending", True),
        ("iap_usd", "IAP (USD)", "spending", True),
        ("APP登录次数", "APP登录次数", "activity", False),
        ("贷款余额", "贷款余额", "other", False),
        ("credit_card_spend", "Credit card spend", "spending", True),
        ("年采购额(万元)", "年采购额 (元)", "spending", True),
        ("revenue(kEUR)", "Revenue (EUR)", "spending", True),
        ("消费次数", "消费次数", "activity", False),
        ("Last Purchase (days ago)", "Last Purchase (days ago)", "activity", False),
        ("AGE", "AGE", "other", False),
        ("late_payments", "Late payments", "other", False),
    ],
)
def test_names_are_spelled_in_words_and_parts_of_a_whole_are_no_money(tmp_path, column, title, theme, money):
    cells = [str(i % 47 + 1) for i in range(N)]
    found = read_columns(pl.DataFrame({column: cells}), Settings())[0]
    assert (found.text.en, found.theme, found.money) == (title, theme, money)
    assert found.text.zh == re.sub(r" \((元|USD|EUR|%|mm)\)", r"（\1）", title)


@pytest.mark.parametrize(("cents", "theme"), [(".25", "spending"), ("", "activity")])
def test_purchases_with_cents_are_amounts(cents, theme):
    found = read_columns(pl.DataFrame({"PURCHASES": [f"{i % 47}{cents}" for i in range(N)]}), Settings())[0]
    assert (found.theme, found.money) == (theme, theme == "spending")


def test_days_between_orders_are_no_amount_and_a_default_address_is_no_risk():
    days = read_columns(pl.DataFrame({"days_between_orders": [f"{i % 47}.25" for i in range(N)]}), Settings())[0]
    flags = pl.DataFrame({name: ["yes", "no"] * (N // 2) for name in ("is_default_address", "loan_default")})
    assert not days.money and days.theme != "spending"
    assert [column.topic == "risk" for column in read_columns(flags, Settings())] == [False, True]


def test_a_flag_is_called_by_what_its_yes_says_and_no_two_columns_are_called_alike():
    answers = ["yes", "no"] * (N // 2)
    columns = read_columns(
        pl.DataFrame({"is_overdue": answers, "是否投诉": answers, "is_vip": answers, "VIP": answers}), Settings()
    )
    assert [column.text.en for column in columns] == ["Overdue", "投诉", "is_vip", "VIP"]


def test_time_spans_are_numbers_of_the_unit_that_most_hold(tmp_path):
    spans = {"session": timedelta(minutes=7), "stay": timedelta(days=3), "call": timedelta(seconds=9)}
    table = {name: [span * (1 + i % 4) for i in range(N)] for name, span in spans.items()}
    pl.DataFrame({"cluster": ["a", "b"] * (N // 2), **table}).write_parquet(tmp_path / "t.parquet")
    customers = read_customers(tmp_path / "t.parquet", Settings())
    assert [(c.name, c.role, c.text.en) for c in customers.columns[1:]] == [
        ("session", "kpi", "Session (min)"),
        ("stay", "kpi", "Stay (d)"),
        ("call", "kpi", "Call (s)"),
    ]
    assert customers.table.collect()["session"].max() == 28


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        (["£29.00", "£39.50"], "Fee (£)"),
        (["¥1,234", "¥9"], "Fee (¥)"),
        (["12 usd", "7.5 USD"], "Fee (USD)"),
        (["$12", "€7"], "Fee"),
        (["$12", "7", "8", "9"], "Fee"),
        (["12", "7"], "Fee"),
    ],
)
def test_amounts_are_told_in_the_currency_that_their_cells_name_where_it_is_one(cells, title):
    column = read_column(pl.Series("fee", cells * N), ColumnSettings())
    assert (column.role, column.text.en) == ("kpi", title)


@pytest.mark.parametrize(
    ("name", "theme", "polarity", "money"),
    [
        ("最近30天消费金额", "spending", "higher", True),
        ("最近一次消费距今天数", "activity", "lower", False),
        ("last_purchase_amount", "spending", "higher", True),
        ("bill_amt_m01", "spending", "higher", True),
        ("monthly_fee", "spending", "higher", True),
        ("年费", "spending", "higher", True),
        ("累计节省金额", "other", "neutral", False),
        ("discount_amount", "other", "neutral", False),
        ("bad_debt_amt", "other", "neutral", False),
        ("returned_amount", "other", "neutral", False),
        ("Avg Discount %", "other", "neutral", False),
        ("优惠券使用率", "other", "neutral", False),
    ],
)
def test_what_is_saved_lost_or_long_ago_is_not_what_customers_bring(name, theme, polarity, money):
    known = kpi_entry(name)
    assert (known.theme, known.polarity, known.money) == (theme, polarity, money)


@pytest.mark.parametrize(
    ("levels", "ordered"),
    [
        ("35-44岁 18岁以下 18-24岁 45岁以上 25-34岁", "18岁以下 18-24岁 25-34岁 35-44岁 45岁以上"),
        ("20k-40k >80k <20k 40k-80k", "<20k 20k-40k 40k-80k >80k"),
        ("本科 高中及以下 硕士及以上 大专", "高中及以下 大专 本科 硕士及以上"),
        ("二线 三线及以下 一线 新一线", "三线及以下 二线 新一线 一线"),
        ("同意 非常不同意 一般 非常同意 不同意", "非常不同意 不同意 一般 同意 非常同意"),
    ],
)
def test_what_is_below_or_above_a_number_and_what_is_agreed_to_stand_in_order(levels, ordered):
    assert ordinal_levels(levels.split()) == tuple(ordered.split())


def test_a_question_that_somebody_answered_has_no_topic_by_a_word_of_it():
    assert topic_of("How often do you use our service in a week") == "background"
    assert topic_of("main_service") == "product" and topic_of("是否节省") == "background"


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("freeze_flag", "Freeze"),
        ("churn_ind", "Churn"),
        ("会员标志", "会员"),
        ("当前是否逾期", "当前逾期"),
        ("flag", "Flag"),
    ],
)
def test_a_flag_s_name_says_nothing_of_being_one(column, title):
    assert flag_name(column).zh == title


def test_what_customers_use_is_told_in_its_unit():
    names = ("Usage kWh", "data_gb", "bmi")
    used = [read_column(pl.Series(name, ["1.5", "2"] * N), ColumnSettings()) for name in names]
    assert [column.text.en for column in used] == ["Usage (kWh)", "Data (GB)", "BMI"]


@pytest.mark.parametrize(
    ("others", "levels"), [(["EMEA", "APAC"], {"EMEA", "APAC", "NA"}), (["North", "South"], {"North", "South"})]
)
def test_na_beside_sales_regions_is_north_america(others, levels):
    cells = pl.Series("region", [*others, "NA", ""] * (N // 4))
    column = read_column(cells, ColumnSettings(), ".", "")
    assert column.role == "category"
    found = cells.to_frame().select(cleaned(column, pl.String)).to_series()
    assert set(found.drop_nulls()) == levels
