// 滑动窗口。全在浏览器里算，内核忙的时候也跟手。

import { Explorer, Grid, make } from "./explorer.js";
import { both, equals, factor, shape, short, table } from "./numbers.js";

/** @typedef {import("./numbers.js").Matrix} Matrix */
/** @typedef {import("./numbers.js").Pair} Pair */

/**
 * @typedef {object} Settings
 * @property {Matrix} image
 * @property {Matrix} kernel of pooling, only its size counts
 * @property {string} operation mean, sum, max_pool or avg_pool
 * @property {Pair} stride
 * @property {Pair} padding
 * @property {string} padding_mode zeros, reflect, replicate or circular
 * @property {Pair} dilation
 */

const SETTINGS = ["image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation"];
const STAGE = 272; // px, the side of a large grid
const STEP = 450; // ms
const OWN = "自己改的";

/** @type {(s: Settings) => boolean} */
const pooling = (s) => s.operation.endsWith("pool");

// ---- arithmetic ----

/**
 * Say in Chinese why the settings fit nothing, or "".
 * @param {Settings} s
 */
export function problem(s) {
	const [size, kernel] = [shape(s.image), shape(s.kernel)];
	for (const d of [0, 1]) {
		const way = "高宽"[d];
		/** @type {[string, number, number][]} */
		const counts = [["步幅", s.stride[d], 1], ["填充", s.padding[d], 0], ["空洞", s.dilation[d], 1]];
		for (const [name, value, least] of counts)
			if (!Number.isInteger(value) || value < least) return `${name}的${way}要是不小于 ${least} 的整数。`;
		const [covered, room] = [s.dilation[d] * (kernel[d] - 1) + 1, size[d] + 2 * s.padding[d]];
		if (covered > room) return `窗口放不下：${way}要 ${covered} 格，图片补边后只有 ${room} 格。`;
		/** @type {Record<string, number>} */
		const modes = { reflect: size[d] - 1, circular: size[d] };
		const most = pooling(s) ? kernel[d] >> 1 : modes[s.padding_mode] ?? 32;
		if (s.padding[d] > most) return `这样的填充，${way}最多 ${most} 格。`;
	}
	return s.operation === "avg_pool" && Math.max(...s.dilation) > 1 ? "平均池化没有空洞，请把空洞改回 1。" : "";
}

/**
 * Index into the picture of a place counted from its edge; null where the border holds no pixel.
 * @param {number} place
 * @param {number} size
 * @param {string} mode
 */
function source(place, size, mode) {
	if (place >= 0 && place < size) return place;
	if (mode === "replicate") return place < 0 ? 0 : size - 1;
	if (mode === "circular") return (place + size) % size;
	if (mode === "reflect") return place < 0 ? -place : 2 * (size - 1) - place;
	return null;
}

/**
 * Compute the padded picture and the result; cells and terms are those of one window.
 * @param {Settings} s
 */
export function slide(s) {
	const [size, kernel] = [shape(s.image), shape(s.kernel)];
	const mode = pooling(s) ? "zeros" : s.padding_mode;
	const border = s.operation === "max_pool" ? -Infinity : 0;
	const padded = table(both((d) => size[d] + 2 * s.padding[d]), (r, c) => {
		const [row, column] = [source(r - s.padding[0], size[0], mode), source(c - s.padding[1], size[1], mode)];
		return row === null || column === null ? border : s.image[row][column];
	});
	const offsets = table(kernel, (i, j) => [i * s.dilation[0], j * s.dilation[1]]).flat();
	/** @type {(row: number, column: number) => number[][]} */
	const cells = (row, column) => offsets.map(([i, j]) => [row * s.stride[0] + i, column * s.stride[1] + j]);
	const weights = s.kernel.flat();
	/** @type {(row: number, column: number) => number[]} */
	const terms = (row, column) =>
		cells(row, column).map(([r, c], i) => (pooling(s) ? padded[r][c] : padded[r][c] * weights[i]));
	/** @param {number[]} values */
	const reduce = (values) => {
		if (s.operation === "max_pool") return Math.max(...values);
		const total = values.reduce((a, b) => a + b, 0);
		return s.operation === "sum" ? total : total / values.length;
	};
	/** @param {number} d */
	const positions = (d) => Math.floor((shape(padded)[d] - s.dilation[d] * (kernel[d] - 1) - 1) / s.stride[d]) + 1;
	return { padded, cells, terms, values: table(both(positions), (r, c) => reduce(terms(r, c))) };
}

// ---- words ----

/**
 * Write the sum out with its numbers: (1×1 + (−1)×(−1) + …) ÷ 9 = 0.78.
 * @param {Settings} s
 * @param {ReturnType<slide>} map
 * @param {number} row
 * @param {number} column
 */
