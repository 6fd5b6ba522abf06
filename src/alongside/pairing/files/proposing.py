"""A rules file proposed from the columns of two files, with comments that say what to decide."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from alongside.pairing.files.rules_file import Columns
from alongside.pairing.people.answers import as_names, as_number, as_utc_hours, is_missing
from alongside.pairing.people.hours import WINTER_AND_SUMMER

LONG_TEXT = 60  # characters on average: a biography, not an answer
MOST_CHOICES = 60
YES_AND_NO = frozenset(["yes", "no", "true", "false"])

NAMES = ("name", "full name", "first name", "last name", "surname", "given name", "family name")
PLACES = ("capacity", "places", "how many")
LEVELS = ("grade", "level", "band", "seniority")
MANAGERS = ("manager", "line manager", "reports to", "supervisor")
GROUPS = ("organisation", "organization", "department", "team", "directorate", "division", "employer")
SKILLS = ("skill", "strength", "goal", "topic", "expertise", "help with", "learn")

HEAD = """\
# How to match {learners} with {guides}, proposed from their columns.
# A line that begins with # is only a note: take the # away to make it count, or put one before a line to drop it.
# Then run:  alongside match {learners} {guides} --rules THIS-FILE --out pairs.csv --report report.html

# "places": as many places filled as possible. "people": everyone at least one first. Then the highest total fit.
first = "places"
"""

NO_CRITERIA = """
# No column of both files looks like something to match by. Name one yourself:
# [[criteria]]
# kind = "same"
# field = "a column of both files"
# weight = 5
"""


@dataclass(frozen=True)
class _Column:
    """A column as it looks: its name and the answers of both sides that are not empty."""

    name: str
    learners: Sequence[str]
    guides: Sequence[str]

    @property
    def answers(self) -> list[str]:
        return [*self.learners, *self.guides]

    def named(self, words: Sequence[str]) -> bool:
        return any(word in self.name.replace("_", " ").casefold() for word in words)

    def all_read(self, reader: Callable[[str], object]) -> bool:
        try:
            return all(reader(answer) is not None for answer in set(self.answers))
        except ValueError:
            return False


def propose_rules(learners: Columns, guides: Columns, learners_file: str, guides_file: str) -> str:
    """The text of a rules file for two files with these columns."""
    both = [_column(name, learners, guides) for name in learners if name in guides]
    own_key = _key(learners), _key(guides)
    parts = [
        HEAD.format(learners=learners_file, guides=guides_file),
        _people("learners", "mentee", learners, own_key[0]),
        _people("guides", "mentor", guides, own_key[1]),
    ]
    matters = [column for column in both if _matters(column, own_key)]
    criteria = [text for column in matters if (text := _criterion(column))]
    criteria += _wishes(learners, guides)
    parts += criteria or [NO_CRITERIA]
    parts += [_texts(column) for column in both if _is_text(column, own_key)]
    parts += [text for column in both if (text := _rule(column))]
    return "\n".join(part.strip() + "\n" for part in parts)


def _people(section: str, called: str, columns: Columns, key: str) -> str:
    names = [name for name in columns if name.replace("_", " ").casefold() in NAMES]
    places = next((name for name in columns if _column(name, columns, {}).named(PLACES)), None)
    counted = f"{{column = {_quoted(places)}, otherwise = 1}}" if places else "1"
    key_line = f"id = {_quoted(key)}" if key else '# id = "a column that is different for everyone"'
    return f"""
