// 滑动窗口。全在浏览器里算，内核忙的时候也跟手。

const SETTINGS = ["image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation"];
const STAGE = 272; // px, the side of a large grid
const STEP = 450; // ms
const OWN = "自己改的";

const shape = (matrix) => [matrix.length, matrix[0].length];
const range = (n) => Array.from({ length: n }, (_, i) => i);
const table = ([rows, columns], value) => range(rows).map((r) => range(columns).map((c) => value(r, c)));
const both = (value) => [0, 1].map(value); // height, width
const pooling = (s) => s.operation.endsWith("pool");

// ---- arithmetic ----

/** Say in Chinese why the settings fit nothing, or "". */
export function problem(s) {
	const [size, kernel] = [shape(s.image), shape(s.kernel)];
	for (const d of [0, 1]) {
		const way = "高宽"[d];
		for (const [name, value, least] of [["步幅", s.stride[d], 1], ["填充", s.padding[d], 0], ["空洞", s.dilation[d], 1]])
			if (!Number.isInteger(value) || value < least) return `${name}的${way}要是不小于 ${least} 的整数。`;
		const [covered, room] = [s.dilation[d] * (kernel[d] - 1) + 1, size[d] + 2 * s.padding[d]];
		if (covered > room) return `窗口放不下：${way}要 ${covered} 格，图片补边后只有 ${room} 格。`;
		const most = pooling(s) ? kernel[d] >> 1 : { reflect: size[d] - 1, circular: size[d] }[s.padding_mode] ?? 32;
		if (s.padding[d] > most) return `这样的填充，${way}最多 ${most} 格。`;
	}
	return s.operation === "avg_pool" && Math.max(...s.dilation) > 1 ? "平均池化没有空洞，请把空洞改回 1。" : "";
}

/** Index into the picture of a place counted from its edge; null where the border holds no pixel. */
function source(place, size, mode) {
	if (place >= 0 && place < size) return place;
	if (mode === "replicate") return place < 0 ? 0 : size - 1;
	if (mode === "circular") return (place + size) % size;
	if (mode === "reflect") return place < 0 ? -place : 2 * (size - 1) - place;
	return null;
}

/** Compute the padded picture and the result; cells and terms are those of one window. */
export function slide(s) {
	const [size, kernel] = [shape(s.image), shape(s.kernel)];
	const mode = pooling(s) ? "zeros" : s.padding_mode;
	const border = s.operation === "max_pool" ? -Infinity : 0;
	const padded = table(both((d) => size[d] + 2 * s.padding[d]), (r, c) => {
		const [row, column] = [source(r - s.padding[0], size[0], mode), source(c - s.padding[1], size[1], mode)];
		return row === null || column === null ? border : s.image[row][column];
	});
	const offsets = table(kernel, (i, j) => [i * s.dilation[0], j * s.dilation[1]]).flat();
	const cells = (row, column) => offsets.map(([i, j]) => [row * s.stride[0] + i, column * s.stride[1] + j]);
	const weights = s.kernel.flat();
	const terms = (row, column) =>
		cells(row, column).map(([r, c], i) => (pooling(s) ? padded[r][c] : padded[r][c] * weights[i]));
	const reduce = (values) => {
		if (s.operation === "max_pool") return Math.max(...values);
		const total = values.reduce((a, b) => a + b, 0);
		return s.operation === "sum" ? total : total / values.length;
	};
	const positions = (d) => Math.floor((shape(padded)[d] - s.dilation[d] * (kernel[d] - 1) - 1) / s.stride[d]) + 1;
	return { padded, cells, terms, values: table(both(positions), (r, c) => reduce(terms(r, c))) };
}

// ---- words ----

function number(value, whole) {
	if (!Number.isFinite(value)) return "−∞";
	const text = whole ? String(value) : value.toFixed(2);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

const short = (value) => number(value, Number.isInteger(value));
const factor = (value) => (value < 0 ? `(${short(value)})` : short(value));

/** Write the sum out with its numbers: (1×1 + (−1)×(−1) + …) ÷ 9 = 0.78. */
export function sentence(s, map, row, column) {
	const values = map.cells(row, column).map(([r, c]) => map.padded[r][c]);
	const weights = s.kernel.flat();
	let parts = values.map((value, i) => factor(value) + (pooling(s) ? "" : `×${factor(weights[i])}`));
	if (parts.length > 16) parts = [...parts.slice(0, 8), "…", parts.at(-1)];
	const total = parts.join(" + ");
	const mean = `(${total}) ÷ ${values.length}`;
	return `${{ max_pool: `max(${parts.join(", ")})`, sum: total }[s.operation] ?? mean} = ${short(map.values[row][column])}`;
}

// ---- the page ----

function make(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value);
	}
	element.append(...children);
	return element;
}

