// 几个可以动手摆弄的图共用的部分。

import { both, number, range, shape, table } from "./numbers.js";

/** @typedef {import("./numbers.js").Matrix} Matrix */
/** @typedef {import("./numbers.js").Pair} Pair */
/** @typedef {[number[], number[]]} Colours red, green and blue of the scale's ends, above 0 and below */
/** @typedef {(row: number, column: number) => unknown} Hand what is done with a cell that one points at or presses */
/** @typedef {HTMLElementTagNameMap & Pick<SVGElementTagNameMap, "svg" | "line">} Elements */
/** @typedef {Partial<GlobalEventHandlers> & Record<string, unknown>} Attributes of an element, and its listeners */

/**
 * What anywidget gives: the traits by name, and news of their changes.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {(event: string, listener: () => void) => void} on
 * @property {() => void} save_changes
 */

// ---- the page ----

/**
 * Give an element attributes and listeners.
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function give(element, attributes) {
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
		else element.setAttribute(name, String(value));
	}
}

/**
 * @template {keyof Elements} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 * @returns {Elements[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
	const svg = ["svg", "line"].includes(tag);
	const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
	give(element, attributes);
	element.append(...children);
	return /** @type {Elements[Tag]} */ (element);
}

/**
 * The colour of a value on the scale that is white at 0 and full at the limit.
 * @param {Colours} colours
 * @param {number} value
 * @param {number} limit
 */
export function shade(colours, value, limit) {
	const strength = Number.isFinite(value) ? Math.abs(value) / limit : 0;
	return `rgb(${colours[value > 0 ? 0 : 1].map((full) => Math.round(255 + (full - 255) * strength))})`;
}

let grids = 0; // for unique ids

/** A grid of numbers: one tab stop, inside which the arrow keys move. */
export class Grid {
	/**
	 * @param {string} label
	 * @param {number} side px
	 * @param {Colours} colours
	 * @param {{ point?: Hand, press?: Hand }} hands
	 */
	constructor(label, side, colours, { point, press } = {}) {
		this.side = side;
		this.colours = colours;
		this.id = `explorer-grid-${grids++}`;
		this.built = ""; // what the cells were made for
		/** @type {HTMLElement[][]} */
		this.cells = [];
		/** @type {Pair} */
		this.size = [0, 0];
		/** @type {Pair} */
		this.at = [0, 0];
		/** @type {Record<string, HTMLElement[]>} */
		this.marks = {};
		/** @param {Hand | undefined} hand */
		const on = (hand) => (/** @type {Event} */ { target }) => {
			const place = /** @type {HTMLElement} */ (target).dataset.at?.split(",").map(Number);
			if (place) hand?.(place[0], place[1]);
		};
		/** @param {KeyboardEvent} event */
		const onkeydown = (event) => this.key(event, point, press);
		// JupyterLab keeps the arrow keys for itself unless the focused element says otherwise
		const focusable = { tabindex: 0, "data-lm-suppress-shortcuts": "true" };
		const hands = { onmouseover: on(point), onclick: on(press ?? point), onkeydown };
		this.element = make("div", { class: "explorer-grid", role: "grid", "aria-label": label, ...focusable, ...hands });
		this.caption = make("figcaption", {}, label);
		this.panel = make("figure", {}, this.caption, this.element);
	}

