"""Setting up on a machine that has nothing but Python, and the locks it sets up from."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lms import bootstrap
from lms.config import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_every_line_has_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-i |@ ", text, re.MULTILINE)
    pins = [pin for pin in re.split(r"\n(?=[A-Za-z0-9])", text.strip()) if not pin.startswith("#")]
    assert len(pins) > 20
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_development_lock_holds_every_pin_of_the_other() -> None:
    runtime, development = (
        set(re.findall(r"^([A-Za-z0-9_.\[\]-]+==[^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert runtime <= development


def test_setting_up_needs_the_standard_library_alone() -> None:
    """Without the packages of any environment, the first two modules still load."""
    script = "import sys; import lms.__main__, lms.bootstrap; print(sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {script}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(re.findall(r"'(\w+)'", done.stdout)) - {"lms"}
    assert loaded <= set(sys.stdlib_module_names) | {"__main__"}


class TestMakingTheEnvironment:
    @pytest.fixture
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A clone whose locks ask for nothing."""
        for lock in LOCKS:
            (tmp_path / lock).write_text("# nothing yet\n")
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
        monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
        return tmp_path

    def test_once_and_again_when_the_lock_changes(self, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """Also when two begin together, as the site and its worker do. Seen to fail: without the lock both set up."""
        with ThreadPoolExecutor(2) as pool:
            for made in [pool.submit(bootstrap.make_environment, development=True) for _ in range(2)]:
                made.result(120)
        assert bootstrap.python().exists()
        assert capfd.readouterr().err.count("Setting up (requirements-dev.txt)") == 1
        bootstrap.make_environment(development=True)
        bootstrap.make_environment(development=False)
        assert capfd.readouterr().err == ""
        (place / "requirements.txt").write_text("# something else\n")
        bootstrap.make_environment(development=False)
        assert "Setting up (requirements.txt)" in capfd.readouterr().err
        (place / "requirements.txt").write_text("no-such-package-of-ours==1.0 --hash=sha256:00\n")
        with pytest.raises(bootstrap.CannotSetUp, match=r"The packages of requirements.txt could not be installed"):
            bootstrap.make_environment(development=False)


def test_without_a_browser_it_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bootstrap.CannotSetUp, match=r"sudo apt-get install -y --no-install-recommends chromium"):
        bootstrap.find_chromium()
