"""Taking a roster in: added, moved, renamed, left, returned; the same again writes nothing, a contradiction neither."""

from dataclasses import replace
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db.models import Model

from learn.accounts import roles
from learn.accounts.models import Department, Learner, Membership, User
from learn.accounts.roster import NotClean, Taken, close_accounts, on_record, take_in
from learn.rules.roster import Person, Roster, Unit, Wrong, plan
from tests.factories import people as cast

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 15)
UNITS = [Unit("11", "Büro", "10"), Unit("10", "Leitung")]
NAZLI = Person("000001", "Nazlı", "Korkmaz", "nazli@example.org", "11", "Vorzimmer", date(1999, 11, 15), line=2)
OLENA = Person("000002", "Olena", "Petrenko", "olena@example.org", "10", "Abteilungsleitung", date(2020, 1, 1), line=3)


@pytest.fixture(autouse=True)
def units() -> None:
    take_in(Roster(units=UNITS, complete=False), TODAY)


def take(*people: Person, on: date = TODAY, complete: bool = True, last_day: date | None = None) -> Taken:
    return take_in(Roster(people, complete=complete), on, last_day)


def everything() -> list[list[dict[str, object]]]:
    models: tuple[type[Model], ...] = (User, Learner, Membership, Department, EmailAddress)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def memberships(number: str = "000001") -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(personnel_no=number).order_by("starts_on")
    return [(row.department.code, row.starts_on, row.ends_on) for row in rows.select_related("department")]


def test_units_in_any_order_make_a_tree() -> None:
    assert Department.objects.get(code="11").parent == Department.objects.get(code="10")
    assert take_in(Roster(units=UNITS, complete=False), TODAY).plan.empty
    take_in(Roster(units=[Unit("10", "Leitung", "12"), Unit("11", "Büro"), Unit("12", "Neu", "11")]), TODAY)
    assert str(Department.objects.get(code="10").parent) == "12 Neu"


def test_person_gets_account_learner_and_membership() -> None:
    taken = take(NAZLI)
    user = User.objects.get(email="nazli@example.org")
    assert taken.users == {user.pk} and not user.has_usable_password() and user.is_active
    assert Learner.objects.get(user=user).certificate_name == "Nazlı Korkmaz"
    assert memberships() == [("11", date(1999, 11, 15), None)]


@pytest.mark.parametrize(
    "then",
    [
        (NAZLI, OLENA),
        (replace(NAZLI, unit="10"), OLENA),
        (replace(NAZLI, position="Poststelle", leaves_on=date(2027, 6, 30)), OLENA),
        (replace(NAZLI, entered_on=date(2001, 1, 1)), OLENA),
        (replace(NAZLI, last_name="Özdemir", email=OLENA.email), replace(OLENA, email=NAZLI.email)),
        (NAZLI,),
    ],
    ids=["same", "moved", "leaving", "entry corrected", "addresses exchanged", "somebody missing"],
)
def test_the_same_roster_again_writes_nothing(then: tuple[Person, ...]) -> None:
    take(NAZLI, OLENA)
    take(*then)
    before = everything()
    for day in (TODAY, date(2027, 2, 16)):
        assert take(*then, on=day).plan.empty
    assert everything() == before


def test_move_closes_the_old_membership_the_day_before() -> None:
    take(NAZLI)
    take(replace(NAZLI, unit="10"))
    assert memberships() == [("11", date(1999, 11, 15), date(2027, 2, 14)), ("10", TODAY, None)]


def test_move_twice_on_one_day_leaves_one_new_membership() -> None:
    take(NAZLI)
    take(replace(NAZLI, unit="10"))
    take(replace(NAZLI, unit="10", position="Poststelle"))
    rows = Membership.objects.order_by("starts_on").values_list("position", "starts_on")
    assert list(rows) == [("Vorzimmer", date(1999, 11, 15)), ("Poststelle", TODAY)]


def test_moving_before_the_first_day_changes_the_membership_that_is_to_come() -> None:
    coming = replace(NAZLI, entered_on=date(2027, 4, 1))
    take(coming)
    take(replace(coming, unit="10", entered_on=date(2027, 5, 1)))
    assert memberships() == [("10", date(2027, 5, 1), None)]


def test_new_name_keeps_the_person_and_a_chosen_name_on_certificates() -> None:
    take(NAZLI)
    take(replace(NAZLI, last_name="Özdemir"))
    assert Learner.objects.get().certificate_name == "Nazlı Özdemir"
    Learner.objects.update(certificate_name="Dr. N. Özdemir")
    take(NAZLI)
    assert (Learner.objects.get().certificate_name, User.objects.get().last_name) == ("Dr. N. Özdemir", "Korkmaz")


def test_two_people_exchange_their_addresses_with_their_log_ins() -> None:
    take(NAZLI, OLENA)
    for user in User.objects.all():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    take(replace(NAZLI, email=OLENA.email), replace(OLENA, email=NAZLI.email))
    for email, name in (("olena@example.org", "Nazlı"), ("nazli@example.org", "Olena")):
        user = User.objects.get(email=email)
        assert user.first_name == name and EmailAddress.objects.get(user=user).email == email


def test_who_is_missing_leaves_with_the_given_day_and_cannot_sign_in_any_more() -> None:
    take(NAZLI, OLENA)
    user = cast.in_group(User.objects.get(email=OLENA.email), roles.HR)
    take(NAZLI, last_day=date(2027, 1, 31))
    assert memberships("000002") == [("10", date(2020, 1, 1), date(2027, 1, 31))]
    user.refresh_from_db()
    assert not user.is_active and not user.groups.exists() and Learner.objects.filter(user=user).exists()
    assert User.objects.get(email=NAZLI.email).is_active


