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
    command = ["sh", "scripts/node.sh", "node", PROGRAM, "--config", CONFIG, "--formatter", "json", folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not run.stdout.startswith("["):
        return [f"html-validate did not run: {run.stderr.strip()}"]
    return [
        f"html {message['ruleId']}: {Path(file['filePath']).name}:{message['line']} {message['message']}"
        for file in json.loads(run.stdout)
        for message in file["messages"]
    ]
