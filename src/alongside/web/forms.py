"""Forms drawn in the look of the house: label, control, error, hint, tied together for screen readers."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` and ``{{ field.as_field_group }}`` with the templates of this room."""

    form_template_name = "web/components/form.html"
    field_template_name = "web/components/field.html"
