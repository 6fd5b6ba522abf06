"""What `alongside match` says on the screen."""

from collections.abc import Iterable
from pathlib import Path

from alongside.cli.match_asking import Answers, Compared, Explained
from alongside.cli.match_result import Result
from alongside.cli.match_what_if import WhatIf
from alongside.pairing import Audit, Beside, Effect, FairMatching, PairExplained, StableMatching
from alongside.pairing.telling.audit import Estimate, Figures
from alongside.pairing.total.thinning import Thinned

MOST_TOLD = 5


def tell(result: Result, answers: Answers, written: Iterable[Path]) -> None:
    """What came out, what was asked, and which files are written."""
    for line in _result(result):
        print(line)
    for explained in answers.explained:
        print("", *_explained(result, explained), sep="\n")
    if answers.compared:
        print("", *_compared(result, answers.compared), sep="\n")
    for tried in answers.what_ifs:
        print("", *_what_if(result, tried), sep="\n")
    for column, found in answers.audits.items():
        print("", *_audit(result, column, found), sep="\n")
    for path in written:
        print(f"Written: {path}")


def _result(result: Result) -> Iterable[str]:
    matching, market = result.matching, result.market
    yield (
        f"{len(matching)} pairs: {result.helped} of {market.learners} have a {result.guide}. "
        f"Total fit {result.total:.4f}."
    )
    if result.kept:
        yield kept_told(result)
    yield proof(result)
    yield f"Scored and matched in {result.seconds:.2f} s."
    alone = [each for each in result.unmatched if each.side == "learner" and not each.places_filled]
    for person in alone[:MOST_TOLD]:
        cure = person.changes[0].reason.sentence() if person.changes else "No single change would do."
        name = result.scored.learners.called(person.row)
        yield f"No {result.guide} for {name}. {person.reason.sentence()} {cure}"
    if result.alone > MOST_TOLD:
        yield (
            f"And {result.alone - MOST_TOLD} more without a {result.guide}; "
            f"the report tells of each {result.learner}."
        )


def kept_told(result: Result) -> str:
    """What became of the pairs that stood."""
    kept = result.kept
    if kept is None:
        return ""
    told = f"Pairs that stood: {len(kept.kept)} kept, {len(kept.ended)} ended. New pairs: {len(kept.made)}."
    if result.strangers:
        told += f" Pairs of people who are not in the files: {len(result.strangers)}."
    return told


def proof(result: Result) -> str:
    """What is proved about the matching, by what it was to reach."""
    matching = result.matching
    if isinstance(matching, StableMatching):
        return f"Proved: no {result.learner} and {result.guide} who are not a pair would both rather have each other."
    if isinstance(matching, FairMatching):
        return _proof_of_floor(result, matching)
    if result.thinned:
        return _proof_of_thinned(result, result.thinned)
    if matching.gap == 0:
        return "Proved: no matching under these rules is better (bound met, gap 0)."
    return f"No matching under these rules is better by more than {matching.gap:.6f}."


def _proof_of_thinned(result: Result, thinned: Thinned) -> str:
    """What is proved of the pairs that were kept, and what all the others could add."""
    kept = f"Proved for the best {result.guide}s of each {result.learner}, {len(result.market.edges)} pairs."
    if thinned.fit_lost is None:
        return f"{kept} With every pair, {thinned.places_lost} more might be filled at most: keep more candidates."
    if thinned.fit_lost == 0:
        return f"{kept} No pair that was left out would make it better."
    share = thinned.fit_lost / max(result.total, thinned.fit_lost)
    return (
        f"{kept} With every pair the total could be higher by {thinned.fit_lost:.4f} at most ({share:.2%})."
    )


def _proof_of_floor(result: Result, matching: FairMatching) -> str:
    worst = f"The worst-off {result.learner} has {100 * matching.floor:.0f}"
    if matching.floor_bound <= matching.floor:
        return f"{worst}. Proved: no matching that fills as many places has a better worst-off."
    return f"{worst}. No matching that fills as many places has one above {100 * matching.floor_bound:.0f}."


