"""Instances that every contender gets alike: arrays or files in a folder, made once and kept.

People are made as in a large programme: what they write lies in topics of very different size, some guides are
far more sought after than others, and time zone, language, seniority and reporting line forbid pairs.
"""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray
from tests.cohorts import RULES, cohort, made_cohort

from alongside.pairing.markets.vectors import Vectors
from benchmarks.pairing.contenders.alongside_vectors import vectors_of

Arrays = dict[str, NDArray]

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alongside-benchmarks"
DIMENSIONS, PLACES, LEVELS, LANGUAGES = 64, 12, 6, 8
GUIDES_A_TOPIC, TOPICS_SEARCHED = 125, 3


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of an instance; made when it is not there yet."""
    folder = CACHE / "instances" / name
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        make(folder)
        (folder / "done").touch()
    return folder


def scheme(people: int) -> Path:
    """The published cohort of 500 + 500, or one made alike, as the files of the government's scheme."""

    def make(folder: Path) -> None:
        both = cohort("large") if people == 500 else made_cohort(people)
        for name, table in (("mentee", both.learners), ("mentor", both.guides)):
            with (folder / f"{name}s.csv").open("w", encoding="utf-8", newline="") as opened:
                columns = {
                    "email address": table.ids,
                    "first name": table.ids,
                    "last name": table.ids,
                    **table.columns,
                }
                writer = csv.writer(opened)
                writer.writerow(columns)
                writer.writerows(zip(*columns.values(), strict=True))
        (folder / "rules.toml").write_text(RULES.read_text())

    return kept(f"scheme-{people}", make)


def clustered(learners: int, guides: int, *, one_each: bool = True) -> Path:
    """Vectors of 83 numbers, four rules as tables, and places."""
    name = f"clustered-{learners}-{guides}-{'one' if one_each else 'many'}"
    return kept(name, lambda folder: _save(_clustered(learners, guides, one_each=one_each), folder))


def sparse(learners: int, guides: int, each: int) -> Path:
    """The best guides of each learner and two drawn at random, as rows of a sparse matrix, and places."""

    def make(folder: Path) -> None:
        arrays = _clustered(learners, guides, one_each=False)
        _save(_listed(arrays, _vectors(arrays).best(each - 2).columns), folder)

    return kept(f"sparse-{learners}-{guides}-{each}", make)


def sparse_by_topic(learners: int, guides: int, each: int) -> Path:
    """The same, with the best found among the guides of the nearest topics, as is done for a million people."""

    def make(folder: Path) -> None:
        arrays = _clustered(learners, guides, one_each=False)
        _save(_listed(arrays, _found_by_topic(arrays, each - 2)), folder)

    return kept(f"sparse-by-topic-{learners}-{guides}-{each}", make)


def machol_wien(people: int) -> Path:
    """Fit of pair i, j falls with i × j: the hardest case of old for assignment (Machol and Wien 1976)."""
    number = np.arange(1.0, people + 1)
    fit = 1 - np.outer(number, number) / people**2
    return kept(f"machol-{people}", lambda folder: _save({"fit": fit}, folder))


