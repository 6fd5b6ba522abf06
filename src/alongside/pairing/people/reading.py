"""People from what a data scientist has at hand: columns of arrays, a frame of any library, a file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from alongside import tables
from alongside.pairing.errors import PairingError
from alongside.pairing.people.answers import Answer, Table, as_text, is_missing

_AS_LIST = ("to_pylist", "to_list", "tolist")  # of pyarrow, of polars and pandas, of numpy
_NOTHING = frozenset(["NAType", "NaTType"])  # pandas' own marks for a missing answer


class Frame(Protocol):
    """What pandas and polars frames have in common: their columns' names, and each column by its name."""

    columns: Any

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  (a series of either library)
        """One column."""
        ...


def table_of(
    columns: Mapping[str, Iterable[Answer]] | Frame,
    key: str = "",
    *,
    names: str | Sequence[str] = (),
    name: str = "table",
) -> Table:
    """A table of people from columns of any arrays: a mapping, or a frame of pandas, polars or pyarrow.

    key: the column that tells people apart; without it the row numbers do. names: the columns that make up what
    a person is called. name: what the table is called in messages.

    Raises PairingError for columns of different lengths, an unknown column, or a key that is empty or doubled.
    """
    known = columns if isinstance(columns, Mapping) else getattr(columns, "column_names", columns.columns)
    lists = {str(each): _as_list(columns[each]) for each in known}
    count = len(next(iter(lists.values()), []))
    numbered = Table([str(row) for row in range(count)], lists, name)
    rows = [f"row {row}" for row in range(count)]
    ids = _ids(numbered, key) if key else numbered.ids
    called = _called(numbered, ids, [names] if isinstance(names, str) else names)
    return Table(ids, lists, name, rows, called)


def read_table(path: Path | str, key: str = "", *, names: str | Sequence[str] = ()) -> Table:
    """A table of people from a CSV, XLSX or Parquet file; key and names as for `table_of`.

    Raises PairingError for a file that cannot be read; it says what to do.
    """
    try:
        read = tables.read(Path(path))
    except OSError as wrong:
        raise PairingError(f"{path} cannot be read: {wrong.strerror or wrong}.") from None
    except tables.TableError as wrong:
        raise PairingError(f"{path}: {wrong}") from None
    if read.errors:
        raise PairingError(f"{path}: {read.errors[0]}")
    columns = {column: read.column(column) for column in read.columns}
    return table_of(columns, key, names=names, name=Path(path).name)


def _as_list(column: Any) -> list[Answer]:  # noqa: ANN401  (an array of any library)
    """Plain Python answers; whatever a library has for a missing one becomes None."""
    method = next((method for method in _AS_LIST if hasattr(column, method)), None)
    values = getattr(column, method)() if method else list(column)
    return [None if type(value).__name__ in _NOTHING else value for value in values]


def _called(table: Table, ids: Sequence[str], names: Sequence[str]) -> list[str]:
    """What each person is called by these columns, or by their id where all are empty; empty without columns."""
    answers = zip(*(table.column(each) for each in names), strict=True)
    called = [as_text(" ".join(str(part) for part in each if not is_missing(part))) for each in answers]
    return [one or other for one, other in zip(called, ids, strict=True)] if names else []


def _ids(table: Table, key: str) -> list[str]:
    ids = ["" if is_missing(answer) else as_text(answer) for answer in table.column(key)]
    seen: dict[str, int] = {}
    for row, each in enumerate(ids):
        if not each:
            raise PairingError(
                f"{table.name}, row {row}, {key}: it is empty. Give everyone one of their own."
            )
        if each in seen:
            raise PairingError(
                f"{table.name}, row {row}, {key}: {each} stands in row {seen[each]} already. Remove one of the two."
            )
        seen[each] = row
    return ids