def _explained(result: Result, explained: Explained) -> Iterable[str]:
    is_learner = explained.side == "learner"
    table = result.scored.learners if is_learner else result.scored.guides
    word = result.learner if is_learner else result.guide
    yield f"{table.called(explained.row)}, {word}:"
    for pair in explained.pairs:
        yield from _pair(result, pair, is_learner=is_learner)
    if explained.left:
        yield f"  Places left: {explained.left.places_left}. {explained.left.reason.sentence()}"
        for change in explained.left.changes:
            yield f"    {change.reason.sentence()}"
    elif not explained.pairs:
        yield "  Nobody, and no place is wanted."
    price = explained.price
    if price and price.is_full and price.places:
        yield f"  One place more: {effect_told(price.one_more)}."
        if price.one_fewer:
            yield f"  One place fewer: {effect_told(price.one_fewer)}."


def _pair(result: Result, pair: PairExplained, *, is_learner: bool) -> Iterable[str]:
    other = (
        result.scored.guides.called(pair.guide) if is_learner else result.scored.learners.called(pair.learner)
    )
    yield f"  With {other}, fit {100 * float(result.plain.fit_of(pair.learner, pair.guide)):.0f} of 100."
    for given in pair.contributions:
        yield f"    {100 * given.points:3.0f}  {given.criterion.name}: {given.reason.sentence()}"
    for reason in pair.reasons:
        yield f"    {reason.sentence()}"


def effect_told(effect: Effect) -> str:
    """What the whole gains or loses, in a few words."""
    parts = [
        _count(effect.learners or effect.guides, "person with anybody", "people with anybody"),
        _count(effect.places, "pair", "pairs"),
        f"total fit {effect.fit:+.4f}" if abs(effect.fit) >= 5e-5 else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing would change for the whole"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:+d} {one if abs(number) == 1 else many}" if number else ""


def beside_told(result: Result, beside: Beside) -> Iterable[str]:
    """Who changes, gains and loses, in lines."""
    learners = beside.learners
    yield f"Pairs: {len(beside.kept)} the same, {len(beside.ended)} ended, {len(beside.made)} new."
    yield (
        f"{result.learner.capitalize()}s: {len(learners.gaining)} better off, {len(learners.losing)} worse off; "
        f"{len(learners.newly_matched)} newly matched, {len(learners.no_longer_matched)} no longer. "
        f"Total fit {beside.total:+.4f}."
    )
    if len(beside.forbidden):
        yield f"Pairs that break a rule: {len(beside.forbidden)}."


def _compared(result: Result, compared: Compared) -> Iterable[str]:
    yield f"With {compared.file} instead:"
    for line in beside_told(result, compared.beside):
        yield f"  {line}"
    if compared.strangers:
        yield f"  Pairs of people who are not in the files: {compared.strangers}."


def _what_if(result: Result, tried: WhatIf) -> Iterable[str]:
    yield f"What if {tried.text}:"
    for line in what_if_told(result, tried):
        yield f"  {line}"


def what_if_told(result: Result, tried: WhatIf) -> Iterable[str]:
    """What would come of a change, in lines."""
    yield f"Pairs filled: {tried.places:+d}. {result.learner.capitalize()}s with a {result.guide}: {tried.helped:+d}."
    yield from beside_told(result, tried.beside)


def _audit(result: Result, column: str, found: Audit) -> Iterable[str]:
    yield f"By {column} ({100 * found.confidence:.0f} % intervals):"
    for name, figures in [("everyone", found.everyone), *found.groups.items()]:
        yield f"  {name or 'not answered'}: {_figures(figures, found.least)}"


def _figures(figures: Figures, least: int) -> str:
    if figures.is_suppressed or figures.match_rate is None:
        return f"not shown, so that no group of fewer than {least} can be worked out."
    told = f"{figures.matched} of {figures.people} matched, {_estimate(figures.match_rate, 100)} %"
    if figures.mean_fit is None or figures.mean_rank is None or figures.worst_fit is None:
        return f"{told}; fits are not shown, so that no few people’s can be worked out."
    return (
        f"{told}; mean fit {_estimate(figures.mean_fit, 100)}, lowest {100 * figures.worst_fit:.0f}; "
        f"mean rank {_estimate(figures.mean_rank, 1)}."
    )


def _estimate(estimate: Estimate, times: float) -> str:
    low, high = times * estimate.low, times * estimate.high
    digits = 0 if times > 1 else 1
    return f"{times * estimate.value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
