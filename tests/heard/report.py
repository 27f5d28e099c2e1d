"""The figures of a run: walks, keys, words, phrases, steps without a word, seconds."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.heard.walk import Walk


@dataclass
class Report:
    walks: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeated: int = 0
    opened: tuple[str, ...] = ()

    def add(self, walk: Walk, wanted: int, missing: int) -> None:
        self.opened = walk.steps[0].said
        self.walks[walk.title] = {
            "keys": walk.keys,
            "words": walk.words,
            "phrases": wanted,
            "missing": missing,
            "silent": sum(not step.said for step in walk.steps if not step.typed),
            "seconds": round(walk.seconds, 1),
        }

    def sums(self) -> dict[str, Any]:
        of = {
            name: round(sum(walk[name] for walk in self.walks.values()), 1) for name in next(iter(self.walks.values()))
        }
        return {"walks": len(self.walks), "repeated": self.repeated, **of}

    def lines(self) -> list[str]:
        wide = max(map(len, self.walks))
        row = "{:{}}  {keys:>5} keys  {words:>6} words  {phrases:>4} phrases, {missing} missing  {seconds:>6} s"
        sums = self.sums()
        each = [row.format(name, wide, **walk) for name, walk in self.walks.items()]
        total = row.format("all", wide, **sums)
        rate = 100 * self.repeated / sums["walks"]
        return [*each, total, f"{sums['walks']} walks, {self.repeated} of them repeated ({rate:.0f} %)"]

    def write(self, file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        data = {**self.sums(), "by_type": self.walks}
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
