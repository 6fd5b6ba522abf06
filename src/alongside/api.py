"""The JSON API: OpenAPI 3.1 at ``/api/v1/openapi.json``; each feature brings a router over its own actions."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema

from alongside.accounts.api import router as accounts
from alongside.accounts.api_auth import PersonalToken, TokenThrottle
from alongside.accounts.idempotency import answered_once
from alongside.activity.api import router as activity
from alongside.activity.problems import MEDIA_TYPE, Problem, answer_with_problems, problem
from alongside.growth.api import router as growth
from alongside.matching.api import router as matching
from alongside.matching.chemistry.api import router as chemistry
from alongside.matching.choice_api import router as choice
from alongside.matching.circles.api import router as circles
from alongside.matching.flash.api import router as flash
from alongside.matching.learning.api import router as learning
from alongside.matching.wishes.api import router as wishes
from alongside.people.api import router as people
from alongside.programmes.api import router as programmes
from alongside.relationships.api import router as relationships
from alongside.relationships.credits.api import router as coaching

FEATURES: list[Router] = [accounts, activity, people, programmes, growth, relationships]
FEATURES += [coaching, matching, choice, chemistry, circles, flash, learning, wishes]
ERRORS = (400, 401, 403, 404, 409, 422, 429)
ORGANISATION = {
    "in": "path",
    "name": "organisation",
    "required": True,
    "description": "The short name of the organisation, as in the addresses of its pages.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key sent twice does the write once; both get the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[A-Za-z0-9_-]+$"},
}


class OrganisationApi(NinjaAPI):
    """An API whose routes all lie inside an organisation and share their errors."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # noqa: ANN401
        """Ninja's schema, with what every route has in common said once here."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"].update(_problem_schemas())
        for address in schema["paths"].values():
            for method, operation in address.items():
                common = [ORGANISATION] if method == "get" else [ORGANISATION, IDEMPOTENCY_KEY]
                operation["parameters"] = [*common, *operation["parameters"]]
                operation["responses"].update({status: _problem_response(status) for status in ERRORS})
        return schema


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    return {**schema.pop("$defs"), "Problem": schema}


def _problem_response(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
    return {"description": HTTPStatus(status).phrase, "content": content}


api = OrganisationApi(
    title="Alongside",
    version="1",
    urls_namespace="api",
    docs_url=None,
    auth=PersonalToken(),
    throttle=[TokenThrottle(most_a_minute=600)],
)
answer_with_problems(api)
api.add_decorator(answered_once, mode="view")
for feature in FEATURES:
    api.add_router("/o/{slug:organisation}", feature)


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """An address under /api/ that no route has."""
    return problem(404, _("There is no such address in the API. See /api/v1/openapi.json."))
