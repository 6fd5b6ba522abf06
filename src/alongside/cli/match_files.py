"""The files of `alongside match`: people, rules and pairs in, pairs out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alongside import tables
from alongside.cli import Problem
from alongside.pairing import Market, PairingError, rows_of
from alongside.pairing.files.rules_file import RulesFile, read_rules

if TYPE_CHECKING:
    from alongside.cli.match_result import Result

MOST_TOLD = 5
# Of files that lie on this machine anyway; what is uploaded is held to far less.
LIMITS = tables.Limits(
    file_bytes=4_000_000_000, unpacked_bytes=16_000_000_000, rows=10_000_000, cells=1_000_000_000
)
Pairs = list[tuple[str, str]]


def read_table(path: Path) -> tables.Table:
    """A file of people or pairs; raises Problem with the cure for what cannot be read."""
    try:
        read = tables.read_parquet if tables.is_parquet(path) else tables.read
        table = read(path, limits=LIMITS)
    except OSError as wrong:
        raise Problem(f"{path} cannot be read: {wrong.strerror or wrong}.") from None
    except tables.TableError as wrong:
        raise Problem(f"{path}: {wrong}") from None
    if table.errors:
        told = "\n".join(str(error) for error in table.errors[:MOST_TOLD])
        raise Problem(f"{path}: {len(table.errors)} cells cannot be read.\n{told}")
    return table


def columns_of(table: tables.Table) -> dict[str, list[str]]:
    """The columns of a file by name."""
    return {name: table.column(name) for name in table.columns}


def row_numbers(table: tables.Table) -> list[int]:
    """The number of each row in its file."""
    return [row.number for row in table.rows]


def rules_from(path: Path) -> RulesFile:
    """The rules file; raises Problem with the cure."""
    try:
        return read_rules(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise Problem(f"{path} cannot be read: {wrong.strerror or wrong}.") from None
    except UnicodeDecodeError:
        raise Problem(f"{path} is not text in UTF-8. Save it as UTF-8.") from None
    except PairingError as wrong:
        raise Problem(f"{path}: {wrong}") from None


def pairs_from(path: Path, rules: RulesFile, market: Market) -> tuple[list[tuple[int, int]], Pairs]:
    """The pairs of a file by rows of the market, and the ids of pairs in which somebody is not in it.

    The file has the columns that `--out` writes: the ids of both. Raises Problem when it does not.
    """
    table = read_table(path)
    names = [f"{people.called} id" for people in (rules.learners, rules.guides)]
    for name in names:
        if name not in table.columns:
            known = ", ".join(table.columns)
            raise Problem(f"{path} has no column {name!r}, as --out writes it. Its columns are: {known}.")
    ids = [{each.casefold(): each for each in known} for known in (market.learner_ids, market.guide_ids)]
    given = zip(*(table.column(name) for name in names), strict=True)
    found = [(ids[0].get(one.casefold(), one), ids[1].get(other.casefold(), other)) for one, other in given]
    here = set(market.learner_ids), set(market.guide_ids)
    strangers = [(one, other) for one, other in found if one not in here[0] or other not in here[1]]
    return [(int(one), int(other)) for one, other in rows_of(market, found)], strangers


def write(path: Path, content: bytes) -> None:
    """Write a file; raises Problem when it cannot be."""
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise Problem(f"{path} cannot be written: {wrong.strerror or wrong}.") from None


def pairs_file(path: Path, result: "Result") -> bytes:
    """The pairs with what each criterion gave, as CSV or, by the file's name, XLSX or Parquet."""
    learner, guide = result.rules.learners.called, result.rules.guides.called
    names = [criterion.name for criterion in result.rules.criteria]
    columns = [f"{learner} id", learner, f"{guide} id", guide, "fit", *names, "reasons"]
    rows = [
        _pair_row(result, int(one), int(other), float(fit))
        for (one, other), fit in zip(result.matching.pairs, result.fit, strict=True)
    ]
    if path.suffix.casefold() == ".xlsx":
        return tables.write_xlsx(columns, rows, "Pairs")
    if path.suffix.casefold() == ".parquet":
        return _parquet(path, columns, rows)
    return tables.write_csv(columns, rows)


def _parquet(path: Path, columns: list[str], rows: list[Sequence[str | float]]) -> bytes:
    try:
        return tables.write_parquet(columns, rows)
    except tables.TableError as wrong:
        raise Problem(f"{path}: {wrong}") from None


def _pair_row(result: "Result", learner: int, guide: int, fit: float) -> Sequence[str | float]:
    scored = result.scored
    given = scored.contributions(learner, guide)
    return [
        str(scored.learners.ids[learner]),
        scored.learners.called(learner),
        str(scored.guides.ids[guide]),
        scored.guides.called(guide),
        round(fit, 4),
        *(round(each.points, 4) for each in given),
        " ".join(each.reason.sentence() for each in given),
    ]
