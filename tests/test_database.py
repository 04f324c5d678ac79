"""Databases are asked for real: SQLite in a file, PostgreSQL on the loopback where Debian's packages are installed."""

from __future__ import annotations

import getpass
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from deckgen.asking import answered
from deckgen.errors import TableError
from deckgen.reading import Source, open_table
from deckgen.settings import Settings

ROWS = [(f"C{i:04d}", i % 2, 10.5 + i * 7 % 90 + 40 * (i % 2), ("Meta", "Bing", None)[i % 3]) for i in range(200)]
QUERY = "select id, cluster, spend, media from customers where spend > 0"
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory):
    """An SQLite database with a table of customers."""
    path = tmp_path_factory.mktemp("db") / "crm.db"
    with sqlite3.connect(path) as base:
        base.execute("create table customers (id text, cluster integer, spend real, media text)")
        base.executemany("insert into customers values (?, ?, ?, ?)", ROWS)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A PostgreSQL server of our own with the same table."""
    if not SERVERS:
        pytest.skip("needs PostgreSQL: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("pg")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_owner = own_user(folder)
    tools = SERVERS[-1].parent
    (folder / "password").write_text("s3cret")
    as_owner(
        tools / "initdb", "-D", folder / "data", "-U", "analyst", "-A", "scram-sha-256", "--pwfile", folder / "password"
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    as_owner(tools / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-l", folder / "log", "start")
    try:
        address = f"postgresql://analyst:s3cret@127.0.0.1:{port}/postgres"
        values = ", ".join(f"('{i}', {c}, {s}, {'null' if m is None else repr(m)})" for i, c, s, m in ROWS)
        sql = "create table customers (id text, cluster int, spend numeric(9, 2), media text);"
        sql += f"insert into customers values {values}"
        subprocess.run([tools / "psql", address, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql], check=True, timeout=60)
        yield address
    finally:
        as_owner(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def own_user(folder: Path):
    """Return what runs a command in a folder; as the user postgres where we are root, whom the server refuses."""
    before = []
    if getpass.getuser() == "root":
        for part in (folder, *folder.parents[:-2]):
            part.chmod(0o755)
        shutil.chown(folder, "postgres")
        before = ["runuser", "-u", "postgres", "--"]

    def run(*command: object) -> None:
        subprocess.run([*before, *map(str, command)], check=True, timeout=60, stdout=subprocess.DEVNULL, cwd=folder)

    return run


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_query_becomes_a_table_of_customers(database, request):
    address = request.getfixturevalue(database)
    customers, answers = answered(Source(address, query=QUERY), Settings(language="en"))
    assert {c.name: c.role for c in customers.columns} == {
        "id": "id",
        "cluster": "label",
        "spend": "kpi",
        "media": "category",
    }
    assert answers.sizes == (100, 100)
    assert answers.values(customers["spend"]).sizes.sum() == 200
    assert answers.levels(customers["media"]).missing.sum() == 66


def test_a_password_is_told_to_nobody(postgres):
    source = Source(postgres, query="select * from nowhere")
    with pytest.raises(TableError, match=r"the database refused.*nowhere") as caught:
        open_table(source)
    wrong = Source(postgres.replace("s3cret", "gu3ss"), query=QUERY)
    with pytest.raises(TableError, match="refused") as again:
        open_table(wrong)
    for message in (str(caught.value), str(again.value), str(source), source.name):
        assert "s3cret" not in message and "gu3ss" not in message and "analyst:" not in message


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (None, "a database needs a query"),
        ("select * from nowhere", "the database refused: .*no such table: nowhere"),
        ("nowhere.sql", r"nowhere\.sql: there is no such file"),
        ("delete from customers", "must be a select"),
    ],
)
def test_what_a_database_cannot_answer_is_told(sqlite, query, said):
    with pytest.raises(TableError, match=said):
        open_table(Source(sqlite, query=query))


def test_a_query_may_stand_in_a_file(sqlite, tmp_path):
    (tmp_path / "ask.sql").write_text(QUERY)
    table = open_table(Source(sqlite, query=str(tmp_path / "ask.sql"))).table.collect()
    assert table.shape == (200, 4)


def test_a_query_that_deletes_changes_nothing(sqlite):
    with pytest.raises(TableError):
        open_table(Source(sqlite, query="delete from customers"))
    assert len(open_table(Source(sqlite, query=QUERY)).table.collect()) == 200


def test_a_missing_driver_is_named_with_what_to_type(monkeypatch):
    monkeypatch.setattr("deckgen.reading.database.find_spec", lambda name: None)
    with pytest.raises(TableError, match=r'pip install "deckgen\[sql\]"'):
        open_table(Source("sqlite:///x.db", query="select 1"))
