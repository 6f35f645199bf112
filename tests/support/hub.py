"""A real JupyterHub, started for a test and a measurement; README.md says what to install for it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import psutil
from playwright.sync_api import Page

from helpers.classroom.course import links
from tests.support.notebooks import ROOT

STUDENTS = ["2026001", "2026002", "2026003", "2026004", "2026005"]
PASSWORD = "convolution"
PROXY = Path(sys.prefix) / "node_modules/.bin/configurable-http-proxy"


@contextlib.contextmanager
def serve_hub(folder: Path) -> Iterator[str]:
    """Serve a JupyterHub with the course's JupyterLab settings; give the address.

    A student's home is folder/home/jupyter-NAME, as The Littlest JupyterHub calls it.
    """
    address, log = _free_address(), folder / "hub.log"
    server = ["--allow-root", f"--LabApp.app_settings_dir={ROOT}/binder", "--LabApp.expose_app_in_browser=True"]
    command = [sys.executable, "-m", "jupyterhub", f"--JupyterHub.bind_url={address}"]
    command += [f"--JupyterHub.hub_bind_url={_free_address()}", f"--ConfigurableHTTPProxy.api_url={_free_address()}"]
    command += [f"--ConfigurableHTTPProxy.command={PROXY}", f"--DummyAuthenticator.password={PASSWORD}"]
    command += ["--JupyterHub.authenticator_class=dummy", "--Authenticator.allow_all=True"]
    command += ["--JupyterHub.spawner_class=simple", f"--Spawner.args={server}"]
    command += [f"--SimpleLocalProcessSpawner.home_dir_template={folder}/home/jupyter-{{username}}"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # where jupyterhub-singleuser is
    with log.open("w") as stream:
        hub = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PATH": path}, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        while not _answers(f"{address}/hub/health"):
            if hub.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.1)
        yield address
    finally:
        hub.terminate()  # the hub ends the proxy and every student's server
        hub.wait(60)


def hand_out(folder: Path, hub: str) -> str:
    """Make the repository that a teacher hands out; return the link that pulls it and opens lesson 1."""
    course = folder / "course"
    shutil.copytree(ROOT / "notebooks", course / "notebooks", ignore=lambda *_: [".ipynb_checkpoints"])
    git = ["git", "-C", str(course), "-c", "user.name=teacher", "-c", "user.email=teacher@example.edu"]
    for step in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "course"]):
        subprocess.run([*git, *step], check=True)
    public = "https://example.edu/teacher/course"
    return links(public, hub)["nbgitpuller"][0].replace(quote(public, safe=""), quote(str(course), safe=""))


def log_in(page: Page, hub: str, student: str) -> None:
    """Log in and wait until the student's own JupyterLab has started."""
    page.goto(f"{hub}/hub/login")
    page.locator("#username_input").fill(student)
    page.locator("#password_input").fill(PASSWORD)
    page.locator("#login_submit").click()
    page.wait_for_url(f"{hub}/user/{student}/lab**")


def seat(folder: Path, student: str) -> list[psutil.Process]:
    """Return the processes of a student: the server and its kernels."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("HOME") == f"{folder}/home/jupyter-{student}":
                found.append(process)
    return found


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _answers(address: str) -> bool:
    with contextlib.suppress(URLError), urlopen(address):
        return True
    return False
