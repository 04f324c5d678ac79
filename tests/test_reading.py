from __future__ import annotations

import contextlib
import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.customers import read_customers
from deckgen.errors import TableError
from deckgen.reading import Source, open_table
from deckgen.reading.layout import delimiter_of
from deckgen.reading.opened import ODD
from deckgen.settings import Settings


def read(path) -> pl.DataFrame:
    """Open and read a table, its odd rows left out."""
    table = open_table(Source(str(path))).table.collect()
    return table.filter(pl.col(ODD).is_null()).drop(ODD) if ODD in table.columns else table


def write(tmp_path, data: bytes, name: str = "t.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encoding_is_found_by_looking(tmp_path, encoding):
    path = write(tmp_path, "群体,名称\n0,深圳\n1,广州\n".encode(encoding))
    assert read(path).to_dict(as_series=False) == {"群体": ["0", "1"], "名称": ["深圳", "广州"]}


def test_western_letters_are_no_chinese(tmp_path):
    data = "cluster,city\n0,Besançon\n1,Málaga\n0,Köln\n".encode("cp1252")
    assert read(write(tmp_path, data))["city"].to_list() == ["Besançon", "Málaga", "Köln"]


def test_a_broken_character_does_not_turn_utf_8_into_gb18030(tmp_path):
    data = ("cluster,city\n" + "0,深圳市南山区\n1,广州\n" * 20).encode() + b"0,\xe6\xb7,\n"
    cities = read(write(tmp_path, data))["city"].to_list()
    assert cities[:2] == ["深圳市南山区", "广州"]


def test_an_encoding_can_be_named(tmp_path):
    path = write(tmp_path, "cluster,city\n0,臺北市\n1,高雄市\n".encode("big5"))
    table = open_table(Source(str(path), encoding="big5")).table.collect()
    assert table["city"].to_list() == ["臺北市", "高雄市"]
    with pytest.raises(TableError, match="There is no encoding 'klingon'"):
        open_table(Source(str(path), encoding="klingon"))


@pytest.mark.parametrize("suffix", ["csv.gz", "csv", "tsv.zst"])
def test_packed_text_is_unpacked(tmp_path, suffix):
    rows = pl.DataFrame({"cluster": ["0", "1"] * 50, "名称": ["深圳", "广州"] * 50})
    packing = {"compression": "zstd" if suffix.endswith("zst") else "gzip"}
    if suffix == "csv":  # packed whatever its name
        (tmp_path / "t.csv").write_bytes(gzip.compress(rows.write_csv().encode("gb18030")))
    else:
        rows.write_csv(tmp_path / f"t.{suffix}", separator="\t" if "tsv" in suffix else ",", **packing)
    assert read(tmp_path / f"t.{suffix}").rows() == rows.rows()


def test_lines_above_the_header_are_told(tmp_path):
    opened = open_table(Source(str(write(tmp_path, b"Report of May\n\ncluster,x,y\n0,1,2\n1,2,3\n"))))
    assert opened.table.collect().drop(ODD).rows() == [("0", "1", "2"), ("1", "2", "3")]
    assert opened.notices[0].detail.en == "2 lines above the header were not read"


def test_names_are_trimmed_and_a_missing_one_is_made(tmp_path):
    assert read(write(tmp_path, b",  Cluster ,x\x00\n0,1,2\n1,2,3\n")).columns == ["column 1", "Cluster", "x"]


def test_a_name_that_would_stand_for_several_columns_stands_for_itself(tmp_path):
    assert read(write(tmp_path, b"cluster,*,^x.*$\n0,1,2\n1,2,3\n")).columns == ["cluster", "＊", "＾x.*$"]


def test_a_delimiter_at_the_end_of_every_row_makes_no_column(tmp_path):
    assert read(write(tmp_path, b"cluster,x\n0,1,\n1,2,\n")).rows() == [("0", "1"), ("1", "2")]


def test_inches_are_no_quotes(tmp_path):
    data = b"cluster,screen\n" + b'0,"5 inch\n1,6\n' * 30
    assert read(write(tmp_path, data))["screen"].to_list()[:2] == ['"5 inch', "6"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_by_looking(delimiter):
    assert delimiter_of(f"a{delimiter}b\n1{delimiter}2\n3{delimiter}4\n") == (delimiter, True)


def test_cells_of_text_files_stay_text(tmp_path):
    assert read(write(tmp_path, b"code,x\n007,1\n")).item(0, "code") == "007"


def test_old_mac_line_ends_are_lines(tmp_path):
    assert read(write(tmp_path, b"a,b\r1,2\r3,4\r")).shape == (2, 2)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"a,b\n", "0 data rows"),
        (b"PK\x03\x04 and so on", "zip"),
        (b'{"a": 1}\n{"a": 2}\n', "does not look like CSV"),
        (bytes(range(256)) * 20, "not text"),
        (b"a,b,a\n1,2,3\n", "more than once"),
        (b"17,3.5,x\n18,2.5,y\n", "line 1: the header looks like data"),
        (b"x,y\n1,2,3\n2,3,4\n", "line 1: the header has 2 names, but most rows have 3 cells"),
        (b"cluster,x,y\n0,1,2\n1,2,3\n0,1", "line 4: the file looks cut off"),
        (b"cluster,x,y\n0,1,2\n1,2\n0,1,4\n", "line 3: 2 cells, but the header has 3; 1 of 3 rows"),
        (b"SQLite format 3\x00", "an SQLite database"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, data, word):
    with pytest.raises(TableError, match=word) as caught:
        read(write(tmp_path, data, "odd name.csv"))
    assert "odd name.csv" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TableError, match=r"nowhere\.csv: there is no such file"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx", "t.arrow"])
def test_typed_formats_give_the_same_rows(tmp_path, name):
    rows = pl.DataFrame({"cluster": ["0", "1"], "spend": [1.5, 2.5]})
    {"parquet": rows.write_parquet, "xlsx": rows.write_excel, "arrow": rows.write_ipc}[name.split(".")[1]](
        tmp_path / name
    )
    assert read(tmp_path / name).rows() == rows.rows()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_table_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(data)
    with contextlib.suppress(TableError, pl.exceptions.PolarsError):
        read(path)


def test_a_folder_or_pattern_is_one_table(tmp_path):
    rows = pl.DataFrame({"cluster": ["0", "1"], "spend": [1.5, 2.5]})
    for part in ("a", "b"):
        (tmp_path / "parts" / f"country={part}").mkdir(parents=True)
        rows.write_parquet(tmp_path / "parts" / f"country={part}" / "0.parquet")
        rows.write_csv(tmp_path / f"{part}.csv")
    (tmp_path / "parts" / "_SUCCESS").touch()
    assert read(tmp_path / "parts")["country"].to_list() == ["a", "a", "b", "b"]
    assert read(tmp_path / "*.csv").rows() == [("0", "1.5"), ("1", "2.5")] * 2
    rows.rename({"spend": "cost"}).write_csv(tmp_path / "c.csv")
    with pytest.raises(
        TableError, match=r"c\.csv and a\.csv do not have the same columns; only one has 'cost', 'spend'"
    ):
        read(tmp_path / "*.csv")
    with pytest.raises(TableError, match="no file fits"):
        read(tmp_path / "*.tsv")


def test_a_name_that_looks_like_a_pattern_is_a_file(tmp_path):
    assert len(read(write(tmp_path, b"cluster,x\n0,1\n1,2\n", "a[1]*.csv"))) == 2


def test_a_sheet_is_named_or_the_first(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        for name, label in (("May", "0"), ("June", "1")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [" cluster ", "x"])
            sheet.write_row(1, 0, [label, 2])
    path = str(tmp_path / "book.xlsx")
    opened = open_table(Source(path))
    assert opened.table.collect().rows() == [("0", 2.0)]
    assert "only the sheet May was read, of 2" in opened.notices[0].detail.en
    assert open_table(Source(path, sheet="June")).table.collect().rows() == [("1", 2.0)]
    with pytest.raises(TableError, match=r"no sheet 'July'\. The sheets are May, June"):
        open_table(Source(path, sheet="July"))


@pytest.fixture
def site(tmp_path):
    """A web server on the loopback that answers ranges, as object stores do."""

    class Ranges(SimpleHTTPRequestHandler):
        def do_GET(self):
            path = tmp_path / self.path.lstrip("/")
            if not path.exists():
                return self.send_error(404)
            content = path.read_bytes()
            first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
            start = int(first) if first else max(0, len(content) - int(last))
            part = content[start : int(last) + 1 if first and last else None]
            self.send_response(206 if "Range" in self.headers else 200)
            self.send_header("Content-Length", str(len(part)))
            self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(content)}")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(part)

        do_HEAD = do_GET

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_read_as_polars_reads_it(tmp_path, site):
    rows = pl.DataFrame({"cluster": ["0", "1"] * 9, "x": [1.5, 2.5] * 9})
    rows.write_parquet(tmp_path / "t.parquet")
    assert read(f"{site}/t.parquet").rows() == rows.rows()
    rows.write_csv(tmp_path / "t.csv", separator=";")
    assert read(f"{site}/t.csv").columns == ["cluster", "x"]
    with pytest.raises(TableError, match=r"nowhere\.parquet: this cannot be read"):
        read(f"{site}/nowhere.parquet")


def test_a_sheet_s_header_is_found_below_its_title_and_goes_on_below_merged_cells(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(1, 1, "Members of 2025")
        sheet.write_row(2, 1, ["id", "Online", None, "Shop", None, "cluster"])
        sheet.write_row(3, 1, [None, "spend", "orders", "spend", "visits", None])
        for row in range(40):
            sheet.write_row(4 + row, 1, [f"M{row:03d}", row * 1.5, row % 3, row * 7 % 37, row % 5, "ab"[row % 2]])
    customers = read_customers(tmp_path / "book.xlsx", Settings())
    assert [(c.name, c.role) for c in customers.columns] == [
        ("id", "id"),
        ("Online spend", "kpi"),
        ("orders", "kpi"),
        ("Shop spend", "kpi"),
        ("visits", "kpi"),
        ("cluster", "label"),
    ]
    assert customers.table.collect().height == 40
    assert [odd.text.en for odd in customers.notices] == ["rows above the last one of the header are no data: 2"]