export function sentence(s, map, row, column) {
	const values = map.cells(row, column).map(([r, c]) => map.padded[r][c]);
	const weights = s.kernel.flat();
	let parts = values.map((value, i) => factor(value) + (pooling(s) ? "" : `×${factor(weights[i])}`));
	if (parts.length > 16) parts = [...parts.slice(0, 8), "…", parts[parts.length - 1]];
	const total = parts.join(" + ");
	const mean = `(${total}) ÷ ${values.length}`;
	const written = s.operation === "max_pool" ? `max(${parts.join(", ")})` : s.operation === "sum" ? total : mean;
	const result = map.values[row][column];
	return `${written} ${equals(result)} ${short(result)}`;
}

// ---- the page ----

/** @extends {Explorer<Settings>} */
class SlidingWindow extends Explorer {
	/**
	 * @param {import("./explorer.js").Model} model
	 * @param {HTMLElement} element
	 */
	constructor(model, element) {
		super(model, SETTINGS, ["row", "column", "filled"]);
		this.map = slide(this.settings);
		/** @type {typeof this.map | null} the map whose values all stand in the result */
		this.shown = null;
		this.full = true;
		this.timer = 0; // 0 while it does not play
		/** @type {Set<string>} the places of the result that were reached */
		this.visited = new Set();
		/** @type {((s: Settings) => void)[]} what brings the controls up to date */
		this.refreshers = [];
		/** @type {import("./explorer.js").Colours} */
		const colours = model.get("_colours");
		this.picture = new Grid("图片", STAGE, colours, {
			point: (...place) => this.feed(...place),
			press: (...place) => this.edit("image", ...both((d) => place[d] - this.settings.padding[d])),
		});
		this.kernel = new Grid("卷积核", 100, colours, { press: (...place) => this.edit("kernel", ...place) });
		this.products = new Grid("乘积", 100, colours);
		this.result = new Grid("结果", STAGE, colours, { point: (...place) => this.timer || this.goto(...place) });
		/** @type {(text: string, onclick: () => void) => HTMLButtonElement} */
		const button = (text, onclick) => make("button", { onclick }, text);
		this.playing = button("", () => this.play());
		this.filling = button("", () => this.fill(!this.full));
		const steps = [button("◀ 后退", () => this.walk(-1)), this.playing, button("前进 ▶", () => this.walk(1))];
		const middle = make("div", { class: "sw-middle" }, this.kernel.panel, this.products.panel);
		element.replaceChildren(
			make("div", { class: "explorer", lang: "zh-CN", role: "group", "aria-label": "滑动窗口" },
				make("div", { class: "explorer-controls" }, ...this.controls()),
				this.alert,
				make("div", { class: "sw-stage" }, this.picture.panel, middle, this.result.panel),
				this.sum,
				make("div", { class: "explorer-buttons" }, ...steps, this.filling),
				this.live,
			),
		);
		this.showSettings();
	}

	/** @param {Settings} settings */
	problem(settings) {
		return problem(settings);
	}

	/**
	 * Name the choice that a trait's value is.
	 * @param {string} name
	 */
	chosen(name) {
		const same = JSON.stringify;
		const options = this.get("_choices")[name];
		return Object.keys(options).find((key) => same(options[key]) === same(this.get(name))) ?? OWN;
	}

	/** Where the window stands, inside the result. */
	get place() {
		return both((d) => Math.min(this.get(["row", "column"][d]), shape(this.map.values)[d] - 1));
	}

	/**
	 * @param {"image" | "kernel"} name
	 * @param {number} row
	 * @param {number} column
	 */
	edit(name, row, column) {
		const matrix = this.settings[name].map((line) => [...line]);
		if (matrix[row]?.[column] === undefined) return; // the padding ring
		const value = matrix[row][column];
		matrix[row][column] = value > 0 ? -1 : name === "kernel" && value < 0 ? 0 : 1;
		this.propose({ [name]: matrix });
	}

	/** @type {(row: number, column: number) => void} */
	goto(row, column) {
		this.set({ row, column });
	}

	/** @param {number} by */
	step(by) {
		const [[row, column], [rows, columns]] = [this.place, this.result.size];
		const next = row * columns + column + by;
		if (next >= 0 && next < rows * columns) this.goto(Math.floor(next / columns), next % columns);
		else this.stop();
	}

	/** @param {number} by */
	walk(by) {
		this.stop(); // else the next tick of play would overrun it
		this.step(by);
	}

	play() {
		if (this.timer) return this.stop();
		if (this.get("filled") || `${this.place}` === `${this.result.size.map((n) => n - 1)}`) {
			this.fill(false);
			this.goto(0, 0);
		}
		this.timer = window.setInterval(() => this.step(1), STEP);
		this.later(false);
	}

