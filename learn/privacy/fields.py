"""Who sees which data about staff: the one list, told to the staff council and held by a golden test.

Introducing or widening such a view is subject to co-determination (§ 72 (3) no. 1 and 2 LPVG NRW). So it is data, and a
change of it is a change of this file. Retention as in the models; legal bases: § 18 DSG NRW, Art. 6 (1) c and e DSGVO.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["FIELDS", "REACH_NAMES", "ROLE_NAMES", "Field", "Group", "Reach", "Role", "visible_columns"]


class Role(StrEnum):
    """Those who may see something about a person."""

    SELF = "self"
    HEAD = "head"
    HR = "hr"
    TRAINER = "trainer"
    ADMIN = "admin"


class Reach(StrEnum):
    """How far a role's sight goes."""

    NO = "no"
    YES = "yes"
    OWN_UNITS = "own-units"
    ALL = "all"
    NAMELESS = "nameless"
    COUNTED = "counted"


ROLE_NAMES: dict[Role, Promise] = {
    Role.SELF: _("Sie selbst"),
    Role.HEAD: _("Ihre Leitung"),
    Role.HR: _("Personalstelle"),
    Role.TRAINER: _("Lehrende"),
    Role.ADMIN: _("Administration"),
}
REACH_NAMES: dict[Reach, Promise] = {
    Reach.NO: _("nein"),
    Reach.YES: _("ja"),
    Reach.OWN_UNITS: _("eigene Einheit und darunter"),
    Reach.ALL: _("alle Beschäftigten"),
    Reach.NAMELESS: _("ohne Namen"),
    Reach.COUNTED: _("nur Summen ab 5 Personen"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is known about a person; `columns` are the keys under which reports and screens show it."""

    label: Promise
    head: Reach
    hr: Reach
    trainer: Reach = Reach.NO
    admin: Reach = Reach.NO
    own: Reach = Reach.YES
    columns: tuple[str, ...] = ()

    def reach(self, role: Role) -> Reach:
        """How far a role sees this."""
        return {
            Role.SELF: self.own,
            Role.HEAD: self.head,
            Role.HR: self.hr,
            Role.TRAINER: self.trainer,
            Role.ADMIN: self.admin,
        }[role]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields for one purpose, with how long they are kept."""

    title: Promise
    purpose: Promise
    kept: Promise
    fields: tuple[Field, ...]


def _of_staff(label: Promise, *columns: str) -> Field:
    """What the personnel office sees of everybody and a head of the own people; administrators stand in for both."""
    return Field(label, head=Reach.OWN_UNITS, hr=Reach.ALL, admin=Reach.ALL, columns=columns)


def _for_the_office(label: Promise, *columns: str) -> Field:
    return Field(label, head=Reach.NO, hr=Reach.ALL, admin=Reach.ALL, columns=columns)


def _for_nobody_else(label: Promise) -> Field:
    return Field(label, head=Reach.NO, hr=Reach.NO)


FIELDS: tuple[Group, ...] = (
    Group(
        _("Person und Stelle"),
        _("Schulungen den richtigen Personen zuweisen"),
        _("bis 6 Monate nach dem Ende der Beschäftigung"),
        (
            _of_staff(_("Name"), "person"),
            _of_staff(_("Organisationseinheit und Stelle"), "department", "position"),
            _for_the_office(_("Personalnummer, Beginn und Ende der Zugehörigkeit"), "personnel_no"),
            _for_the_office(_("Dienstliche E-Mail-Adresse"), "email"),
            _for_the_office(_("Ob Sie schon ein Passwort haben und wann Sie eingeladen wurden"), "invited_on"),
            Field(_("Zeitpunkt der letzten Anmeldung"), head=Reach.NO, hr=Reach.NO, admin=Reach.ALL),
        ),
    ),
    Group(
        _("Pflichtschulungen"),
        _("nachweisen, dass vorgeschriebene Schulungen gemacht sind"),
        _("bis 3 Jahre nach dem Ende der Beschäftigung"),
        (
            _of_staff(_("Welche Pflicht gilt, seit wann und warum"), "requirement", "since"),
            _of_staff(_("Stand: zum Beispiel offen, überfällig, gültig"), "state", "renewal_open"),
            _of_staff(
                _("Fällig am, abgeschlossen am, gültig bis; wie viele Tage darüber oder noch"),
                "due_on",
                "completed_on",
                "valid_until",
                "days_over",
                "days_left",
            ),
            _of_staff(_("Befreiung und Abwesenheit: Zeitraum und Kennwort, nie eine Diagnose"), "reason_code", "until"),
            _of_staff(_("Anerkannte und übernommene Abschlüsse, mit Nachweis"), "kind", "source", "document"),
            _of_staff(_("Wann an eine Frist erinnert wurde"), "reminded_on"),
            _of_staff(_("Entscheidungen der Personalstelle: wer, wann, warum"), "decision", "actor", "reason", "at"),
            _of_staff(_("Tag der ersten Anmeldung, nur wo eine Frist damit beginnt"), "first_login_on"),
        ),
    ),
    Group(
        _("Kurse und Zertifikate"),
        _("Abschlüsse berichten"),
        _("so lange wie der Nachweis gilt, danach 1 Jahr"),
        (
            _of_staff(_("Welcher Kurs, begonnen am, abgeschlossen am"), "course", "started_on"),
            _of_staff(_("Nummer des Zertifikats"), "certificate"),
        ),
    ),
    Group(
        _("Wie Sie lernen"),
        _("weiterlernen, wo Sie aufgehört haben; Aufgaben bewerten"),
        _("Antworten 90 Tage nach dem Abschluss"),
        (
            _for_nobody_else(_("Antworten, Punkte und Ergebnisse in Prozent")),
            Field(_("Freie Antworten, die gelesen und bewertet werden"), Reach.NO, Reach.NO, trainer=Reach.NAMELESS),
            _for_nobody_else(_("Zahl der Versuche, Übungen, erledigte Lektionen")),
            _for_nobody_else(_("Wann und wie lange Sie gelernt haben")),
        ),
    ),
    Group(
        _("Freiwillige Angaben"),
        _("Beteiligung nach Geschlecht und Alter (Gender-Budgeting)"),
        _("bis Sie sie löschen"),
        (
            Field(
                _("Geschlecht und Altersgruppe"),
                head=Reach.NO,
                hr=Reach.COUNTED,
                admin=Reach.COUNTED,
                columns=("gender", "age_band"),
            ),
        ),
    ),
    Group(
        _("Protokolle und Post"),
        _("nachvollziehen, wer Daten ansieht, und Störungen beheben"),
        _("Einsichten 12 Monate, E-Mails 30 Tage"),
        (
            _for_nobody_else(_("Wer Ihre Daten angesehen oder heruntergeladen hat")),
            Field(_("E-Mails an Sie im Postausgang"), head=Reach.NO, hr=Reach.NO, admin=Reach.ALL),
        ),
    ),
)


def visible_columns(role: Role) -> frozenset[str]:
    """The keys of all columns that screens and files may show a role of other people."""
    return frozenset(
        column
        for group in FIELDS
        for field in group.fields
        if field.reach(role) is not Reach.NO
        for column in field.columns
    )
