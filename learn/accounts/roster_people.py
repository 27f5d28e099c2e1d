"""The accounts of a roster: made in one go, renamed in one go, addresses exchanged between people."""

from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from learn.accounts.models import Learner, User
from learn.rules.roster import Change, Person

__all__ = ["make_people", "rename"]

BATCH = 500
# no such address exists anywhere (RFC 2606)
ON_THE_WAY = "unterwegs-{}@example.invalid"


def make_people(people: Iterable[Person], accounts: Mapping[str, int]) -> dict[str, int]:
    """Accounts and learners for people who are new; by personnel number the account.

    An account without a personnel number that has the address becomes theirs. If nobody has ever confirmed that the
    address is theirs, its password goes: whoever can read the mail sets a new one.
    """
    people = list(people)
    there = {person.email: accounts[person.email] for person in people if person.email in accounts}
    fresh = [
        User(email=person.email, first_name=person.first_name, last_name=person.last_name, password=make_password(None))
        for person in people
        if person.email not in there
    ]
    User.objects.bulk_create(fresh, batch_size=BATCH)
    _adopt({there[person.email]: person for person in people if person.email in there})
    learners = set(Learner.objects.filter(user__in=there.values()).values_list("user_id", flat=True))
    users = there | {user.email: user.pk for user in fresh}
    Learner.objects.bulk_create(
        [
            Learner(user_id=users[person.email], certificate_name=f"{person.first_name} {person.last_name}"[:120])
            for person in people
            if users[person.email] not in learners
        ],
        batch_size=BATCH,
    )
    return {person.personnel_no: users[person.email] for person in people}


def rename(changes: Mapping[int, Change]) -> None:
    """Write names and addresses that differ, by account; two people may exchange their addresses.

    The name on certificates follows only where the person has not chosen another one.
    """
    changed = {user: c for user, c in changes.items() if _name(c.before) != _name(c.after)}
    _rename_certificates(changed)
    moved = {user: c for user, c in changes.items() if c.before.email != c.after.email}
    _write_addresses({user: change.before.email for user, change in moved.items()}, on_the_way=True)
    User.objects.bulk_update(
        [
            User(pk=user, first_name=c.after.first_name, last_name=c.after.last_name, email=c.after.email)
            for user, c in (changed | moved).items()
        ],
        ["first_name", "last_name", "email"],
        batch_size=BATCH,
    )
    _write_addresses({user: change.after.email for user, change in moved.items()}, on_the_way=False)


def _name(person: Person) -> tuple[str, str]:
    return person.first_name, person.last_name


def _rename_certificates(changed: Mapping[int, Change]) -> None:
    renamed = []
    for learner in Learner.objects.filter(user__in=changed.keys()):
        change = changed[learner.user_id or 0]
        if learner.certificate_name == " ".join(_name(change.before)):
            learner.certificate_name = " ".join(_name(change.after))[:120]
            renamed.append(learner)
    Learner.objects.bulk_update(renamed, ["certificate_name"], batch_size=BATCH)


def _write_addresses(emails: Mapping[int, str], *, on_the_way: bool) -> None:
    """First put every address that changes out of the way, then write the new ones: each exists once at any moment.

    The confirmed address of the log-in goes along: the administration says whose it is.
    """
    if on_the_way:
        waiting = [User(pk=user, email=ON_THE_WAY.format(user)) for user in emails]
        User.objects.bulk_update(waiting, ["email"], batch_size=BATCH)
    there = {user: email if on_the_way else ON_THE_WAY.format(user) for user, email in emails.items()}
    rows = [row for row in EmailAddress.objects.filter(user__in=emails) if row.email.lower() == there[row.user_id]]
    for row in rows:
        row.email = ON_THE_WAY.format(row.user_id) if on_the_way else emails[row.user_id]
    EmailAddress.objects.bulk_update(rows, ["email"], batch_size=BATCH)


def _adopt(people: Mapping[int, Person]) -> None:
    confirmed = set(
        EmailAddress.objects.filter(user__in=people.keys(), verified=True).values_list("user_id", flat=True)
    )
    # made by hand in the CMS and given rights there: never confirmed, and nobody's trap
    trusted = set(User.groups.through.objects.filter(user_id__in=people.keys()).values_list("user_id", flat=True))
    users = list(User.objects.filter(pk__in=people.keys()))
    trusted |= {user.pk for user in users if user.is_superuser}
    for user in users:
        person = people[user.pk]
        user.first_name, user.last_name = person.first_name, person.last_name
        if user.pk not in confirmed and user.pk not in trusted:
            user.password = make_password(None)
    User.objects.bulk_update(users, ["first_name", "last_name", "password"], batch_size=BATCH)