	stop() {
		clearInterval(this.timer);
		this.timer = 0;
		this.later(false);
	}

	/** @param {boolean} filled */
	fill(filled) {
		this.visited.clear();
		this.set({ filled });
	}

	/**
	 * Show which results a pixel takes part in.
	 * @param {number} row
	 * @param {number} column
	 */
	feed(row, column) {
		this.picture.move(row, column);
		/** @param {number[]} place */
		const uses = ([r, c]) => this.map.cells(r, c).some(([i, j]) => i === row && j === column);
		const fed = table(this.result.size, (r, c) => [r, c]).flat().filter(uses);
		this.result.mark("fed", fed);
		this.live.textContent = `这一格是 ${short(this.map.padded[row][column])}，参与了 ${fed.length} 个窗口`;
	}

	showSettings() {
		const s = this.settings;
		this.map = slide(s);
		this.alert.textContent = "";
		this.picture.show(this.map.padded, s.padding);
		this.picture.caption.textContent = `图片 ${shape(s.image).join("×")}`;
		this.kernel.show(s.kernel);
		this.kernel.panel.hidden = pooling(s);
		this.products.caption.textContent = pooling(s) ? "窗口" : "乘积";
		this.result.caption.textContent = `结果 ${shape(this.map.values).join("×")}：${this.chosen("operation")}`;
		for (const refresh of this.refreshers) refresh(s);
		this.showPlace();
	}

	showPlace() {
		const s = this.settings;
		const [row, column] = this.place;
		const filled = this.get("filled");
		if (filled) this.visited.clear();
		this.visited.add(`${row},${column}`);
		/** @type {(r: number, c: number) => boolean} */
		const hidden = (r, c) => !filled && !this.visited.has(`${r},${c}`);
		if (!filled || this.shown !== this.map) this.result.show(this.map.values, [0, 0], hidden);
		this.shown = filled ? this.map : null;
		this.full = !table(this.result.size, hidden).flat().includes(true);
		const terms = this.map.terms(row, column);
		this.products.show(table(shape(s.kernel), (r, c) => terms[r * s.kernel[0].length + c]));
		this.picture.mark("inside", this.map.cells(row, column));
		this.result.mark("fed", []);
		this.result.mark("here", [[row, column]]);
		this.result.move(row, column);
		this.sum.textContent = sentence(s, this.map, row, column);
		if (!this.timer) this.live.textContent = `第 ${row} 行第 ${column} 列：${short(this.map.values[row][column])}`;
		this.playing.textContent = this.timer ? "❚❚ 暂停" : "▶ 播放";
		this.filling.textContent = this.full ? "清空结果" : "填满结果";
	}

	/**
	 * A menu of a trait's named values.
	 * @param {string} label
	 * @param {string} name
	 */
	choice(label, name) {
		const options = this.get("_choices")[name];
		const own = make("option", { hidden: "", disabled: "" }, OWN); // some phones show what is hidden
		const select = make("select", {}, ...Object.keys(options).map((key) => make("option", {}, key)), own);
		select.onchange = () => {
			this.propose({ [name]: options[select.value] });
			this.visited.clear();
		};
		this.refreshers.push(() => (select.value = this.chosen(name)));
		return make("label", {}, label, select);
	}

	/**
	 * Two numbers of a trait: for the height and for the width.
	 * @param {string} label
	 * @param {"stride" | "padding" | "dilation"} name
	 * @param {number} min
	 */
	pair(label, name, min) {
		const inputs = both((d) => make("input", { type: "number", min, "aria-label": `${label}，${"高宽"[d]}` }));
		for (const input of inputs)
			input.onchange = () => this.propose({ [name]: both((d) => inputs[d].valueAsNumber) });
		this.refreshers.push((s) => inputs.forEach((input, d) => (input.value = String(s[name][d]))));
		return make("span", {}, `${label} 高`, inputs[0], "宽", inputs[1]);
	}

	controls() {
		/** @type {Record<string, () => HTMLElement[]>} */
		const controls = {
			presets: () => [this.choice("图片", "image"), this.choice("卷积核", "kernel")],
			operation: () => [this.choice("运算", "operation")],
			stride: () => [this.pair("步幅", "stride", 1)],
			padding: () => [this.pair("填充", "padding", 0)],
			padding_mode: () => [this.choice("补什么", "padding_mode")],
			dilation: () => [this.pair("空洞", "dilation", 1)],
		};
		/** @type {string[]} */
		const shown = this.get("controls");
		return shown.flatMap((name) => controls[name]());
	}
}

export default {
	/** @param {{ model: import("./explorer.js").Model, el: HTMLElement }} host */
	render({ model, el }) {
		const explorer = new SlidingWindow(model, el);
		return () => clearInterval(explorer.timer);
	},
};
