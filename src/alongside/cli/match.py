"""Match two files, without any database: one of mentees, one of mentors, in CSV, XLSX or Parquet.

Example: first let it propose the rules from the two files' columns, and look them over:
    alongside match mentees.csv mentors.csv --init --rules rules.toml

Then match:
    alongside match mentees.csv mentors.csv --rules rules.toml --out pairs.csv --report report.html

And ask about it:
    alongside match mentees.csv mentors.csv --rules rules.toml --explain ana@example.org
    alongside match mentees.csv mentors.csv --rules rules.toml --what-if "capacity of mia@example.org = 3"

The matching is the proved best: no other has more places filled, or as many and a higher total fit. With
`--objective fairest` none is better for the worst-off, with `stable` no two would both rather have each other.

With millions of people, let a cluster search each mentee's best mentors first:
    alongside match mentees.csv mentors.csv --rules rules.toml --cluster tcp://machine:8786 --work found
"""

import argparse
from math import inf
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from alongside.cli import Problem
from alongside.cli.match_asking import Answers, answers_to
from alongside.cli.match_cluster import configure_cluster
from alongside.cli.match_files import (
    columns_of,
    pairs_file,
    read_table,
    row_numbers,
    rules_from,
    write,
)
from alongside.cli.match_report import write_report
from alongside.cli.match_result import Result
from alongside.cli.match_solving import OBJECTIVES, solved
from alongside.cli.match_telling import tell
from alongside.cli.match_what_if import FORMS
from alongside.pairing import PairingError, score
from alongside.pairing.files.proposing import propose_rules
from alongside.pairing.proofs.objective import AIMS


def configure(parser: argparse.ArgumentParser) -> None:
    """The two files, the rules, what to write and what to ask."""
    parser.add_argument(
        "learners", type=Path, metavar="MENTEES", help="a CSV, XLSX or Parquet file of mentees"
    )
    parser.add_argument("guides", type=Path, metavar="MENTORS", help="a CSV, XLSX or Parquet file of mentors")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="what to match by (TOML)")
    parser.add_argument(
        "--init", action="store_true", help="write the rules file, proposed from the columns, and stop"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the pairs here (.csv, .xlsx or .parquet)"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report to look at here (.html)")
    parser.add_argument(
        "--objective",
        choices=OBJECTIVES,
        default="total",
        help="the highest total (default); the best for the worst-off; or nobody who would rather swap",
    )
    _configure_places(parser)
    _configure_keeping(parser)
    _configure_asking(parser)
    configure_cluster(parser)
    parser.set_defaults(misunderstood=parser.error)


def _configure_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", choices=AIMS, help="what to fill first, whatever the rules file says")
    parser.add_argument(
        "--learner-places", type=_places, metavar="N", help="mentors for each mentee, for all alike"
    )
    parser.add_argument(
        "--guide-places", type=_places, metavar="N", help="mentees for each mentor, for all alike"
    )


def _configure_keeping(parser: argparse.ArgumentParser) -> None:
    keeping = parser.add_argument_group("pairs that stand already")
    keeping.add_argument(
        "--keep", type=Path, metavar="PAIRS", help="keep the pairs of this file, as --out writes it"
    )
    keeping.add_argument(
        "--price-of-change",
        type=_price,
        metavar="FIT",
        help="with --keep: end a pair that stands where that gains more than this fit (0 to 1); "
        "'highest' ends as few as can be to fill the most places",
    )


def _configure_asking(parser: argparse.ArgumentParser) -> None:
    asking = parser.add_argument_group("questions about the result")
    asking.add_argument(
        "--explain", action="append", default=[], metavar="ID", help="say why somebody has whom they have"
    )
    asking.add_argument(
        "--compare", type=Path, metavar="PAIRS", help="lay the pairs of this file beside the result"
    )
    asking.add_argument(
        "--what-if",
        action="append",
        default=[],
        metavar="CHANGE",
        help=f"try out a change and tell what would come of it: {'; '.join(FORMS)}",
    )
    asking.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="COLUMN",
        help="how each group of mentees fares, by a column of their file; small groups are left out",
    )
    asking.add_argument(
        "--least", type=_places, default=5, metavar="N", help="with --by: how many people a figure stands for"
    )


def run(arguments: argparse.Namespace) -> int:
    """Propose rules, or match, answer, and write what was asked for."""
    if arguments.init:
        return _propose(arguments)
    if not arguments.rules:
        arguments.misunderstood("--rules FILE is needed. Let --init write one first.")
    if arguments.price_of_change is not None and not arguments.keep:
        arguments.misunderstood("--price-of-change needs --keep PAIRS: the pairs that stand.")
    if arguments.objective != "total" and (arguments.first or arguments.price_of_change is not None):
        arguments.misunderstood("--first and --price-of-change are for --objective total.")
    if arguments.cluster and (arguments.objective != "total" or arguments.keep):
        arguments.misunderstood("--cluster is for --objective total, and not for --keep.")
    if arguments.candidates < 1:
        arguments.misunderstood("--candidates must be 1 or more.")
    with tqdm(total=6, desc="Reading", unit="step", leave=False, disable=None) as bar:
        result, answers = _matched(arguments, bar)
        if arguments.out:
            write(arguments.out, pairs_file(arguments.out, result))
        if arguments.report:
            page = write_report(result, answers, arguments.learners.name, arguments.guides.name)
            write(arguments.report, page)
        bar.update()
    tell(result, answers, [path for path in (arguments.out, arguments.report) if path])
    return 0


def _propose(arguments: argparse.Namespace) -> int:
    target = arguments.rules or Path("rules.toml")
    if target.exists():
        raise Problem(f"{target} exists already. Name another file with --rules, or remove it first.")
    learners, guides = read_table(arguments.learners), read_table(arguments.guides)
    text = propose_rules(
        columns_of(learners), columns_of(guides), arguments.learners.name, arguments.guides.name
    )
    write(target, text.encode())
    print(f"{target} is written. Look it over, then match with --rules {target}.")
    return 0


def _matched(arguments: argparse.Namespace, bar: tqdm) -> tuple[Result, Answers]:
    files = read_table(arguments.learners), read_table(arguments.guides)
    rules = rules_from(arguments.rules)
    try:
        learners = rules.learners.table(columns_of(files[0]), row_numbers(files[0]), arguments.learners.name)
        guides = rules.guides.table(columns_of(files[1]), row_numbers(files[1]), arguments.guides.name)
        places = [
            given if given is not None else people.places_of(table)
            for given, people, table in (
                (arguments.learner_places, rules.learners, learners),
                (arguments.guide_places, rules.guides, guides),
            )
        ]
        _step(bar, "Scoring")
        start = perf_counter()
        scored = score(learners, guides, rules.criteria, rules.rules)
        _step(bar, "Matching")
        result = solved(arguments, rules, scored, places, start)
        _step(bar, "Answering")
        answers = answers_to(arguments, result)
    except PairingError as wrong:
        raise Problem(str(wrong)) from None
    _step(bar, "Writing")
    return result, answers


def _step(bar: tqdm, name: str) -> None:
    bar.update()
    bar.set_description(name)


def _places(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _price(text: str) -> float:
    price = inf if text == "highest" else float(text)
    if not price >= 0:
        raise ValueError
    return price
