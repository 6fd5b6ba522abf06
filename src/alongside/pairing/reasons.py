"""Reasons as data: a key and parameters, from which an English sentence or a translation is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Parameter = str | int | float | Sequence[str]

# One sentence for each key, or one for a count of one and one for other counts.
SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "same": "Both: {answer} ({field}).",
    "not_same": "Not the same {field}: {learner} and {guide}.",
    "different": "Different {field}: {learner} and {guide}.",
    "not_different": "The same {field}: {answer}.",
    "levels_above": ("{guide} is one level above {learner}.", "{guide} is {count} levels above {learner}."),
    "levels_below": ("{guide} is one level below {learner}.", "{guide} is {count} levels below {learner}."),
    "levels_equal": "Both are at the same level: {learner}.",
    "skills_met": ("Offers what is wanted: {answers}.", "Offers what is wanted: {answers}."),
    "skills_unmet": "Offers none of the skills wanted: {wanted}.",
    "shared": ("In common ({field}): {answers}.", "In common ({field}): {answers}."),
    "nothing_shared": "Nothing in common ({field}).",
    "nothing_shared_at_level": "Nothing in common at {level} or above ({field}).",
    "close_in_meaning": "What they wrote is {percent} percent alike in meaning ({field}).",
    "close_in_words": "What they wrote is {percent} percent alike by the words in common ({field}).",
    "wished_for": "Wished for as choice {place} ({field}).",
    "wished_for_by_guide": "Wishes for this person as choice {place} ({field}).",
    "wished_for_by_both": "Each wished for the other, as choice {place} and choice {guide_place} ({field}).",
    "not_wished_for": "Not among those wished for ({field}).",
    "custom": "{sentence}.",
    "hours_shared": ("They share one working hour a day.", "They share {count} working hours a day."),
    "near": "{field}: {learner} and {guide}.",
    "combination": "{field}: {learner} with {guide}.",
    "wish_met": "The wish is met: {answer}.",
    "wish_unmet": "The wish is not met: {answer}.",
    "missing": "{field} is not answered, so it counts neither for nor against.",
    "missing_counts": "{field} is not answered; that counts as {value}.",
    "themselves": "Nobody is matched with themselves.",
    "manages": "One manages the other.",
    "manages_manager": "One manages the other, or the other’s manager.",
    "conflict": "The two must be kept apart.",
    "excluded": "This pair was excluded.",
    "too_few_levels": "{guide} is too low for {learner}: at least {least} levels above are asked for.",
    "too_many_levels": "{guide} is too high for {learner}: at most {most} levels above are allowed.",
    "too_little_shared": ("They share no {field}.", "They share fewer than {count} ({field})."),
    "too_few_hours": "They share {hours} working hours a day; at least {least} are asked for.",
    "nobody_there": "There is nobody on the other side.",
    "nobody_allowed": "Nobody is allowed: “{rule}” rules out {forbidden} of {others}.",
    "all_allowed_matched": (
        "The only person who is allowed is matched with them already.",
        "The {count} people who are allowed are all matched with them already.",
    ),
    "competition": (
        "Everyone allowed is taken: {people} people want {wanted} places, and there is room for {places} with {names}."
    ),
    "competition_of_many": (
        "Everyone allowed is taken: {people} people want {wanted} places, and {others} people have {places} for them."
    ),
    "kept_apart": "Places are free only with people who help somebody they must be kept apart from.",
    "costs_others": "A place is free, but filling it would cost others more than it gives.",
    "costs_stability": (
        "A place is free, but only if others moved on to somebody whom they like less: they would rather swap back."
    ),
    "change_place": "{who} takes one more: fit {fit}.",
    "change_rules": "Set aside “{rules}” for {learner} and {guide}: fit {fit}.",
    "change_rules_and_place": "Set aside “{rules}” for {learner} and {guide}, and {who} takes one more: fit {fit}.",
    "only_one_allowed": "{who} is the only one who is allowed for {person}.",
    "fits_best": "Nobody who is allowed fits {person} better than {who}.",
    "fits_after": (
        "Of {others} others who are allowed, one fits {person} better than {who}.",
        "Of {others} others who are allowed, {count} fit {person} better than {who}.",
    ),
    "pair_fixed": "The pair is locked, so it stays whatever else there is.",
    "pair_needed": "Without this pair the rules and the locked pairs could not be met together.",
    "instead_points": "The next best for {person} is {who}: the whole would lose {points} points.",
    "instead_equal": "{who} would do for {person} as well: the whole would lose nothing, so the seed decided.",
    "instead_places": (
        "The next best for {person} is {who}: one place fewer would be filled.",
        "The next best for {person} is {who}: {count} places fewer would be filled.",
    ),
    "instead_people": (
        "The next best for {person} is {who}: one person fewer would have anybody.",
        "The next best for {person} is {who}: {count} people fewer would have anybody.",
    ),
    "without_points": "Without this pair the whole would lose {points} points.",
    "without_equal": "Without this pair the whole would lose nothing.",
    "without_places": (
        "Without this pair one place fewer would be filled.",
        "Without this pair {count} places fewer would be filled.",
    ),
    "without_people": (
        "Without this pair one person fewer would have anybody.",
        "Without this pair {count} people fewer would have anybody.",
    ),
    "would_rise": "{person} would have {who} if their fit were above {needed} rather than {fit}.",
    "would_fall": "The pair would end if its fit were below {needed} rather than {fit}.",
    "no_fit_ends_it": "No lower fit would end the pair.",
}


@dataclass(frozen=True)
class Reason:
    """Why, as a key of SENTENCES and its parameters; a translation maps the key to its own sentence."""

    key: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def sentence(self) -> str:
        """The reason in English."""
        return fill(SENTENCES[self.key], self.parameters)


def fill(template: str | tuple[str, str], parameters: Mapping[str, Parameter]) -> str:
    """A template with its parameters in; the first of two forms is for a count of one."""
    if isinstance(template, tuple):
        template = template[0 if parameters.get("count") == 1 else 1]
    return template.format_map({name: in_words(value) for name, value in parameters.items()})


def in_words(value: Parameter) -> str:
    """A parameter as people write it: lists with commas and a final `and`, numbers without needless zeros."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:g}"
    *others, last = [str(each) for each in value] or [""]
    return f"{', '.join(others)} and {last}" if others else last
