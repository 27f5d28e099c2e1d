"""Each rule of the house is red for an offence planted on purpose: a rule that cannot fail guards nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from learn.accounts.models import Learner
from tests.house import rules


def plant(root: Path, place: str, text: str) -> Path:
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return root


def test_a_long_file(tmp_path: Path) -> None:
    plant(tmp_path, "learn/web/hall.py", "x = 1\n" * 401)
    assert rules.long_files(tmp_path) == ["learn/web/hall.py: 401 lines"]


def test_a_long_function(tmp_path: Path) -> None:
    plant(tmp_path, "courses/api.py", "def endless():\n" + "    x = 1\n" * 50)
    assert rules.long_functions(tmp_path) == ["courses/api.py:1 endless: 51 lines"]


def test_a_pure_room_that_imports_a_framework_deep_inside(tmp_path: Path) -> None:
    plant(tmp_path, "room/__init__.py", "")
    plant(tmp_path, "room/corner.py", "def f():\n    pass\nimport django.db\n")
    assert "django is not for a pure room" in rules.impure(tmp_path, "room")


def test_a_model_that_says_nothing() -> None:
    silent = type("Silent", (), {"__module__": "learn.web"})
    empty = type("Empty", (), {"__module__": "learn.web", "personal_data": None, "retention": ""})
    honest = type("Honest", (), {"__module__": "learn.web", "personal_data": None, "retention": "for ever"})
    assert rules.unstated([silent, empty, honest]) == [
        "learn.web.Silent: states no personal_data or no retention",
        "learn.web.Empty: retention is empty",
    ]


@pytest.mark.parametrize("line", ["@receiver(post_save)", "@dispatch.receiver(post_save)"])
def test_a_second_listener(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "learn/receivers.py", f"{line}\ndef allowed(**kwargs): ...\n")
    plant(tmp_path, "courses/models/lesson.py", f"{line}\ndef forbidden(**kwargs): ...\n")
    assert rules.listeners(tmp_path) == ["courses/models/lesson.py:2 listens"]


def test_a_rule_in_save() -> None:
    class Clever(models.Model):
        class Meta:
            app_label = "planted"
            abstract = True

        def save(self, *args: Any, **kwargs: Any) -> None:
            raise NotImplementedError

    assert [offence.rpartition(".")[2] for offence in rules.rules_in_save([Clever])] == ["save"]


def test_dull_migration_names(tmp_path: Path) -> None:
    for name in ("0002_auto_20270101_1200", "0003_alter_user_email", "0004_learner_guest_since", "0005"):
        plant(tmp_path, f"learn/migrations/{name}.py", "")
    dull = [Path(name).stem for name in rules.dull_migrations(tmp_path)]
    assert dull == ["0002_auto_20270101_1200", "0003_alter_user_email", "0005"]


@pytest.mark.django_db
def test_a_model_changed_without_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Learner._meta.original_attrs, "verbose_name", "changed without a migration")
    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_jobs_that_nobody_knows(tmp_path: Path) -> None:
    source = 'queue("learn.jobs.known", 1)\nqueue("learn.jobs.gone", 1)\nlearn.queue.queue(name, 1)\n'
    plant(tmp_path, "learn/web/quiz.py", source)
    assert rules.unknown_jobs(tmp_path, {"learn.jobs.known"}) == [
        "learn/web/quiz.py:2 queues 'learn.jobs.gone'",
        "learn/web/quiz.py:3 queues name",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "as this " + "issue demands",
        "see ../shared" + "/content",
        "the guide" + " says",
        "/work" + "/main/var",
        "issue" + " 2",
    ],
)
def test_words_of_the_workshop(tmp_path: Path, words: str) -> None:
    plant(tmp_path, "docs/architecture.md", f"A line.\nAnother, {words}.\n")
    assert len(rules.workshop_words(tmp_path)) == 1


def test_ordinary_english_is_no_word_of_the_workshop(tmp_path: Path) -> None:
    text = "certificates.api.issue(award) issues a certificate. A guide dog. The session is shared.\n"
    plant(tmp_path, "docs/architecture.md", text)
    assert rules.workshop_words(tmp_path) == []


@pytest.mark.parametrize("host", ["registry.npm" + "js.org", "files.python" + "hosted.org", "pypi" + ".org"])
def test_an_address_of_a_registry(tmp_path: Path, host: str) -> None:
    plant(tmp_path, "package-lock.json", f'{{"resolved": "https://{host}/a.tgz"}}')
    assert len(rules.registry_addresses(tmp_path)) == 1


def test_a_report_that_looks_past_the_window(tmp_path: Path) -> None:
    source = "def good(viewer):\n    return visible_people(viewer, today)\n\ndef bad(viewer):\n    return 1\n\n"
    source += "def worse():\n    return Enrolment.objects.all()\n"
    assert rules.blind_reports(source) == [
        "bad does not begin with visible_people",
        "worse does not begin with visible_people",
    ]
    plant(tmp_path, "learn/reports/queries.py", "Enrolment.objects.all()\n")
    plant(tmp_path, "learn/reports/views.py", "Enrolment.objects.all()\n")
    plant(tmp_path, "learn/reports/runs.py", "ReportRun.objects.all()\n")
    assert rules.reading_beside_queries(tmp_path) == ["learn/reports/views.py:1 reads rows"]


def test_a_module_without_a_word(tmp_path: Path) -> None:
    plant(tmp_path, "learn/web/quiz.py", "x = 1\n")
    plant(tmp_path, "learn/web/__init__.py", "")
    assert rules.speechless(tmp_path) == ["learn/web/quiz.py"]


def test_a_personal_model_that_nobody_exports() -> None:
    assert rules.unlisted([Learner], {"accounts.Learner"}) == []
    assert rules.unlisted([Learner], set()) == ["accounts.Learner: not in the inventory of learn.privacy"]


def test_a_room_left_open() -> None:
    found = rules.open_rooms(["courses.api", "courses.cellar", "courses.models"], ["courses.models"], {"courses.api"})
    assert found == ["courses.cellar"]