[{section}]
{key_line}
name = {_quoted(names)}
places = {counted}  # how many each may have: a number, or {{column = "a column", otherwise = 1}}
called = {_quoted(called)}
"""


def _key(columns: Columns) -> str:
    """The column that tells people apart: full, all different, an address if there is one."""
    unique = [
        name
        for name, answers in columns.items()
        if answers and not any(map(is_missing, answers)) and len(set(answers)) == len(answers)
    ]
    short = [name for name in unique if sum(map(len, columns[name])) <= LONG_TEXT * len(columns[name])]
    return next(
        (name for name in short if all("@" in answer for answer in columns[name])), next(iter(short), "")
    )


def _matters(column: _Column, keys: tuple[str, str]) -> bool:
    """Whether a column could tell a good pair: not a name, not a long text, and not the same for all."""
    if (
        column.name in keys
        or column.named((*NAMES, *PLACES, *MANAGERS))
        or not column.learners
        or not column.guides
    ):
        return False
    answers = column.answers
    return len(set(answers)) > 1 and sum(map(len, answers)) <= LONG_TEXT * len(answers)


def _criterion(column: _Column) -> str:
    """A criterion for a column of both files, by its name and by what stands in it; empty if none fits."""
    for is_meant, proposal in _PROPOSALS:
        if is_meant(column):
            return proposal(column)
    return ""


def _is_text(column: _Column, keys: tuple[str, str]) -> bool:
    """Whether people wrote freely here: a long text, different for most."""
    answers = column.answers
    is_long = sum(map(len, answers)) > LONG_TEXT * len(answers)
    return column.name not in keys and bool(column.learners and column.guides) and is_long


def _texts(column: _Column) -> str:
    note = (
        "# How alike two long texts are; worth it where people write what they want to learn or can teach.\n"
    )
    return note + _commented(_criterion_entry(column, "meaning", '# by = "words"', weight=3))


def _levels(column: _Column) -> str:
    if column.all_read(as_number):
        return _criterion_entry(column, "level_gap", "best = 1  # level above: worth 1", weight=10)
    levels = f"levels = {_quoted(sorted(set(column.answers)))}"
    values = 'values = {"1" = 0.75, "2" = 1.0}  # what each number of levels above is worth'
    note = "# Put the levels in order, the lowest first, and take the # away from these lines.\n"
    return note + _commented(_criterion_entry(column, "level_gap", f"{levels}\n{values}", weight=10))


def _time_zones(column: _Column) -> str:
    return _criterion_entry(column, "time_zones", "enough = 4  # working hours in common: worth 1", weight=3)


def _languages(column: _Column) -> str:
    return _criterion_entry(column, "languages", "enough = 1  # in common: worth 1", weight=5)


def _near(column: _Column) -> str:
    numbers = [as_number(answer) for answer in column.answers]
    reach = max(numbers) - min(numbers)
    return _criterion_entry(column, "near", f"reach = {reach:g}  # so far apart: worth 0", weight=2)


def _shared(column: _Column) -> str:
    return _criterion_entry(column, "shared", "enough = 3  # in common: worth 1", weight=5)


def _same(column: _Column) -> str:
    kind, other = ("different", "same") if column.named(GROUPS) else ("same", "different")
    return _criterion_entry(column, kind, f'# or kind = "{other}"', weight=5)


def _nothing(column: _Column) -> str:
    return ""


_PROPOSALS: tuple[tuple[Callable[[_Column], bool], Callable[[_Column], str]], ...] = (
    (lambda column: column.named(LEVELS), _levels),
    (
        lambda column: column.named(("zone",)) and column.all_read(as_utc_hours(WINTER_AND_SUMMER)),
        _time_zones,
    ),
    (lambda column: column.named(("language",)), _languages),
    (lambda column: column.all_read(as_number), _near),
    (lambda column: {answer.casefold() for answer in column.answers} <= YES_AND_NO, _nothing),
    (lambda column: _is_list(column.answers), _shared),
    (lambda column: len(set(column.answers)) <= MOST_CHOICES, _same),
)


def _criterion_entry(column: _Column, kind: str, settings: str, *, weight: int) -> str:
    name = _quoted(column.name)
    return _entry("criteria", f'kind = "{kind}"\nfield = {name}\n{settings}\nweight = {weight}')


def _rule(column: _Column) -> str:
    name = _quoted(column.name)
    if column.named(MANAGERS):
        return (
            _entry("rules", f'kind = "not_in_line"\nfield = {name}\nmanagers_manager = false')
            + "\n"
            + _entry("rules", f'kind = "no_guide_shared_with_manager"\nfield = {name}')
        )
    if column.named(GROUPS):
        return _commented(_entry("rules", f'kind = "not_same"\nfield = {name}'))
    if column.named(LEVELS):
        limits = "levels = []  # the same order as above\nminimum = 1\nmaximum = 2"
        return _commented(_entry("rules", f'kind = "level_gap"\nfield = {name}\n{limits}'))
    if column.named(("language",)):
        return _entry("rules", f'kind = "shared_language"\nfield = {name}')
    return ""


def _wishes(learners: Columns, guides: Columns) -> Iterator[str]:
    """Columns of the two files that hold the same answers under different names: wants and offers."""
    for wish in learners:
        if wish in guides:
            continue
        wanted = _vocabulary(learners[wish])
        for offer in guides:
            offered = _vocabulary(guides[offer])
            if offer in learners or not wanted or len(wanted & offered) * 2 < len(wanted):
                continue
            is_skill = _Column(wish, (), ()).named(SKILLS) or _Column(offer, (), ()).named(SKILLS)
            kind, left, right = ("skills", "wanted", "offered") if is_skill else ("wish", "wish", "among")
            yield _entry(
                "criteria",
                f'kind = "{kind}"\n{left} = {_quoted(wish)}\n{right} = {_quoted(offer)}\nweight = 10',
            )


def _vocabulary(answers: Sequence[str]) -> set[str]:
    """The different names in a column of lists; empty for yes and no, numbers and long texts."""
    given = [answer for answer in answers if not is_missing(answer)]
    if sum(map(len, given)) > LONG_TEXT * len(given):
        return set()
    names = {name.partition(":")[0].strip().casefold() for answer in given for name in as_names(answer)}
    return set() if names <= YES_AND_NO or all(name.isdigit() for name in names) else names


def _is_list(answers: Sequence[str]) -> bool:
    return sum(len(as_names(answer)) > 1 for answer in answers) * 5 >= len(answers)


def _column(name: str, learners: Columns, guides: Columns) -> _Column:
    sides = (
        [answer for answer in side.get(name, ()) if not is_missing(answer)] for side in (learners, guides)
    )
    return _Column(name, *sides)


def _entry(section: str, lines: str) -> str:
    return f"[[{section}]]\n{lines}\n"


def _commented(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _quoted(value: str | Sequence[str]) -> str:
    """Text or a list of texts as TOML writes it; JSON's quoting is valid TOML."""
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)
