"""The weights of a draft that came from advice."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from alongside.matching.learning.lessons import HIGHEST_WEIGHT
from alongside.matching.learning.models import AdvisedCriteria
from alongside.matching.overview import question_texts
from alongside.programmes.criteria import criterion_label
from alongside.web.forms import Slider


class AdviceForm(forms.Form):
    """A slider for each criterion: at what is advised, with what counts now beside it."""

    def __init__(self, draft: AdvisedCriteria, data: QueryDict | None = None) -> None:
        super().__init__(data)
        texts = question_texts(draft.programme)
        most = max([HIGHEST_WEIGHT, *(row["weight"] for row in draft.criteria)])
        for place, row in enumerate(draft.criteria):
            named = {"now": row["weight"], "advised": row["advised"]}
            is_same = row["weight"] == row["advised"]
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label=criterion_label(row["kind"], row["settings"], texts),
                help_text=(_("Now %(now)d. Stays.") if is_same else _("Now %(now)d. Advised: %(advised)d."))
                % named,
                min_value=0,
                max_value=most,
                initial=row["advised"],
                widget=Slider,
            )

    @property
    def weights(self) -> list[int]:
        """What the sliders say, in the order of the draft."""
        return [self.cleaned_data.get(name) or 0 for name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Something has to count."""
        cleaned = super().clean() or {}
        if not self.errors and not any(self.weights):
            raise forms.ValidationError(_("Nothing counts now. Give at least one of these a weight above 0."))
        return cleaned
