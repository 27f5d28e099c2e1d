"""The groups of the CMS by their German names, and which positions lead a unit."""

TRAINERS = "Lehrende"
EDITORS = "Redaktion"
HR = "Personalstelle"
HEADS = "Leitungen"
ADMINISTRATORS = "Administration"
ALL = (TRAINERS, EDITORS, HR, HEADS, ADMINISTRATORS)

REPORT_ALL = "accounts.report_all"
REPORT_OWN_UNITS = "accounts.report_own_units"
MANAGE_PEOPLE = "accounts.manage_people"
# Whoever may change accounts could take any right for themselves; only they may touch the log-ins of their like.
ADMINISTER = "accounts.change_user"

# Job titles are written with a small letter here on purpose: "Abteilungsleitung" leads the unit it stands in,
# "Kita-Leitung" leads a house within a unit and "Projektleitung Digitalisierung" a project. Neither may see the unit.
LEADING_ENDING = "leitung"


def leads(position: str) -> bool:
    """Whether a job title leads its unit. Source: the city's rule for positions that end in "leitung"."""
    return position.endswith(LEADING_ENDING)
