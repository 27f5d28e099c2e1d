"""All seeded faults."""

from tests.seeded.fault import Fault
from tests.seeded.faults import asked, frame, looks, told

ALL: tuple[Fault, ...] = (*asked.FAULTS, *told.FAULTS, *frame.FAULTS, *looks.FAULTS)