def stable(learners: int, guides: int, each: int = 20) -> Path:
    """Random lists of `each` guides; guides rank whoever lists them at random; places for everybody."""
    random = np.random.default_rng([5, learners])
    lists = np.array([random.choice(guides, each, replace=False) for _ in range(learners)])
    rows = np.repeat(np.arange(learners), each)
    order = np.lexsort((random.random(rows.size), lists.ravel()))
    start = np.searchsorted(lists.ravel()[order], np.arange(guides + 1))
    places = np.full(guides, -(-learners // guides) + 1)
    made = {"learner_lists": lists, "guide_lists": rows[order], "guide_start": start, "places": places}
    return kept(f"stable-{learners}-{guides}-{each}", lambda folder: _save(made, folder))


def _listed(arrays: Arrays, found: NDArray[np.int32]) -> Arrays:
    """The guides found for each learner and two drawn at random, where the pair is allowed."""
    learners, guides = len(found), len(arrays["guides"])
    random = np.random.default_rng([3, learners])
    columns = np.sort(np.hstack([found, random.integers(0, guides, (learners, 2))]), axis=1).ravel()
    rows = np.repeat(np.arange(learners), len(columns) // learners)
    fit = _vectors(arrays).of(rows, columns)
    keep = ~np.isnan(fit) & (columns >= 0)
    keep[1:] &= (columns[1:] != columns[:-1]) | (rows[1:] != rows[:-1])
    start = np.concatenate([[0], np.cumsum(np.bincount(rows[keep], minlength=learners))])
    return {"start": start, "columns": columns[keep], "fit": fit[keep], "places": arrays["places"]}


def _found_by_topic(arrays: Arrays, count: int) -> NDArray[np.int32]:
    """Each learner's best among the guides of the topics nearest to theirs; -1 where there are fewer."""
    texts = [arrays[side][:, :DIMENSIONS] for side in ("learners", "guides")]
    random = np.random.default_rng([4, len(texts[0])])
    topics = texts[1][random.choice(len(texts[1]), max(1, len(texts[1]) // GUIDES_A_TOPIC), replace=False)]
    of_learner, of_guide = (_nearest(text, topics) for text in texts)
    near = np.argsort(-(topics @ topics.T), axis=1)[:, :TOPICS_SEARCHED]
    found = np.full((len(texts[0]), count), -1, np.int32)
    for topic in range(len(topics)):
        rows, columns = np.flatnonzero(of_learner == topic), np.flatnonzero(np.isin(of_guide, near[topic]))
        best = _vectors(_part(arrays, rows, columns)).best(count).columns
        found[rows, : best.shape[1]] = np.where(best >= 0, columns[best], -1)
    return found


def _nearest(texts: NDArray, topics: NDArray) -> NDArray[np.int64]:
    step = 10_000
    parts = (texts[first : first + step] for first in range(0, len(texts), step))
    return np.concatenate([(part @ topics.T).argmax(axis=1) for part in parts])


def _part(arrays: Arrays, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Arrays:
    """The same people's arrays for some learners and guides."""
    own = {name: each[rows] for name, each in arrays.items() if name.startswith("learner")}
    others = {name: each[columns] for name, each in arrays.items() if name.startswith("guide")}
    return arrays | own | others


def _clustered(learners: int, guides: int, *, one_each: bool) -> Arrays:
    random = np.random.default_rng([3, learners, guides])
    topics = 200 if learners > 20_000 else max(8, round((learners * guides) ** 0.25 / 2))
    centres = random.standard_normal((topics, DIMENSIONS))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    texts = [_texts(random, centres, count) for count in (learners, guides)]
    places, levels = (
        [random.integers(0, PLACES, count) for count in (learners, guides)],
        _levels(random, learners, guides),
    )
    sought = random.lognormal(0, 1, guides)
    step = np.clip(1 - np.abs(np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)).T - 2) / 4, 0, 1)
    by_text, ones = 0.275 * texts[0], np.ones((learners, 1))
    made: Arrays = {
        "learners": np.hstack([by_text, ones, 0.1 * np.eye(PLACES)[places[0]], 0.15 * step[levels[0]]]),
        "guides": np.hstack(
            [
                texts[1],
                0.275 + 0.2 * (sought / (1 + sought))[:, None],
                np.eye(PLACES)[places[1]],
                np.eye(LEVELS)[levels[1]],
            ]
        ),
        "places": np.ones(guides, np.int64)
        if one_each
        else np.clip(random.poisson(1.2 * learners / guides, guides), 1, max(8, 4 * learners // guides)),
    }
    return {**made, **_rules(random, places, levels)}


def _texts(random: np.random.Generator, centres: NDArray, count: int) -> NDArray:
    """Directions near the centres of topics whose sizes fall as 1, 1/2, 1/3 …, in another order for each side."""
    size = 1 / np.arange(1, len(centres) + 1)
    topic = random.choice(len(centres), count, p=random.permutation(size / size.sum()))
    near = centres[topic] + random.standard_normal((count, DIMENSIONS)) * 0.9 / np.sqrt(DIMENSIONS)
    return near / np.linalg.norm(near, axis=1, keepdims=True)


def _levels(random: np.random.Generator, learners: int, guides: int) -> list[NDArray]:
    return [
        random.choice(LEVELS, learners, p=[0.35, 0.3, 0.2, 0.1, 0.05, 0]),
        random.choice(LEVELS, guides, p=[0, 0.15, 0.25, 0.3, 0.2, 0.1]),
    ]


def _rules(random: np.random.Generator, places: list[NDArray], levels: list[NDArray]) -> Arrays:
    """At most 8 hours apart, a language in common, not below the learner's level, not of one line."""
    counts = [len(side) for side in places]
    hours = 2 * np.arange(PLACES)
    apart = np.abs(np.subtract.outer(hours, hours))
    spoken = np.arange(2**LANGUAGES)
    languages = [(1 << random.integers(1, LANGUAGES, each)) | (random.random(each) < 0.85) for each in counts]
    lines = max(4, min(400, counts[1] // 20))
    tables = [
        (np.minimum(apart, 24 - apart) > 8, places),
        ((spoken[:, None] & spoken[None, :]) == 0, languages),
        (np.less.outer(np.arange(LEVELS), np.arange(LEVELS)).T, levels),
        (np.eye(lines, dtype=bool), [random.integers(0, lines, each) for each in counts]),
    ]
    made: Arrays = {"rules": np.array(len(tables))}
    for rule, (table, codes) in enumerate(tables):
        made |= {f"table_{rule}": table, f"learner_codes_{rule}": codes[0], f"guide_codes_{rule}": codes[1]}
    return made


def _vectors(arrays: Arrays) -> Vectors:
    return vectors_of(SimpleNamespace(**arrays))


def _save(arrays: Arrays, folder: Path) -> None:
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
