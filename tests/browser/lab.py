"""JupyterLab in a real browser: a server on a folder of its own, and a page to drive."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from grader.paths import ROOT
from tests.local import DIRECT, free_port

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAB = "lab/tree"
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
# JupyterLab, whose kernels are forked where they can be, as those of all tests.
PROGRAM = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from jupyterlab.labapp import main
from tests.kernels import provisioner
provisioner.install()
main()"""
PATIENCE = 180  # seconds: it costs nothing where all goes well, and a machine may be busy
EVERY = 50  # milliseconds: asked at each frame, a page draws one frame after the other for it
# Every cell is in the page, wherever it is scrolled to; nothing asks, nothing calls outside.
OVERRIDES = """{
  "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
  "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false},
  "@jupyterlab/docmanager-extension:plugin": {"autosave": false}
}"""


def chromium_path():
    """Return the path of Chromium's program, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def write_notebook(path, *sources):
    """Write a notebook of code cells with these sources to `path`."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def until(page, condition, arg=None, seconds=PATIENCE):
    """Wait until a condition, a function in the page, holds there; fail where it does not."""
    page.wait_for_function(condition, arg=arg, timeout=seconds * 1000, polling=EVERY)


def _environment(home):
    settings = home / "config" / "labconfig"
    settings.mkdir(parents=True)
    (settings / "default_setting_overrides.json").write_text(OVERRIDES, encoding="utf-8")
    folders = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
    return kept | {name: str(folder) for name, folder in folders.items()} | {"PATH": path}


def wait_for(server, url, log, seconds=PATIENCE):
    """Wait until a server answers; raise, with what it said, where it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), DIRECT.open(f"{url}/api/status", timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not answer at {url}; it said:\n{log.read_text()[-2000:]}")


@contextlib.contextmanager
def serve(folder, home):
    """Serve the notebooks in `folder` with JupyterLab; give its address.

    home: a new folder for settings, so that those of whoever runs this play no part.
    """
    home.mkdir(parents=True, exist_ok=True)
    url, log = f"http://127.0.0.1:{free_port()}", home / "server.log"
    command = [sys.executable, "-c", PROGRAM, "--no-browser", "--allow-root"]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": url.rsplit(":", 1)[1],
        "ServerApp.port_retries": "0",
        "ServerApp.root_dir": str(folder),
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": "True",
        "JupyterNotebookApp.expose_app_in_browser": "True",
        "LanguageServerManager.autodetect": "False",  # it would ask npm, for a second
    }
    command += [f"--{name}={value}" for name, value in options.items()]
    with open(log, "w") as out:
        server = subprocess.Popen(command, env=_environment(home), stdout=out, stderr=out)
    try:
        wait_for(server, url, log)
        yield url
    finally:
        server.terminate()  # it ends its kernels, then itself
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()


@contextlib.contextmanager
def browse():
    """Give a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Lab:
    """A page of JupyterLab, with what a test wants of it.

    front: what is in the page already, None where nothing is.
    """

    def __init__(self, page, url, front=None):
        self.page, self.url = page, url
        page.context.set_default_timeout(PATIENCE * 1000)
        self._front = front
        self.notebook = None  # the name of the one that is open
        self.theme = LIGHT

    def open(self, notebook, front=LAB):
        """Open the notebook of this name and wait for its kernel.

        front: "notebooks" opens it in Jupyter Notebook instead of JupyterLab.
        Where JupyterLab is in the page, which takes seconds to load, what was open there is closed;
        a theme that was changed stays.
        """
        if self._front == front == LAB:
            self._close_all()
            self.command("docmanager:open", path=notebook)
        else:
            self.page.goto(f"{self.url}/{front}/{urllib.parse.quote(notebook)}?reset")
        self._front, self.notebook = front, notebook
        self._wait(
            """name => {
                const panel = window.jupyterapp?.shell.currentWidget;
                const kernel = panel?.sessionContext?.session?.kernel;
                const there = panel?.content?.widgets && panel.context.path === name;
                return there && kernel?.status === "idle";
            }""",
            arg=notebook,
        )

    def _close_all(self):
        """End the kernels of this page's notebooks and take these away, saved or not."""
        self.page.evaluate(
            """async () => {
                const panels = [...window.jupyterapp.shell.widgets("main")];
                await Promise.all(panels.map(panel => panel.sessionContext?.shutdown()));
                panels.forEach(panel => panel.dispose());
            }"""
        )

    def code_cells(self):
        """Return the places of all code cells in the page, in order."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").all()

    def run_all(self, timeout=PATIENCE):
        """Run every cell; wait until the kernel has nothing more to do."""
        self.command("notebook:run-all-cells", timeout=timeout)
        self.wait_until_idle(timeout)

    def wait_until_idle(self, timeout=PATIENCE):
        """Wait until no cell is waiting or running and the kernel is idle."""
        self._wait(
            """() => {
                const { content, sessionContext } = window.jupyterapp.shell.currentWidget;
                const busy = content.widgets.some(cell => cell.promptNode?.textContent === "[*]:");
                return !busy && sessionContext.session.kernel.status === "idle";
            }""",
            timeout,
        )

    def command(self, name, timeout=PATIENCE, **arguments):
        """Carry out one of JupyterLab's own commands and wait for its end."""
        self.page.evaluate(
            """([name, args]) => {
                window.commandEnded = false;
                const end = () => { window.commandEnded = true; };
                window.jupyterapp.commands.execute(name, args).finally(end);
            }""",
            [name, arguments],
        )
        self._wait("() => window.commandEnded", timeout)

    def set_theme(self, name):
        """Change to the theme "JupyterLab Light" or "JupyterLab Dark"."""
        self.command("apputils:change-theme", theme=name)
        self.page.wait_for_selector(f'body[data-jp-theme-name="{name}"]', state="attached")
        self.theme = name

    def errors(self):
        """Return the text of every error, of all that went to stderr, of widgets not shown."""
        kinds = ["application/vnd.jupyter.error", "application/vnd.jupyter.stderr"]
        places = [f'.jp-OutputArea-output[data-mime-type="{kind}"]' for kind in kinds]
        found = self.page.locator(", ".join([*places, ".jupyter-widgets-error-widget"]))
        return found.all_inner_texts()

    def screenshot(self, path):
        """Write a picture of the whole window to `path`."""
        self.page.screenshot(path=path)

    def close(self):
        """End the kernels of this page's notebooks, and the page."""
        if self.page.evaluate("'jupyterapp' in window"):
            self._close_all()
        self.page.close()

    def _wait(self, condition, timeout=PATIENCE, arg=None):
        until(self.page, condition, arg, timeout)