	/**
	 * @param {KeyboardEvent} event
	 * @param {Hand} [point]
	 * @param {Hand} [press]
	 */
	key(event, point, press) {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		const [row, column] = this.at;
		/** @type {Record<string, Pair>} */
		const moves = {
			ArrowUp: [row - 1, column],
			ArrowDown: [row + 1, column],
			ArrowLeft: [row, column - 1],
			ArrowRight: [row, column + 1],
			Home: [0, 0],
			End: this.size,
		};
		if (moves[event.key]) {
			this.move(...moves[event.key]);
			point?.(...this.at);
		} else if (["Enter", " "].includes(event.key)) press?.(row, column);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	/** @param {Pair} place */
	move(...place) {
		this.at = both((d) => Math.max(0, Math.min(place[d], this.size[d] - 1)));
		this.element.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
		this.mark("cursor", [this.at]);
	}

	/**
	 * Show a matrix.
	 * @param {Matrix} matrix
	 * @param {number[]} border width of its padding ring
	 * @param {(row: number, column: number) => boolean} hidden not yet known
	 */
	show(matrix, border = [0, 0], hidden = () => false) {
		const size = shape(matrix);
		const known = matrix.flat().filter(Number.isFinite);
		const whole = known.every(Number.isInteger);
		const long = Math.max(2, ...known.map((value) => number(value, whole).length));
		if (`${size}|${border}|${long}` !== this.built) this.build(size, border, long);
		const limit = Math.max(1, ...known.map(Math.abs));
		table(size, (r, c) => this.paint(this.cells[r][c], matrix[r][c], whole, limit, hidden(r, c)));
	}

	/**
	 * @param {Pair} size
	 * @param {number[]} border
	 * @param {number} long letters of the longest number
	 */
	build(size, border, long) {
		this.built = `${size}|${border}|${long}`;
		this.size = size;
		const [count, font] = [Math.max(...size), Math.min(0.4, 1.25 / long)]; // the font's size in sides of a cell
		const side = `calc(var(--stage, ${this.side}px) / ${count})`;
		this.element.style.cssText = `--side:${side};--columns:${size[1]};--font:${font}`;
		this.element.classList.toggle("small", (this.side / count) * font < 5);
		/** @type {(d: number, i: number) => string} */
		const label = (d, i) => (i < border[d] || i >= size[d] - border[d] ? "" : `${i - border[d]}`);
		/** @param {string} text */
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

	/**
	 * @param {HTMLElement} cell
	 * @param {number} value
	 * @param {boolean} whole
	 * @param {number} limit
	 * @param {boolean} hidden
	 */
	paint(cell, value, whole, limit, hidden) {
		cell.style.background = shade(this.colours, hidden ? 0 : value, limit);
		cell.textContent = hidden ? "" : number(value, whole);
		cell.classList.toggle("positive", value > 0);
		cell.classList.toggle("hidden", hidden);
	}

	/**
	 * Give these cells, and no others, a class.
	 * @param {string} name
	 * @param {number[][]} places
	 */
	mark(name, places) {
		for (const cell of this.marks[name] ?? []) cell.classList.remove(name);
		this.marks[name] = places.map(([r, c]) => this.cells[r]?.[c]).filter(Boolean);
		for (const cell of this.marks[name]) cell.classList.add(name);
	}
}

/**
 * What every explorer does with its model; problem, showSettings and showPlace are its own.
 * @template {Record<string, any>} Settings
 */
export class Explorer {
	/**
	 * @param {Model} model
	 * @param {string[]} names the traits that problem judges
	 * @param {string[]} places those that only move what is shown
	 */
	constructor(model, names, places) {
		this.model = model;
		this.names = names;
		this.everything = false; // to draw, when next we do
		/** @type {Promise<void> | undefined} */
		this.waiting = undefined;
		this.alert = make("div", { class: "explorer-problem", role: "alert" });
		this.sum = make("div", { class: "explorer-sum", tabindex: 0, role: "group", "aria-label": "算式" });
		this.live = make("div", { class: "explorer-live", role: "status" });
		for (const name of [...names, ...places]) model.on(`change:${name}`, () => this.later(names.includes(name)));
	}

	/**
	 * Say in Chinese why settings fit nothing, or "".
	 * @param {Settings} _settings
	 */
	problem(_settings) {
		return "";
	}

	/** Draw everything. */
	showSettings() {}

	/** Draw what depends on the place one points at. */
	showPlace() {}

	/** @param {string} name */
	get(name) {
		return this.model.get(name);
	}

	/** @returns {Settings} */
	get settings() {
		return /** @type {Settings} */ (Object.fromEntries(this.names.map((name) => [name, this.get(name)])));
	}

	/**
	 * Draw once for all that changes now; wait while settings that belong together are still arriving.
	 * @param {boolean} everything
	 */
	later(everything) {
		this.everything ||= everything;
		this.waiting ??= Promise.resolve().then(() => {
			const whole = this.everything;
			this.everything = false;
			this.waiting = undefined;
			if (this.problem(this.settings)) return;
			if (whole) this.showSettings();
			else this.showPlace();
		});
	}

	/** @param {Record<string, unknown>} changes */
	set(changes) {
		for (const [name, value] of Object.entries(changes)) this.model.set(name, value);
		this.later(false);
		this.model.save_changes(); // at once: an echo from Python would undo what is not yet sent
	}

	/**
	 * Take settings that fit; of others say why not.
	 * @param {Partial<Settings>} changes
	 */
	propose(changes) {
		this.alert.textContent = this.problem({ ...this.settings, ...changes });
		if (!this.alert.textContent) this.set(changes);
	}
}
