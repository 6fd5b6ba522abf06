"""A broken rule shown where the person can mend it: in the form they have just filled in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from alongside.activity.actions import RuleBroken


@contextmanager
def rules_shown_in(form: BaseForm) -> Iterator[None]:
    """Turn ``RuleBroken`` raised inside into an error of the form; what was typed stays::

    if form.is_valid():
        with rules_shown_in(form):
            plan_session(relationship, by=request.person, **form.cleaned_data)
            return redirect(...)
    return render(...)
    """
    try:
        yield
    except RuleBroken as problem:
        form.add_error(None, problem.message)
