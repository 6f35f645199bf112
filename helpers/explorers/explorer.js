// 几个可以动手摆弄的图共用的部分，接在每个图自己的程序前面。

const shape = (matrix) => [matrix.length, matrix[0].length];
const range = (n) => Array.from({ length: n }, (_, i) => i);
const table = ([rows, columns], value) => range(rows).map((r) => range(columns).map((c) => value(r, c)));
const both = (value) => [0, 1].map(value); // height, width

// ---- words ----

function number(value, whole) {
	if (!Number.isFinite(value)) return "−∞";
	const text = whole ? String(value) : value.toFixed(2);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

const short = (value) => number(Number(value.toFixed(2)), true);
const factor = (value) => (value < 0 ? `(${short(value)})` : short(value));
/** The sign before a result that is written as short: ≈ where that left digits out. */
const equals = (value) => (Math.abs(value - value.toFixed(2)) > 1e-9 ? "≈" : "=");

// ---- the page ----

function make(tag, attributes = {}, ...children) {
	const svg = ["svg", "line"].includes(tag);
	const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value);
	}
	element.append(...children);
	return element;
}

/** The colour of a value on the scale that is white at 0 and full at the limit. */
function shade(colours, value, limit) {
	const strength = Number.isFinite(value) ? Math.abs(value) / limit : 0;
	return `rgb(${colours[value > 0 ? 0 : 1].map((full) => Math.round(255 + (full - 255) * strength))})`;
}

let grids = 0; // for unique ids

/** A grid of numbers: one tab stop, inside which the arrow keys move. */
class Grid {
	constructor(label, side, colours, { point, press } = {}) {
		Object.assign(this, { side, colours, id: `explorer-grid-${grids++}`, size: [0, 0], at: [0, 0], marks: {} });
		const at = (handle) => ({ target: { dataset } }) => dataset.at && handle?.(...dataset.at.split(",").map(Number));
		const hands = { onmouseover: at(point), onclick: at(press ?? point), onkeydown: (event) => this.key(event, point, press) };
		// JupyterLab keeps the arrow keys for itself unless the focused element says otherwise
		const focusable = { tabindex: 0, "data-lm-suppress-shortcuts": "true" };
		this.element = make("div", { class: "explorer-grid", role: "grid", "aria-label": label, ...focusable, ...hands });
		this.caption = make("figcaption", {}, label);
		this.panel = make("figure", {}, this.caption, this.element);
	}

	key(event, point, press) {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		const [row, column] = this.at;
		const moves = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], Home: [0, 0], End: this.size };
		Object.assign(moves, { ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1] });
		if (moves[event.key]) {
			this.move(...moves[event.key]);
			point?.(...this.at);
		} else if (["Enter", " "].includes(event.key)) press?.(...this.at);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	move(...place) {
		this.at = both((d) => Math.max(0, Math.min(place[d], this.size[d] - 1)));
		this.element.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
		this.mark("cursor", [this.at]);
	}

	/** Show a matrix; border: width of its padding ring, hidden(row, column): not yet known. */
	show(matrix, border = [0, 0], hidden = () => false) {
		const size = shape(matrix);
		const known = matrix.flat().filter(Number.isFinite);
		const whole = known.every(Number.isInteger);
		const long = Math.max(2, ...known.map((value) => number(value, whole).length));
		if (`${size}|${border}|${long}` !== this.built) this.build(size, border, long);
		const limit = Math.max(1, ...known.map(Math.abs));
		table(size, (r, c) => this.paint(this.cells[r][c], matrix[r][c], whole, limit, hidden(r, c)));
	}

	build(size, border, long) {
		Object.assign(this, { built: `${size}|${border}|${long}`, size });
		const side = Math.floor(this.side / Math.max(...size));
		const font = Math.min(12, side * 0.4, (side * 1.45) / long);
		this.element.style.cssText = `--side:${side}px;--columns:${size[1]};font-size:${font}px`;
		this.element.classList.toggle("small", font < 5);
		const label = (d, i) => (i < border[d] || i >= size[d] - border[d] ? "" : `${i - border[d]}`);
		const header = (text) => make("span", { "aria-hidden": "true" }, text);
		this.cells = table(size, (r, c) => {
			const at = `${r},${c}`;
			const ring = label(0, r) && label(1, c) ? "" : "ring";
			return make("div", { role: "gridcell", id: `${this.id}-${at}`, "data-at": at, class: ring });
		});
		const top = range(size[1]).map((c) => header(label(1, c)));
		this.element.replaceChildren(
			make("div", { class: "top", role: "presentation" }, header(""), ...top),
			...this.cells.map((cells, r) => make("div", { role: "row" }, header(label(0, r)), ...cells)),
		);
		this.marks = {};
		this.move(...this.at);
	}

	paint(cell, value, whole, limit, hidden) {
		cell.style.background = shade(this.colours, hidden ? 0 : value, limit);
		cell.textContent = hidden ? "" : number(value, whole);
		cell.classList.toggle("positive", value > 0);
		cell.classList.toggle("hidden", hidden);
	}

	/** Give these cells, and no others, a class. */
	mark(name, places) {
		for (const cell of this.marks[name] ?? []) cell.classList.remove(name);
		this.marks[name] = places.map(([r, c]) => this.cells?.[r]?.[c]).filter(Boolean);
		for (const cell of this.marks[name]) cell.classList.add(name);
	}
}

/** What every explorer does with its model; showSettings, showPlace and the function problem are its own. */
class Explorer {
	/** settings: the traits that problem judges; places: those that only move what is shown. */
	constructor(model, settings, places) {
		Object.assign(this, { model, names: settings });
		this.problem = make("div", { class: "explorer-problem", role: "alert" });
		this.sum = make("div", { class: "explorer-sum", tabindex: 0, role: "group", "aria-label": "算式" });
		this.live = make("div", { class: "explorer-live", role: "status" });
		for (const name of [...settings, ...places])
			model.on(`change:${name}`, () => this.later(settings.includes(name)));
	}

	get(name) {
		return this.model.get(name);
	}

	get settings() {
		return Object.fromEntries(this.names.map((name) => [name, this.get(name)]));
	}

	/** Draw once for all that changes now; wait while settings that belong together are still arriving. */
	later(everything) {
		this.everything ||= everything;
		this.waiting ??= Promise.resolve().then(() => {
			const whole = this.everything;
			this.waiting = this.everything = undefined;
			if (problem(this.settings)) return;
			if (whole) this.showSettings();
			else this.showPlace();
		});
	}

	set(changes) {
		for (const [name, value] of Object.entries(changes)) this.model.set(name, value);
		this.later(false);
		this.model.save_changes(); // at once: an echo from Python would undo what is not yet sent
	}

	/** Take settings that fit; of others say why not. */
	propose(changes) {
		this.problem.textContent = problem({ ...this.settings, ...changes });
		if (!this.problem.textContent) this.set(changes);
	}
}
