"""Whatever is uploaded as a package is read or refused: no other error, nothing written, little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.courses.h5p.hostile import corpus
from tests.courses.h5p.making import good, library, packed
from tests.faults.h5p_costly import COSTLY

# `make faults` runs on two databases; these need none, so once is enough.
on_postgres = "postgres" in settings.DATABASES["default"]["ENGINE"]
pytestmark = [pytest.mark.faults, pytest.mark.skipif(on_postgres, reason="needs no database")]
ROOT = Path(settings.BASE_DIR)
INPUTS, GUIDED, MOST_MB = 20_000, 10_000, 200
MOST_SECONDS = 15  # of processor time, on a machine that does other work; 3 are usual


def test_twenty_thousand_damaged_packages(tmp_path: Path) -> None:
    packages, folder = tmp_path / "packages", tmp_path / "folder"
    packages.mkdir(), folder.mkdir()
    whole = [each.data for each in corpus()] + [packed(good() | library())] * 20
    for number, data in enumerate(whole):
        (packages / f"{number:03}.h5p").write_bytes(data)
    command = [sys.executable, "-m", "tests.faults.h5p_uploads", str(INPUTS), str(packages), str(folder)]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "h5p-uploads.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(f"\n{figures['inputs']} packages: {figures['taken']} taken, refused: {figures['refused']}")
    print(f"{figures['files']} files written, {figures['peak_mb']} MB at most")
    assert figures["files"] == 0 and figures["peak_mb"] <= MOST_MB


@pytest.mark.parametrize("name", COSTLY)
def test_what_is_made_to_cost_much(name: str, tmp_path: Path) -> None:
    package = tmp_path / "costly.h5p"
    package.write_bytes(COSTLY[name]())
    command = [sys.executable, "-m", "tests.faults.h5p_costly", str(package)]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)
    print(f"\n{name}: {figures['reason']}, {figures['peak_mb']} MB, {figures['seconds']:.1f} s of processor time")
    assert figures["peak_mb"] <= MOST_MB and figures["seconds"] <= MOST_SECONDS


def test_inputs_guided_by_coverage(tmp_path: Path) -> None:
    for number, content in enumerate(
        (b'\x00{"a": ["<p>b</p>", 1.5, null]}', b"\x00[]", b"\x01\xef\xbb\xbf{}", b"\x90PK")
    ):
        (tmp_path / str(number)).write_bytes(content)
    command = [
        sys.executable,
        "-m",
        "tests.faults.h5p_guided",
        f"-runs={GUIDED}",
        "-seed=1",
        "-max_len=2000",
        str(tmp_path),
    ]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and f"Done {GUIDED} runs" in run.stderr, run.stderr[-3_000:]
    print(f"\n{run.stderr.strip().splitlines()[-1]}")
