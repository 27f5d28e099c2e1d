"""Middleware that says in each answer how many SQL statements and commits it took."""

from collections.abc import Callable, Iterable

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
WRITES = ("INSERT", "UPDATE", "DELETE")


class CountingMiddleware:
    """Stands outside of all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with CaptureQueriesContext(connection) as captured:
            response = self.get_response(request)
        statements = [query["sql"] for query in captured]
        response["X-SQL"] = str(sum(not sql.startswith(CONTROL) for sql in statements))
        response["X-Commits"] = str(commits(statements))
        return response


def commits(statements: Iterable[str]) -> int:
    """COMMITs, and writes outside of a transaction, which commit by themselves."""
    inside, count = False, 0
    for sql in statements:
        if sql.startswith("BEGIN"):
            inside = True
        elif sql.startswith(("COMMIT", "ROLLBACK")) and not sql.startswith("ROLLBACK TO"):
            inside = False
            count += sql.startswith("COMMIT")
        elif sql.startswith(WRITES):
            count += not inside
    return count
