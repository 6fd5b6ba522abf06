"""Match two files, without any database: one of mentees, one of mentors, in CSV or XLSX.

Example: first let it propose the rules from the two files' columns, and look them over:
    alongside match mentees.csv mentors.csv --init --rules rules.toml

Then match:
    alongside match mentees.csv mentors.csv --rules rules.toml --out pairs.csv --report report.html

The matching is the proved best: no other has more places filled, or as many and a higher total fit.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from alongside import tables
from alongside.cli import Problem
from alongside.cli.match_report import write_report
from alongside.pairing import (
    BestTotal,
    Market,
    Matching,
    PairingError,
    Scored,
    Unmatched,
    explain_unmatched,
    score,
)
from alongside.pairing.objective import AIMS
from alongside.pairing.proposing import propose_rules
from alongside.pairing.rules_file import RulesFile, read_rules

MOST_TOLD = 5


@dataclass(frozen=True)
class Result:
    """A matching with everything that a report tells of it; seconds: scoring and matching, without files."""

    rules: RulesFile
    scored: Scored
    market: Market
    matching: Matching
    unmatched: list[Unmatched]
    seconds: float


def configure(parser: argparse.ArgumentParser) -> None:
    """The two files, the rules, and what to write."""
    parser.add_argument("learners", type=Path, metavar="MENTEES", help="a CSV or XLSX file of mentees")
    parser.add_argument("guides", type=Path, metavar="MENTORS", help="a CSV or XLSX file of mentors")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="what to match by (TOML)")
    parser.add_argument(
        "--init", action="store_true", help="write the rules file, proposed from the columns, and stop"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the pairs here (.csv or .xlsx)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report to look at here (.html)")
    parser.add_argument("--first", choices=AIMS, help="what to fill first, whatever the rules file says")
    parser.add_argument(
        "--learner-places", type=_places, metavar="N", help="mentors for each mentee, for all alike"
    )
    parser.add_argument(
        "--guide-places", type=_places, metavar="N", help="mentees for each mentor, for all alike"
    )
    parser.set_defaults(misunderstood=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Propose rules, or match and write what was asked for."""
    if arguments.init:
        return _propose(arguments)
    if not arguments.rules:
        arguments.misunderstood("--rules FILE is needed. Let --init write one first.")
    with tqdm(total=5, desc="Reading", unit="step", leave=False, disable=None) as bar:
        result = _matched(arguments, bar)
        bar.set_description("Writing")
        if arguments.out:
            _write(arguments.out, _pairs_file(arguments.out, result))
        if arguments.report:
            _write(arguments.report, write_report(result, arguments.learners.name, arguments.guides.name))
        bar.update()
    _tell(result, arguments)
    return 0


def _propose(arguments: argparse.Namespace) -> int:
    target = arguments.rules or Path("rules.toml")
    if target.exists():
        raise Problem(f"{target} exists already. Name another file with --rules, or remove it first.")
    learners, guides = _read(arguments.learners), _read(arguments.guides)
    text = propose_rules(_columns(learners), _columns(guides), arguments.learners.name, arguments.guides.name)
    _write(target, text.encode())
    print(f"{target} is written. Look it over, then match with --rules {target}.")
    return 0


def _matched(arguments: argparse.Namespace, bar: tqdm) -> Result:
    files = _read(arguments.learners), _read(arguments.guides)
    rules = _rules(arguments)
    try:
        learners = rules.learners.table(_columns(files[0]), _rows(files[0]), arguments.learners.name)
        guides = rules.guides.table(_columns(files[1]), _rows(files[1]), arguments.guides.name)
        places = [
            given if given is not None else people.places_of(table)
            for given, people, table in (
                (arguments.learner_places, rules.learners, learners),
                (arguments.guide_places, rules.guides, guides),
            )
        ]
        solver = BestTotal(arguments.first or rules.solver.first, rules.solver.seed)
        _step(bar, "Scoring")
        start = perf_counter()
        scored = score(learners, guides, rules.criteria, rules.rules)
        market = scored.market(*places)
        _step(bar, "Matching")
        matching = solver.match(market)
        seconds = perf_counter() - start
        _step(bar, "Explaining")
        matching.verify(market)
        unmatched = explain_unmatched(scored, market, matching)
    except PairingError as wrong:
        raise Problem(str(wrong)) from None
    _step(bar, "Writing")
    return Result(rules, scored, market, matching, unmatched, seconds)


