"""mentor-match: the government scheme's own program, with the scheme's own rules."""

import csv
import operator

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.rules.rule import Disqualify, Equivalent, Generic, Grade, UnmatchedBonus
from measuring import run

from matching import process

GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]


def rules(bonus):
    return [
        Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
        Disqualify(lambda match: match.mentor.grade <= match.mentee.grade),
        Disqualify(lambda match: match.mentor.grade - match.mentee.grade > 2),
        Grade(1, operator.eq, {True: 9, False: 0}),
        Grade(2, operator.eq, {True: 12, False: 0}),
        Equivalent("profession", {True: 10, False: 0}),
        Generic({True: 6, False: 0}, is_wished_for),
        UnmatchedBonus(bonus),
    ]


def is_wished_for(match):
    wish = match.mentee.wish
    return bool(wish) and wish in match.mentor.characteristics


def scheme(rounds):
    def prepare(instance):
        mentees = [person(Mentee, row) for row in rows(instance.folder / "mentees.csv")]
        mentors = [person(Mentor, row) for row in rows(instance.folder / "mentors.csv")]

        def solve():
            process.process_data(mentors, mentees, [rules(bonus) for bonus in (0, 50, 100)[:rounds]])
            pairs = [(mentee, mentor) for mentee in mentees for mentor in mentee.mentors]
            reached = sum(1 for each in mentees if each.mentors), sum(1 for each in mentors if each.mentees)
            total = sum(points(*pair) for pair in pairs)
            return {"pairs": len(pairs), "total": total, "learners": reached[0], "guides": reached[1]}

        return solve

    return prepare


def person(kind, row):
    made = kind(**{**row, "email": row["email address"], "grade": GRADES.index(row["grade"])})
    made.wish = row.get("identity to match", "").strip()
    made.characteristics = [each.strip() for each in row.get("characteristics", "").split(",")]
    return made


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def points(mentee, mentor):
    gap = {1: 9, 2: 12}[mentor.grade - mentee.grade]
    same = 10 * (mentee.profession == mentor.profession)
    return gap + same + 6 * bool(mentee.wish and mentee.wish in mentor.characteristics)


run("mentor-match", {"scheme_once": scheme(1), "scheme_thrice": scheme(3)})
