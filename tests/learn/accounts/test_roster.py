"""Taking a roster in: added, moved, renamed, unchanged; errors name the line and write nothing."""

from datetime import date

import pytest

from learn.accounts.models import Department, Learner, Membership, User
from learn.accounts.services import RosterError, RosterReport, person_rows, take_people, take_units, unit_rows

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 15)
UNITS = [{"id": "11", "parent_id": "10", "name": "Büro"}, {"id": "10", "parent_id": "", "name": "Leitung"}]
PERSON = {
    "personnel_no": "000001",
    "first_name": "Nazlı",
    "last_name": "Korkmaz",
    "email": "Nazli.Korkmaz@example.org",
    "department_id": "11",
    "role": "Vorzimmer",
    "entry_date": "1999-11-15",
}


@pytest.fixture(autouse=True)
def units() -> None:
    assert take_units(unit_rows(UNITS)) == RosterReport(added=2)


def take(*lines: dict[str, str]) -> RosterReport:
    return take_people(person_rows(lines), TODAY)


def test_units_in_any_order_make_a_tree() -> None:
    assert Department.objects.get(code="11").parent == Department.objects.get(code="10")
    assert take_units(unit_rows(UNITS)) == RosterReport(unchanged=2)


def test_person_gets_account_learner_and_membership() -> None:
    assert take(PERSON) == RosterReport(added=1)
    user = User.objects.get(email="nazli.korkmaz@example.org")
    assert not user.has_usable_password()
    assert Learner.objects.get(user=user).certificate_name == "Nazlı Korkmaz"
    assert Membership.objects.get(user=user).starts_on == date(1999, 11, 15)


def test_same_roster_again_changes_nothing() -> None:
    take(PERSON)
    assert take(PERSON) == RosterReport(unchanged=1)
    assert take(PERSON | {"entry_date": "2001-01-01"}) == RosterReport(unchanged=1)


def test_move_closes_the_old_membership_the_day_before() -> None:
    take(PERSON)
    assert take(PERSON | {"department_id": "10"}) == RosterReport(changed=1)
    old, new = Membership.objects.order_by("starts_on")
    assert (old.ends_on, new.starts_on, new.department.code) == (date(2027, 2, 14), TODAY, "10")


def test_move_twice_on_one_day_leaves_one_new_membership() -> None:
    take(PERSON)
    take(PERSON | {"department_id": "10"})
    take(PERSON | {"department_id": "10", "role": "Poststelle"})
    assert list(Membership.objects.order_by("starts_on").values_list("position", flat=True)) == [
        "Vorzimmer",
        "Poststelle",
    ]


def test_new_name_keeps_the_person() -> None:
    take(PERSON)
    assert take(PERSON | {"last_name": "Özdemir"}) == RosterReport(changed=1)
    assert Learner.objects.get().certificate_name == "Nazlı Özdemir"
    Learner.objects.update(certificate_name="Dr. N. Özdemir")
    take(PERSON)
    assert Learner.objects.get().certificate_name == "Dr. N. Özdemir"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"department_id": "99"}, "Zeile 3: Die Einheit 99 gibt es nicht."),
        ({"personnel_no": "000001"}, "Zeile 3: „000001“ steht schon in Zeile 2."),
        ({"email": "nazli.korkmaz@example.org"}, "Zeile 3: „nazli.korkmaz@example.org“ steht schon in Zeile 2."),
        ({"email": "kein-at"}, "Zeile 3: „kein-at“ ist keine E-Mail-Adresse."),
        ({"entry_date": "15.11.1999"}, "Zeile 3: „15.11.1999“ ist kein Datum."),
        ({"last_name": " "}, "Zeile 3: Das Feld „last_name“ ist leer oder fehlt."),
    ],
)
def test_bad_line_is_named_and_nothing_is_written(change: dict[str, str], said: str) -> None:
    second = PERSON | {"personnel_no": "000002", "email": "b@example.org"} | change
    with pytest.raises(RosterError, match=said.replace(".", r"\.")):
        take(PERSON, second)
    assert not Membership.objects.exists()


def test_address_of_somebody_else_is_refused() -> None:
    User.objects.create_user("nazli.korkmaz@example.org")
    with pytest.raises(RosterError, match="gehört schon zu einer anderen Person"):
        take(PERSON)


def test_circle_and_unknown_parent_are_refused() -> None:
    circle = [{"id": "1", "parent_id": "2", "name": "A"}, {"id": "2", "parent_id": "1", "name": "B"}]
    with pytest.raises(RosterError, match="unter sich selbst"):
        take_units(unit_rows(circle))
    with pytest.raises(RosterError, match="Die Einheit 77 gibt es nicht"):
        take_units(unit_rows([{"id": "1", "parent_id": "77", "name": "A"}]))
    assert Department.objects.count() == 2
