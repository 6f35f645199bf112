"""A real JupyterLab and a real Chromium, started for tests and measurements."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lessons import ROOT
from playwright.sync_api import Browser, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET += " --disable-component-update --disable-sync"


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())


@contextlib.contextmanager
def serve(home: Path) -> Iterator[str]:
    """Serve a folder with the course's JupyterLab settings and none of this user's; give the address."""
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--port=0"]
    command += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    command += ["--LabApp.expose_app_in_browser=True"]  # to ask whether a kernel is ready
    command += [f"--ServerApp.root_dir={home}", f"--LabApp.app_settings_dir={ROOT}/binder"]
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}
    log = home / "lab.log"
    with log.open("w") as stream:
        server = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab", log.read_text())):
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
        yield found[1]
    finally:
        server.terminate()
        server.wait(10)
