from __future__ import annotations

import contextlib

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import TableError
from deckgen.reading import delimiter_of, open_table


def write(tmp_path, data: bytes, name: str = "t.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encoding_is_found_by_looking(tmp_path, encoding):
    path = write(tmp_path, "群体,名称\n0,深圳\n1,广州\n".encode(encoding))
    assert open_table(path).collect().to_dict(as_series=False) == {"群体": ["0", "1"], "名称": ["深圳", "广州"]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_by_looking(delimiter):
    assert delimiter_of(f"a{delimiter}b\n1{delimiter}2\n3{delimiter}4\n") == delimiter


def test_cells_of_text_files_stay_text(tmp_path):
    assert open_table(write(tmp_path, b"code,x\n007,1\n")).collect().item(0, "code") == "007"


def test_old_mac_line_ends_are_lines(tmp_path):
    assert open_table(write(tmp_path, b"a,b\r1,2\r3,4\r")).collect().shape == (2, 2)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"a,b\n", "0 data rows"),
        (b"PK\x03\x04 and so on", "zip"),
        (b'{"a": 1}\n{"a": 2}\n', "does not look like CSV"),
        (bytes(range(256)) * 20, "not text"),
        (b"a,b,a\n1,2,3\n", "more than once"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, data, word):
    with pytest.raises(TableError, match=word) as caught:
        open_table(write(tmp_path, data, "odd name.csv"))
    assert "odd name.csv" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TableError, match=r"nowhere\.csv: there is no such file"):
        open_table(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx", "t.arrow"])
def test_typed_formats_give_the_same_rows(tmp_path, name):
    rows = pl.DataFrame({"cluster": ["0", "1"], "spend": [1.5, 2.5]})
    {"parquet": rows.write_parquet, "xlsx": rows.write_excel, "arrow": rows.write_ipc}[name.split(".")[1]](
        tmp_path / name
    )
    assert open_table(tmp_path / name).collect().rows() == rows.rows()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_table_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(data)
    with contextlib.suppress(TableError, pl.exceptions.PolarsError):
        open_table(path).collect()
