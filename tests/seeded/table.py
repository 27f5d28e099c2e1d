"""Which rung caught which fault: as JSON, and as a table for people once all faults were tried."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.seeded.fault import Fault
from tests.seeded.rungs import RUNGS, Findings

LEAST = 0.95
LONGEST = 200  # letters of a sentence that is kept
TEXT = """# Seeded faults

Made by `make faults-a11y`. {count} faults are put into pages of the running site, one at a time, on their way to the
browser; the site itself stays as it is. Every rung of the ladder then does what it does in the tests. "●": the rung
says something that it does not say of the sound page.

{shares}

All rungs but the transcript fail by themselves. The transcripts are kept in git: a difference is shown to whoever
reviews the change, and only to them.

{missed}

| fault | WCAG | in | {names} |
|---|---|---|{lines}|
{rows}
"""


class Table:
    """Kept in a file, so that a run of some faults renews just those."""

    def __init__(self, file: Path, faults: tuple[Fault, ...]) -> None:
        self.file, self.faults = file, faults
        kept = json.loads(file.read_text("utf-8"))["faults"] if file.exists() else {}
        self.caught: dict[str, dict[str, str]] = {each.name: kept[each.name] for each in faults if each.name in kept}

    def add(self, fault: Fault, found: Findings) -> None:
        """The first sentence of each rung is kept, for whoever wants to know why."""
        self.caught[fault.name] = {rung: told[0][:LONGEST] for rung, told in found.items() if told}
        self.file.parent.mkdir(exist_ok=True)
        data = {"share": self.share(), "by_rung": self.shares(), "faults": self.caught}
        self.file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")

    @property
    def complete(self) -> bool:
        return len(self.caught) == len(self.faults)

    def share(self) -> float:
        return _share(bool(found) for found in self.caught.values())

    def shares(self) -> Mapping[str, float]:
        return {rung: _share(rung in found for found in self.caught.values()) for rung in RUNGS}

    def missed(self) -> list[str]:
        return [name for name, found in self.caught.items() if not found]

    def markdown(self) -> str:
        by_themselves = _share(bool(found.keys() - {"transcript"}) for found in self.caught.values())
        shares = [(RUNGS[rung], share) for rung, share in self.shares().items()]
        shares += [("all that fail by themselves", by_themselves), ("**all together**", self.share())]
        lines = ["| rung | share caught |", "|---|---|", *(f"| {name} | {share:.0%} |" for name, share in shares)]
        missed = self.missed()
        rows = [
            f"| {fault.name} | {fault.criterion} | {fault.kind} | "
            + " | ".join("●" if rung in self.caught[fault.name] else "" for rung in RUNGS)
            + " |"
            for fault in self.faults
        ]
        return TEXT.format(
            count=len(self.faults),
            shares="\n".join(lines),
            missed=f"Caught by none: {', '.join(missed)}." if missed else "None is caught by nobody.",
            names=" | ".join(RUNGS.values()),
            lines="|".join("---" for _ in RUNGS),
            rows="\n".join(rows),
        )


def _share(caught: object) -> float:
    each = list(caught)  # type: ignore[call-overload]
    return sum(each) / len(each) if each else 0.0
