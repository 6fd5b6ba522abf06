"""What a match must obey: each rule marks the pairs that it forbids, and says why.

A rule is a frozen set of settings. Most forbid pairs (`forbids`); some fix pairs (`fixes`), or keep two
learners from sharing a guide (`separates`). A missing answer forbids nothing: a rule acts on what it knows.

    from_settings({"kind": "not_same", "field": "department"})
"""

from alongside.pairing.rules.base import KINDS, FieldRule, Rule, from_settings, rule
from alongside.pairing.rules.fields import (
    AtLeastShared,
    LevelLimits,
    NotSame,
    OnlySame,
    SharedHours,
    SharedLanguage,
)
from alongside.pairing.rules.people import (
    Conflicts,
    Excluded,
    Locked,
    NoGuideSharedWithManager,
    NotInLine,
    NotThemselves,
)

__all__ = [
    "KINDS",
    "AtLeastShared",
    "Conflicts",
    "Excluded",
    "FieldRule",
    "LevelLimits",
    "Locked",
    "NoGuideSharedWithManager",
    "NotInLine",
    "NotSame",
    "NotThemselves",
    "OnlySame",
    "Rule",
    "SharedHours",
    "SharedLanguage",
    "from_settings",
    "rule",
]
