"""Tables that people bring and take away: read safely, mapped by name and content, written safely.

Pure Python: no Django, no database, no settings. Errors are sentences that the caller may translate.
"""

from alongside.tables.errors import CellError, Sentence, TableError
from alongside.tables.parquet import is_parquet, read_parquet, write_parquet
from alongside.tables.reading import read
from alongside.tables.table import Limits, Row, Table
from alongside.tables.writing import write_csv, write_xlsx

__all__ = [
    "CellError",
    "Limits",
    "Row",
    "Sentence",
    "Table",
    "TableError",
    "is_parquet",
    "read",
    "read_parquet",
    "write_csv",
    "write_parquet",
    "write_xlsx",
]
