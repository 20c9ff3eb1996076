"""The OpenAPI document turned against the API: every parameter, valid and not, as a curator and as a limited person."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from data.settings import use
from tests.attacks import Attacks
from tests.security.conftest import Installation
from tests.security.limited import person

_FIXED = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
@pytest.mark.parametrize("name", ["curator", "one area", "unbound recipient", "administrator"])
def test_the_api_keeps_its_own_contract(built: Installation, attacks: Attacks, name: str, mode: GenerationMode) -> None:
    """No 5xx, statuses and bodies as declared, whatever is asked."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Keyed(built, name))
    for operation in (found.ok() for found in schema.get_all_operations()):

        @_FIXED
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            response = case.call()
            what = f"{name}: {case.path} {case.path_parameters} {case.query}"
            attacks.met(what, response.status_code < 500, response.status_code)
            attacks.met(f"{what}: тело", conforms(case, response), (response.status_code, response.text[:200]))

        with use(built.settings):
            ask()


def conforms(case: Any, response: Any) -> bool:
    """Whether status, kind and body are those that the document declares; an address of no rule gets a plain 404."""
    if response.status_code == 404:
        return any("а" <= letter <= "я" for letter in response.text)
    try:
        case.validate_response(response, checks=[checks.status_code_conformance, checks.content_type_conformance,
                                                 checks.response_schema_conformance])  # fmt: skip
    except (Failure, FailureGroup):
        return False
    return True


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
        return self._application(environ | {"HTTP_COOKIE": self._cookie, "HTTP_ACCEPT_ENCODING": ""}, start)
