"""html-validate over many pages at once: starting it takes longer than reading a hundred pages."""

import json
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CONFIG = ROOT / ".htmlvalidate.mjs"


def faults(folder: Path) -> list[str]:
    """What is wrong with the pages in the folder, each with file and line."""
    report = folder.with_name(f"{folder.name}.json")  # a pipe would end after 64 kB: node leaves before it is empty
    report.unlink(missing_ok=True)
    command = ["sh", "scripts/node.sh", "node", PROGRAM, "--config", CONFIG, "--formatter", f"json={report}", folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not report.exists():
        return [f"html-validate did not run: {run.stderr.strip()}"]
    return [
        f"html {message['ruleId']}: {Path(file['filePath']).name}:{message['line']} {message['message']}"
        for file in json.loads(report.read_text("utf-8"))
        for message in file["messages"]
    ]
