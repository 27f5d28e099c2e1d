"""What people tell about themselves, if they like: kept, changed and taken back by themselves alone."""

from learn.accounts.models import Learner, VoluntaryDetails

__all__ = ["merge", "told", "write"]


def told(learner: Learner) -> VoluntaryDetails:
    """What a person told; an unsaved empty row for one who told nothing."""
    return VoluntaryDetails.objects.filter(learner=learner).first() or VoluntaryDetails(learner=learner)


def write(learner: Learner, gender: str, age_band: str) -> None:
    """Keep what was told. Without any answer nothing is kept."""
    if not gender and not age_band:
        VoluntaryDetails.objects.filter(learner=learner).delete()
        return
    VoluntaryDetails.objects.update_or_create(learner=learner, defaults={"gender": gender, "age_band": age_band})


def merge(source: Learner, target: Learner) -> None:
    """What one person told under two rows: the answers of the row that stays count, else the other's."""
    if not VoluntaryDetails.objects.filter(learner=target).exists():
        VoluntaryDetails.objects.filter(learner=source).update(learner=target)