def _step(bar: tqdm, name: str) -> None:
    bar.update()
    bar.set_description(name)


def _read(path: Path) -> tables.Table:
    try:
        table = tables.read(path)
    except OSError as wrong:
        raise Problem(f"{path} cannot be read: {wrong.strerror or wrong}.") from None
    except tables.TableError as wrong:
        raise Problem(f"{path}: {wrong}") from None
    if table.errors:
        told = "\n".join(str(error) for error in table.errors[:MOST_TOLD])
        raise Problem(f"{path}: {len(table.errors)} cells cannot be read.\n{told}")
    return table


def _columns(table: tables.Table) -> dict[str, list[str]]:
    return {name: table.column(name) for name in table.columns}


def _rows(table: tables.Table) -> list[int]:
    return [row.number for row in table.rows]


def _rules(arguments: argparse.Namespace) -> RulesFile:
    try:
        return read_rules(arguments.rules.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise Problem(f"{arguments.rules} cannot be read: {wrong.strerror or wrong}.") from None
    except UnicodeDecodeError:
        raise Problem(f"{arguments.rules} is not text in UTF-8. Save it as UTF-8.") from None
    except PairingError as wrong:
        raise Problem(f"{arguments.rules}: {wrong}") from None


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise Problem(f"{path} cannot be written: {wrong.strerror or wrong}.") from None


def _pairs_file(path: Path, result: Result) -> bytes:
    """The pairs with what each criterion gave, as CSV or, by the file's name, XLSX."""
    learner, guide = result.rules.learners.called, result.rules.guides.called
    names = [criterion.name for criterion in result.rules.criteria]
    columns = [f"{learner} id", learner, f"{guide} id", guide, "fit", *names, "reasons"]
    rows = [_pair_row(result, int(one), int(other)) for one, other in result.matching.pairs]
    if path.suffix.casefold() == ".xlsx":
        return tables.write_xlsx(columns, rows, "Pairs")
    return tables.write_csv(columns, rows)


def _pair_row(result: Result, learner: int, guide: int) -> Sequence[str | float]:
    scored = result.scored
    given = scored.contributions(learner, guide)
    return [
        str(scored.learners.ids[learner]),
        scored.learners.called(learner),
        str(scored.guides.ids[guide]),
        scored.guides.called(guide),
        round(float(result.market.fit[learner, guide]), 4),
        *(round(each.points, 4) for each in given),
        " ".join(each.reason.sentence() for each in given),
    ]


def _tell(result: Result, arguments: argparse.Namespace) -> None:
    """What came out, in a few lines."""
    matching, market = result.matching, result.market
    learner, guide = result.rules.learners.called, result.rules.guides.called
    helped = market.learners - len(matching.unmatched_learners)
    print(
        f"{len(matching)} pairs: {helped} of {market.learners} have a {guide}. Total fit {matching.total:.4f}."
    )
    print(_proof(matching))
    print(f"Scored and matched in {result.seconds:.2f} s.")
    alone = [each for each in result.unmatched if each.side == "learner" and not each.places_filled]
    for person in alone[:MOST_TOLD]:
        cure = person.changes[0].reason.sentence() if person.changes else "No single change would do."
        print(
            f"No {guide} for {result.scored.learners.called(person.row)}. {person.reason.sentence()} {cure}"
        )
    if len(alone) > MOST_TOLD:
        print(f"And {len(alone) - MOST_TOLD} more without a {guide}; the report tells of each {learner}.")
    for path in (arguments.out, arguments.report):
        if path:
            print(f"Written: {path}")


def _proof(matching: Matching) -> str:
    if matching.gap == 0:
        return "Proved: no matching under these rules is better (bound met, gap 0)."
    return f"No matching under these rules is better by more than {matching.gap:.6f}."


def _places(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number
