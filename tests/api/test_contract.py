"""The interface keeps what its description says, whatever it is given."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lizao.api.browsers import COOKIE, CSRF_HEADER
from lizao.api.service import service
from tests.api.house import Page, Served, served
from tests.app.running_house import ENGINEER

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LEAVING = {("DELETE", "/api/session"), ("POST", "/api/session"), ("POST", "/api/password")}
"""What ends the session of the one who tries, or makes the next try wait."""
EXAMPLES = 12


@pytest.fixture(scope="module")
def home() -> Iterator[Served]:
    """One home that has to bear it all."""
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def page(home: Served) -> Page:
    """Somebody who may do a lot."""
    return home.signed_in(ENGINEER)


def test_whatever_is_asked_is_answered_as_the_description_says(home: Served, page: Page) -> None:
    """No failure of the service, no status and no shape that is not in its description."""
    app = service(home.house, hosts=frozenset({"testserver"}))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    found = [*schema.get_all_operations()]
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    assert len(operations) == len(found)
    assert len(operations) > 25
    headers = {CSRF_HEADER: page.csrf}
    cookies = {COOKIE: str(page.client.cookies[COOKIE])}
    for operation in operations:
        if (operation.method.upper(), operation.path) in LEAVING:
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def tried(case: Case[Any]) -> None:
            case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKS)

        tried()


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'{"key": 3}', b"\xff\xfe", b"{" * 500])
def test_what_is_no_entry_is_refused_in_a_sentence(home: Served, body: bytes) -> None:
    """Whatever stands in it."""
    headers = {"content-type": "application/json"}
    refused = home.stranger().post("/api/session", content=body, headers=headers)
    assert refused.status_code in {401, 422}
    assert refused.json()["text"]