def test_a_known_last_day_closes_the_account_when_it_is_over() -> None:
    take(replace(NAZLI, leaves_on=TODAY))
    assert close_accounts(TODAY) == 0
    assert close_accounts(date(2027, 2, 16)) == 1
    assert close_accounts(date(2027, 2, 16)) == 0
    assert not User.objects.get().is_active


def test_accounts_of_people_without_a_membership_are_never_closed() -> None:
    cast.user()
    assert close_accounts(TODAY) == 0


def test_who_never_began_leaves_no_membership() -> None:
    take(replace(NAZLI, entered_on=date(2027, 4, 1)), OLENA)
    take(OLENA)
    assert memberships() == [] and not User.objects.get(email=NAZLI.email).is_active


@pytest.mark.parametrize(
    ("entered", "since"), [(date(1999, 11, 15), date(2027, 9, 1)), (date(2027, 8, 1), date(2027, 8, 1))]
)
def test_who_returns_is_the_same_person_with_a_new_membership(entered: date, since: date) -> None:
    take(NAZLI, OLENA)
    user = User.objects.get(email=NAZLI.email)
    take(OLENA)
    back = replace(NAZLI, entered_on=entered)
    assert len(take(back, OLENA, on=date(2027, 9, 1)).plan.returned) == 1
    assert memberships() == [("11", date(1999, 11, 15), date(2027, 2, 14)), ("11", since, None)]
    assert User.objects.get(email=NAZLI.email) == user and User.objects.get(pk=user.pk).is_active
    assert take(back, OLENA, on=date(2027, 9, 2)).plan.empty


def test_a_partial_list_lets_nobody_leave() -> None:
    take(NAZLI, OLENA)
    assert take(NAZLI, complete=False).plan.empty


def test_an_account_without_a_number_becomes_the_persons_and_an_unconfirmed_password_goes() -> None:
    mine = User.objects.create_user("nazli@example.org", "vier zufällige Wörter")
    theirs = User.objects.create_user("olena@example.org", "vier zufällige Wörter")
    EmailAddress.objects.create(user=theirs, email=theirs.email, verified=True, primary=True)
    take(NAZLI, OLENA)
    assert User.objects.count() == 2 and Learner.objects.count() == 2
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert not mine.has_usable_password() and theirs.has_usable_password()
    assert str(mine) == "Nazlı Korkmaz"


def test_a_known_person_does_not_get_the_address_of_another_account() -> None:
    take(NAZLI)
    User.objects.create_user("frei@example.org")
    with pytest.raises(NotClean) as caught:
        take(replace(NAZLI, email="frei@example.org"))
    assert [fault.code for fault in caught.value.plan.conflicts] == [Wrong.EMAIL_OF_ACCOUNT]


def test_only_administrators_give_an_administrator_another_address() -> None:
    take(NAZLI, OLENA)
    cast.in_group(User.objects.get(email=NAZLI.email), roles.ADMINISTRATORS)
    clerk = cast.in_group(User.objects.get(email=OLENA.email), roles.HR)
    chief = User.objects.get(email=NAZLI.email)
    roster = Roster([replace(NAZLI, email="neu@example.org"), replace(OLENA, email="auch@example.org")])
    codes = {
        who: [fault.code for fault in plan(on_record(TODAY, by=who).current, roster, TODAY).conflicts]
        for who in (clerk, chief)
    }
    assert codes == {clerk: [Wrong.EMAIL_GUARDED], chief: []}


def test_a_second_number_of_a_person_replaces_the_first() -> None:
    take(NAZLI)
    user = User.objects.get()
    Membership.objects.update(ends_on=date(2027, 1, 1))
    cast.works(user, Department.objects.get(code="10"), since=date(2027, 2, 1), number="000009")
    current = on_record(TODAY).current
    assert list(current.people) == ["000009"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (replace(OLENA, unit="99"), Wrong.UNKNOWN_UNIT),
        (replace(OLENA, personnel_no="000001"), Wrong.NUMBER_TWICE),
        (replace(OLENA, email="nazli@example.org"), Wrong.EMAIL_TWICE),
    ],
)
def test_a_contradiction_writes_nothing(second: Person, code: Wrong) -> None:
    before = everything()
    with pytest.raises(NotClean) as caught:
        take(NAZLI, second)
    assert code in {fault.code for fault in caught.value.plan.conflicts}
    assert everything() == before


def test_circles_and_unknown_parents_are_refused() -> None:
    with pytest.raises(NotClean):
        take_in(Roster(units=[Unit("1", "A", "2"), Unit("2", "B", "1")]), TODAY)
    with pytest.raises(NotClean):
        take_in(Roster(units=[Unit("1", "A", "77")]), TODAY)
    assert Department.objects.count() == 2


def test_as_many_queries_for_many_as_for_one(django_assert_max_num_queries: object) -> None:
    several = [
        replace(NAZLI, personnel_no=f"{number:06}", email=f"p{number}@example.org", line=number)
        for number in range(10, 60)
    ]
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        take(*several)
    moved = [replace(person, unit="10", last_name="Neu", email=f"q{person.email}") for person in several]
    with django_assert_max_num_queries(35):  # type: ignore[operator]
        take(*moved)