let grids = 0; // for unique ids

/** A grid of numbers: one tab stop, inside which the arrow keys move. */
class Grid {
	constructor(label, side, colours, { point, press } = {}) {
		Object.assign(this, { side, colours, id: `sliding-window-${grids++}`, size: [0, 0], at: [0, 0], marks: {} });
		const at = (handle) => ({ target: { dataset } }) => dataset.at && handle?.(...dataset.at.split(",").map(Number));
		const hands = { onmouseover: at(point), onclick: at(press ?? point), onkeydown: (event) => this.key(event, point, press) };
		// JupyterLab keeps the arrow keys for itself unless the focused element says otherwise
		const focusable = { tabindex: 0, "data-lm-suppress-shortcuts": "true" };
		this.element = make("div", { class: "sw-grid", role: "grid", "aria-label": label, ...focusable, ...hands });
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
		const strength = hidden || !Number.isFinite(value) ? 0 : Math.abs(value) / limit;
		const colour = this.colours[value > 0 ? 0 : 1].map((full) => Math.round(255 + (full - 255) * strength));
		cell.style.background = `rgb(${colour})`;
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

class Explorer {
	constructor(model, element) {
		Object.assign(this, { model, visited: new Set(), refreshers: [] });
		const colours = model.get("_colours");
		this.picture = new Grid("图片", STAGE, colours, {
			point: (...place) => this.feed(...place),
			press: (...place) => this.edit("image", ...both((d) => place[d] - this.get("padding")[d])),
		});
		this.kernel = new Grid("卷积核", 100, colours, { press: (...place) => this.edit("kernel", ...place) });
		this.products = new Grid("乘积", 100, colours);
		this.result = new Grid("结果", STAGE, colours, { point: (...place) => this.timer || this.goto(...place) });
		this.problem = make("div", { class: "sw-problem", role: "alert" });
		this.sum = make("div", { class: "sw-sum", tabindex: 0, role: "group", "aria-label": "算式" });
		this.live = make("div", { class: "sw-live", role: "status" });
		const button = (text, onclick) => make("button", { onclick }, text);
		this.playing = button("", () => this.play());
		this.filling = button("", () => this.fill(!model.get("filled")));
		const steps = [button("◀ 后退", () => this.step(-1)), this.playing, button("前进 ▶", () => this.step(1))];
		const middle = make("div", { class: "sw-middle" }, this.kernel.panel, this.products.panel);
		element.replaceChildren(
			make("div", { class: "sw", lang: "zh-CN", role: "group", "aria-label": "滑动窗口" },
				make("div", { class: "sw-controls" }, ...this.controls()),
				this.problem,
				make("div", { class: "sw-stage" }, this.picture.panel, middle, this.result.panel),
				this.sum,
				make("div", { class: "sw-buttons" }, ...steps, this.filling),
				this.live,
			),
		);
		for (const name of [...SETTINGS, "row", "column", "filled"])
			model.on(`change:${name}`, () => this.later(SETTINGS.includes(name)));
		this.showSettings();
	}

	get(name) {
		return this.model.get(name);
	}

	get settings() {
		return Object.fromEntries(SETTINGS.map((name) => [name, this.get(name)]));
	}

	/** Name the choice that a trait's value is. */
	chosen(name) {
		const same = JSON.stringify;
		const options = this.get("_choices")[name];
		return Object.keys(options).find((key) => same(options[key]) === same(this.get(name))) ?? OWN;
	}

	/** Where the window stands, inside the result. */
	get place() {
		return ["row", "column"].map((name, d) => Math.min(this.get(name), shape(this.map.values)[d] - 1));
	}

	later(everything) {
		this.everything ||= everything;
		this.waiting ??= Promise.resolve().then(() => (this.everything ? this.showSettings() : this.showPlace()));
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

	edit(name, row, column) {
		const matrix = this.get(name).map((line) => [...line]);
		if (matrix[row]?.[column] === undefined) return; // the padding ring
		const value = matrix[row][column];
		matrix[row][column] = value > 0 ? -1 : name === "kernel" && value < 0 ? 0 : 1;
		this.propose({ [name]: matrix });
	}

	goto(row, column) {
		this.set({ row, column });
	}

	step(by) {
		const [[row, column], [rows, columns]] = [this.place, this.result.size];
		const next = row * columns + column + by;
		if (next >= 0 && next < rows * columns) this.goto(Math.floor(next / columns), next % columns);
		else this.stop();
	}

	play() {
		if (this.timer) return this.stop();
		if (this.get("filled") || `${this.place}` === `${this.result.size.map((n) => n - 1)}`) {
			this.fill(false);
			this.goto(0, 0);
		}
		this.timer = setInterval(() => this.step(1), STEP);
		this.later(false);
	}

	stop() {
		this.timer = clearInterval(this.timer);
		this.later(false);
	}

	fill(filled) {
		this.visited.clear();
		this.set({ filled });
	}

	/** Show which results a pixel takes part in. */
	feed(row, column) {
		this.picture.move(row, column);
		const uses = (place) => this.map.cells(...place).some(([i, j]) => i === row && j === column);
		const fed = table(this.result.size, (r, c) => [r, c]).flat().filter(uses);
		this.result.mark("fed", fed);
		this.live.textContent = `这一格是 ${short(this.map.padded[row][column])}，参与了 ${fed.length} 个窗口`;
	}

	showSettings() {
		const s = this.settings;
		this.map = slide(s);
		this.problem.textContent = "";
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
		this.waiting = this.everything = undefined;
		const s = this.settings;
		const [row, column] = this.place;
		const filled = this.get("filled");
		if (filled) this.visited.clear();
		this.visited.add(`${row},${column}`);
		const hidden = (r, c) => !filled && !this.visited.has(`${r},${c}`);
		if (!filled || this.shown !== this.map) this.result.show(this.map.values, [0, 0], hidden);
		this.shown = filled && this.map;
		const terms = this.map.terms(row, column);
		this.products.show(table(shape(s.kernel), (r, c) => terms[r * s.kernel[0].length + c]));
		this.picture.mark("inside", this.map.cells(row, column));
		this.result.mark("fed", []);
		this.result.mark("here", [[row, column]]);
		this.result.move(row, column);
		this.sum.textContent = sentence(s, this.map, row, column);
		if (!this.timer) this.live.textContent = `第 ${row} 行第 ${column} 列：${short(this.map.values[row][column])}`;
		this.playing.textContent = this.timer ? "❚❚ 暂停" : "▶ 播放";
		this.filling.textContent = filled ? "清空结果" : "填满结果";
	}

	controls() {
		const choice = (label, name) => {
			const options = this.get("_choices")[name];
			const onchange = () => this.visited.clear(this.propose({ [name]: options[select.value] }));
			const select = make("select", { onchange });
			for (const key of [...Object.keys(options), OWN]) select.append(make("option", {}, key));
			select.lastChild.hidden = true;
			this.refreshers.push(() => (select.value = this.chosen(name)));
			return make("label", {}, label, select);
		};
		const pair = (label, name, min) => {
			const onchange = () => this.propose({ [name]: inputs.map((input) => input.valueAsNumber) });
			const inputs = ["高", "宽"].map((way) =>
				make("input", { type: "number", min, "aria-label": `${label}，${way}`, onchange }),
			);
			this.refreshers.push((s) => inputs.forEach((input, d) => (input.value = s[name][d])));
			return make("span", {}, `${label} 高`, inputs[0], "宽", inputs[1]);
		};
		const controls = {
			presets: () => [choice("图片", "image"), choice("卷积核", "kernel")],
			operation: () => [choice("运算", "operation")],
			stride: () => [pair("步幅", "stride", 1)],
			padding: () => [pair("填充", "padding", 0)],
			padding_mode: () => [choice("补什么", "padding_mode")],
			dilation: () => [pair("空洞", "dilation", 1)],
		};
		return this.get("controls").flatMap((name) => controls[name]());
	}
}

export default {
	render({ model, el }) {
		const explorer = new Explorer(model, el);
		return () => clearInterval(explorer.timer);
	},
};
