"""A certificate's page by ear: everything that stands on the paper, in its order; it is written to docs/heard/."""

import pytest

import certificates.api
from certificates.record import record_of
from learn.accounts.models import Learner, User
from tests.factories.certificates import award
from tests.heard.listener.listener import Listener
from tests.heard.report import Report
from tests.heard.test_types import DOCS
from tests.heard.transcript import markdown
from tests.heard.walk import Walk

EMAIL, PASSWORD = "eva@example.org", "vier zufällige Wörter"
FILL = """(() => {{
    document.querySelector("input[name=login]").value = {email!r};
    document.querySelector("input[name=password]").value = {password!r};
}})()"""


def listen(ear: Listener, site: str, code: str) -> Walk:
    """Signs in, which has its own tests, and opens the certificate with the button of the form."""
    walk = Walk(ear, "certificate")
    walk.state("Öffnen")
    with ear.window(f"{site}/konto/login/?next=/de/zertifikat/{code}/"):
        ear.evaluate(FILL.format(email=EMAIL, password=PASSWORD))
        walk.go_to("main form button", "zum Knopf „Anmelden“")
        walk.steps.clear()
        walk.press("Return", "anmelden, das Zertifikat öffnet sich")
    return walk


def test_all_that_stands_on_the_paper_is_heard_in_its_order(
    phishing: str, live_site: str, ear: Listener, report: Report
) -> None:
    learner = Learner.objects.create(user=User.objects.create_user(EMAIL, PASSWORD))
    credential = certificates.api.issue(award(holder=learner.pk))
    record = record_of(credential)
    facts = [word for fact in record.facts for word in (fact.label, fact.value)]
    wanted = [record.title, "Überschrift Ebene 1", record.course, record.name, record.says, record.outcomes_title]
    wanted += [*record.outcomes, *facts, record.signatory, record.code_label]
    walk = listen(ear, live_site, credential.code)
    missing = unheard(walk.steps[-1].text, wanted)
    if missing:  # a busy machine; once again, and counted
        report.repeated += 1
        walk = listen(ear, live_site, credential.code)
        missing = unheard(walk.steps[-1].text, wanted)
    (DOCS / "certificate.md").write_text(markdown(walk).replace(record.code_grouped, "…"), encoding="utf-8")
    report.add(walk, len(wanted), len(missing))
    assert not missing, f"{missing} is missing in: {walk.steps[-1].text}"


def unheard(heard: str, wanted: list[str]) -> list[str]:
    """What is not heard, or not in this order."""
    missing, rest = [], " ".join(heard.split())
    for phrase in wanted:
        _before, found, after = rest.partition(" ".join(phrase.split()))
        if found:
            rest = after
        else:
            missing.append(phrase)
    return missing


pytestmark = pytest.mark.heard
