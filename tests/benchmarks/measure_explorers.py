"""Print how fast the explorers answer a key next to interact: python -m tests.benchmarks.measure_explorers

Each explorer and its rival take turns in one JupyterLab and one headless Chromium. A sample is the time from the
key press (the keydown event's timeStamp) to the first frame that shows the new picture.
"""

import statistics
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from nbformat.v4 import new_code_cell, new_notebook, writes
from playwright.sync_api import Browser, sync_playwright

from tests.support.lab import launch, serve

LOADS, WARM_UP, PRESSES = 2, 5, 24
PAUSE = 150  # ms at least between presses; then the kernel is at rest, and no press waits for the one before


class Explorer(NamedTuple):
    """A cell that makes an explorer, what takes the keys, and the element whose attribute changes with the picture."""

    name: str
    cell: str
    focus: str
    picture: str
    attribute: str


MAP = ".explorer [role=grid][aria-label=结果]"
SLIDING_WINDOW = Explorer(
    "SlidingWindow", "from helpers import SlidingWindow\nSlidingWindow()", MAP, f"{MAP} .here", "data-at"
)
NEURONS = Explorer(
    "Neurons",
    "from helpers import Neurons\nNeurons(x=[1, 0, 1], bias=[-2.5])",
    focus=".neurons [role=slider] >> nth=0",
    picture=".neurons line:first-child",
    attribute="stroke-width",
)

# What a teacher would write without them; the map is computed once, so a press only draws.
PLAIN_WINDOW = Explorer(
    "the same with interact",
    """\
import matplotlib.pyplot as plt
import numpy as np
from helpers import FEATURES, X, feature_map
from ipywidgets import IntSlider, interact

kernel = FEATURES[0]
result = feature_map(X, kernel)

def draw(axes, values, title, pattern=None):
    axes.imshow(values, cmap="bwr", vmin=-1, vmax=1)
    axes.set_title(title)
    axes.axis("off")
    for (r, c), value in np.ndenumerate(values) if pattern else []:
        axes.text(c, r, format(value, pattern), ha="center", va="center", fontsize=8)

def explore(row, column):
    figure, (picture, weights, products, results) = plt.subplots(1, 4, figsize=(10, 3))
    draw(picture, X, "picture")
    picture.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, linewidth=3))
    draw(weights, kernel, "kernel")
    draw(products, X[row : row + 3, column : column + 3] * kernel, "products", "d")
    draw(results, result, f"map: {result[row, column]:.2f}", ".2f")
    results.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=3))
    plt.show()

interact(explore, row=IntSlider(0, 0, 6), column=IntSlider(0, 0, 6));
""",
    focus=".noUi-handle >> nth=1",  # the column, which the arrow keys move in SlidingWindow too
    picture=".jp-OutputArea img",
    attribute="src",
)

PLAIN_NEURONS = Explorer(
    "the same with interact",
    """\
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact

x, bias, names = [1, 0, 1], -2.5, ["ears", "whiskers", "tail"]

def explore(first, second, third):
    weight = [first, second, third]
    total = sum(w * value for w, value in zip(weight, x)) + bias
    figure, axes = plt.subplots(figsize=(6, 3.5))
    for row, (w, value) in enumerate(zip(weight, x)):
        axes.plot([0, 1], [-row, -1], color="orange" if w > 0 else "blue", linewidth=1 + 7 * abs(w) / 5, zorder=0)
        axes.text(0.4, -row + 0.4 * (row - 1), format(w, "g"), ha="center", backgroundcolor="white")
        axes.scatter(0, -row, 600, "white", edgecolors="black")
        axes.text(0, -row, value, ha="center", va="center")
        axes.text(-0.1, -row, names[row], ha="right", va="center")
    axes.scatter(1, -1, 1500, "red" if total > 0 else "white", edgecolors="black")
    axes.text(1, -1, format(total, "g"), ha="center", va="center")
    axes.text(1.1, -1, f"cat\\nbias {bias}", va="center")
    for label, style in (("positive", "orange"), ("negative", "blue"), ("zero", "grey")):
        axes.plot([], [], color=style, label=label)
    axes.legend(loc="lower center", ncols=3)
    axes.set_title(" + ".join(f"{v}*{w:g}" for v, w in zip(x, weight)) + f" {bias:+g} = {total:g}")
    axes.axis("off")
    plt.show()

interact(explore, **{name: FloatSlider(1, min=-5, max=5, step=0.5) for name in ("first", "second", "third")});
""",
    focus=".noUi-handle >> nth=0",
    picture=".jp-OutputArea img",
    attribute="src",
)
PAIRS = [(SLIDING_WINDOW, PLAIN_WINDOW), (NEURONS, PLAIN_NEURONS)]

# Run before a press; window.painted then resolves to the sample. An <img> counts once it is decoded. The message
# task that follows requestAnimationFrame is the first to run after that frame was painted.
ARM = """([selector, attribute]) => {
    const picture = () => document.querySelector(selector)?.getAttribute(attribute);
    window.painted = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('no new picture in 10 s')), 10_000);
        window.addEventListener('keydown', ({ timeStamp }) => {
            const before = picture();
            const observer = new MutationObserver(async () => {
                if (!picture() || picture() === before) return;
                observer.disconnect();
                await document.querySelector(selector).decode?.();
                requestAnimationFrame(() => {
                    const { port1, port2 } = new MessageChannel();
                    port1.onmessage = () => resolve(performance.now() - timeStamp);
                    port2.postMessage(null);
                });
            });
            const output = document.querySelector('.jp-OutputArea');
            observer.observe(output, { subtree: true, childList: true, attributes: true });
        }, { capture: true, once: true });
    });
}"""


def measure(browser: Browser, address: str, home: Path, explorer: Explorer) -> list[float]:
    """Return the milliseconds of each press after the warm-up, on one fresh notebook, kernel and page."""
    notebook = new_notebook(cells=[new_code_cell(explorer.cell)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}  # else a dialog asks for one
    path = home / f"explorer_{time.monotonic_ns()}.ipynb"
    path.write_text(writes(notebook), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 1400})
    with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url) as kernel:
        page.goto(f"{address}/doc/tree/{path.name}")
    kernel.value.wait_for_event("framereceived")  # before that JupyterLab calls the kernel idle, yet runs no cell
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    idle.wait_for(state="attached")
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(explorer.picture).wait_for()
    page.locator(explorer.focus).focus()
    samples = []
    for key in islice(cycle(["ArrowRight"] * 6 + ["ArrowLeft"] * 6), WARM_UP + PRESSES):
        page.wait_for_timeout(PAUSE)
        idle.wait_for(state="attached")
        page.evaluate(ARM, [explorer.picture, explorer.attribute])
        page.keyboard.press(key)
        samples.append(page.evaluate("() => window.painted"))
    page.close()
    return samples[WARM_UP:]


def main() -> None:
    print(f"{'key press to painted frame':<28}{'median':>10}{'95th pct':>12}{'n':>5}")
    with TemporaryDirectory() as home, serve(Path(home)) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for pair in PAIRS:
            samples: dict[str, list[float]] = {explorer.name: [] for explorer in pair}
            for explorer in pair * LOADS:
                samples[explorer.name] += measure(browser, address, Path(home), explorer)
            for name, times in samples.items():
                median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
                print(f"{name:<28}{median:>7.1f} ms{high:>9.1f} ms{len(times):>5}")
            ours, plain = map(statistics.median, samples.values())
            print(f"ratio of medians: {plain / ours:.1f}")
        browser.close()


if __name__ == "__main__":
    main()
