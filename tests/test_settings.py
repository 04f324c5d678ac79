from __future__ import annotations

import pytest

from deckgen.errors import SettingsError
from deckgen.settings import Settings, read_settings, with_options

GOOD = """
label = "cluster"
language = "zh"
inputs = ["spend"]
[sections]
distributions = ["spend"]
tree = false
[names]
1 = "高价值核心客群"
[columns.spend]
role = "kpi"
polarity = "higher"
cuts = [10, 20.5]
[layouts]
content = "仅标题"
"""


def write(tmp_path, text: str):
    path = tmp_path / "deckgen.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_is_read(tmp_path):
    settings = read_settings(write(tmp_path, GOOD))
    assert (settings.label, settings.language, settings.inputs) == ("cluster", "zh", ("spend",))
    assert settings.sections == {"distributions": ("spend",), "tree": False}
    assert settings.names == {"1": "高价值核心客群"} and settings.layouts == {"content": "仅标题"}
    assert settings.column("spend").cuts == (10, 20.5) and settings.column("other").role is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("labels = 'x'", r"unknown key labels\. Did you mean label\?"),
        ("[columns.spend]\npolarty = 'higher'", r"columns\.spend\.polarty\. Did you mean polarity\?"),
        ("[columns.spend]\nrole = 'money'", r"columns\.spend\.role is 'money'; it can be id"),
        ("[columns.spend]\ncuts = [3, 1]", "must ascend"),
        ("language = 'de'", "it can be zh or en"),
        ("depth = 9", "it can be 1 to 5"),
        ("names = 3", "names must be a table"),
        ("label = ", "not valid TOML"),
        ("label = 3", "label is 3; it must be a text in quotation marks"),
        ("inputs = 'spend'", "inputs is 'spend'; it must be a list of texts"),
        ("depth = true", "depth is True; it must be a whole number"),
        ("[columns.spend]\ncuts = ['a']", r"columns\.spend\.cuts is \['a'\]; it must be a list of numbers"),
        ("[columns.spend]\nmoney = 'yes'", "it must be true or false"),
        ("[columns.spend]\ntopic = 'colour'", "topic is 'colour'; it can be product, channel"),
        ("[sections]\nrisk = 'churn'", r"sections\.risk is 'churn'; it can be a list of columns"),
        ("[sections]\nrisk = []", r"sections\.risk is \[\]; it can be a list of columns"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_possible(tmp_path, text, says):
    with pytest.raises(SettingsError, match=says):
        read_settings(write(tmp_path, text))


def test_a_missing_settings_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"no\.toml"):
        read_settings(tmp_path / "no.toml")


def test_options_come_before_the_file():
    base = Settings(label="a", names={"0": "x", "1": "y"})
    merged = with_options(base, {"1": "z"}, label="b", language=None)
    assert (merged.label, merged.language, merged.names) == ("b", None, {"0": "x", "1": "z"})


def test_kpis_to_draw_are_read_where_older_files_and_decks_have_them(tmp_path):
    settings = read_settings(write(tmp_path, "distributions = ['spend']"))
    assert settings.sections == {"distributions": ("spend",)}
