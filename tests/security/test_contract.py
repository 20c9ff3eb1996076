"""The OpenAPI document turned against the API: every parameter, valid and not, as a curator and as a limited person."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from data.settings import use
from tests.attacks import Attacks
from tests.security.conftest import Installation
from tests.security.limited import person

_FIXED = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
@pytest.mark.parametrize("name", ["curator", "one area", "unbound recipient", "administrator"])
def test_the_api_keeps_its_own_contract(built: Installation, attacks: Attacks, name: str, mode: GenerationMode) -> None:
    """No 5xx, statuses and bodies as declared, whatever is asked."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Keyed(built, name))
    operation = next(iter(schema.get_all_operations())).ok()

    @_FIXED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call()
        attacks.met(f"{name}: {case.query}", response.status_code < 500, response.status_code)
        case.validate_response(response, checks=[schemathesis.checks.not_a_server_error])
        attacks.met(f"{name}: {case.query} тело", conforms(schema, response), response.text[:200])

    with use(built.settings):
        ask()


def conforms(schema: Any, response: Any) -> bool:
    """Whether the body is one of those that the document declares for the status."""
    status, kind = response.status_code, response.headers["content-type"][0].split(";")[0]
    declared = schema.raw_schema["paths"]["/api/v1/query"]["get"]["responses"]
    if str(status) not in declared or kind not in declared[str(status)]["content"]:
        return False
    if kind == "text/csv":
        return True
    body = response.json()
    if status != 200:
        return set(body) == {"error"} and any("а" <= letter <= "я" for letter in body["error"])
    required = schema.raw_schema["components"]["schemas"]["Answer"]["required"]
    return set(required) <= set(body) and all(isinstance(row, dict) for row in body["rows"])


class Keyed:
    """The application, asked by somebody who is signed in."""

    def __init__(self, there: Installation, name: str) -> None:
        with use(there.settings):
            if name == "curator":
                opened = there.opened("curator")
            else:
                asker = person(name, there.settings)
                opened = there.opened(*asker.roles, limits=asker.limits)
        self._cookie, self._application = f"mcu_session={opened.token}", there.application.server

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        return self._application(environ | {"HTTP_COOKIE": self._cookie}, start)
