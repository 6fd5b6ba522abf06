"""Partial changes in the API (PATCH): a value that is left out stays as it is; null is no value."""

from typing import Any

from ninja import Field, Schema


def if_given(**rules: Any) -> Any:  # noqa: ANN401  as pydantic's own Field
    """A field of a partial change, with pydantic's rules for when it is given: ``name: str = if_given()``."""
    return Field(default=None, json_schema_extra=_without_default, **rules)


def given(changes: Schema) -> dict[str, Any]:
    """The values that were sent, by name."""
    return changes.dict(exclude_unset=True)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)
