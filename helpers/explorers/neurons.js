// 神经元。全在浏览器里算，内核忙的时候也跟手。

import { Explorer, give, make } from "./explorer.js";
import { equals, factor, range, short, table } from "./numbers.js";

/**
 * @typedef {object} Settings
 * @property {number[]} x
 * @property {number[][]} weight a row for each neuron
 * @property {number[]} bias
 * @property {number[]} mask 1 for an input that is kept, 0 for one that is dropped
 * @property {number} p the chance to be dropped
 * @property {boolean} training
 * @property {string[]} input_names
 * @property {string[]} output_names
 */

const SETTINGS = ["x", "weight", "bias", "mask", "p", "training", "input_names", "output_names"];
const HEIGHT = 340; // px, of the picture
const LIMIT = 5; // of a weight or bias, unless Python set a larger one
const STEP = 0.5;
const PULL = 8; // px of dragging for one step
const FEW = 9; // lines whose numbers can all stand in the picture

// ---- arithmetic ----

/**
 * Say in Chinese why the settings fit nothing, or "".
 * @param {Settings} s
 */
export function problem(s) {
	const [inputs, outputs] = [s.x.length, s.bias.length];
	const counts = [s.mask.length, s.input_names.length, ...s.weight.map((row) => row.length)];
	const fit = counts.every((n) => n === inputs) && s.weight.length === outputs && s.output_names.length === outputs;
	if (!fit) return "输入、权重、偏置和名字的个数对不上。";
	return s.p >= 0 && s.p < 1 ? "" : "丢掉的概率 p 要在 0 和 1 之间，可以是 0，不能是 1。";
}

/** @type {(s: Settings) => boolean} */
const dropping = (s) => s.training && s.p > 0;

/**
 * What arrives of each input, the votes each neuron gets, and its votes plus its bias.
 * @param {Settings} s
 */
export function forward(s) {
	const arriving = s.x.map((x, i) => (dropping(s) ? (x * s.mask[i]) / (1 - s.p) : x));
	const votes = s.weight.map((row) => row.reduce((sum, weight, i) => sum + weight * arriving[i], 0));
	return { arriving, votes, output: votes.map((sum, o) => sum + s.bias[o]) };
}

/** @type {(sum: number) => boolean} */
export const lit = (sum) => sum > 1e-9; // 0.1 + 0.2 - 0.3 is not above 0

// ---- words ----

/**
 * Write a neuron's sum out with its numbers: 1×1 + 0×1 + 1×1 − 2.5 = −0.5，没有超过 0，不亮.
 * @param {Settings} s
 * @param {number} o
 */
export function sentence(s, o) {
	const { arriving, output } = forward(s);
	const products = arriving.map((x, i) => `${factor(x)}×${factor(s.weight[o][i])}`).join(" + ");
	const bias = `${s.bias[o] < 0 ? "−" : "+"} ${short(Math.abs(s.bias[o]))}`;
	const verdict = lit(output[o]) ? "超过 0，亮" : "没有超过 0，不亮";
	return `${products} ${bias} ${equals(output[o])} ${short(output[o])}，${verdict}`;
}

/**
 * Say the same as an election: the votes against the bar.
 * @param {Settings} s
 * @param {number} o
 */
export function election(s, o) {
	const { votes, output } = forward(s);
	const bar = s.bias[o] ? `${short(-s.bias[o])}（偏置 ${short(s.bias[o])} 换个正负号）` : "0（偏置是 0）";
	return `得票 ${short(votes[o])}，门槛 ${bar}：${lit(output[o]) ? "过了门槛" : "没有过门槛"}`;
}

// ---- the page ----

/** @typedef {import("./explorer.js").Attributes} Attributes */

/** @extends {Explorer<Settings>} */
class Neurons extends Explorer {
	/**
	 * @param {import("./explorer.js").Model} model
	 * @param {HTMLElement} element
	 */
	constructor(model, element) {
		super(model, SETTINGS, []);
		this.here = 0; // the neuron whose sum is written out
		/** @type {ReturnType<Neurons["makeInput"]>[]} */
		this.inputs = [];
		/** @type {ReturnType<Neurons["makeLine"]>[][]} a row for each neuron */
		this.lines = [];
		/** @type {ReturnType<Neurons["makeNeuron"]>[]} */
		this.neurons = [];
		this.stage = make("div", { class: "neurons-stage", style: `height:${HEIGHT}px` });
		this.chance = make("input", { type: "number", min: 0, max: 0.9, step: 0.1 });
		this.mode = make("button", { role: "switch", "aria-label": "训练模式" });
		this.redraw = make("button", {}, "重抽一次");
		const key = [["positive", "正的权重"], ["negative", "负的权重"], ["zero", "权重是 0"]];
		const samples = key.map(([name, words]) => make("span", {}, make("i", { class: name }), words));
		const hands = this.can("weight") || this.can("bias") ? "上下拖动一个数，或用方向键，改它。" : "";
		element.replaceChildren(
			make("div", { class: "explorer neurons", lang: "zh-CN", role: "group", "aria-label": "神经元" },
				...this.controls(),
				this.stage,
				make("div", { class: "neurons-key" }, ...samples, make("span", {}, `线越粗，权重的绝对值越大。${hands}`)),
				this.sum,
				this.live,
			),
		);
		this.showSettings();
	}

	/** @param {Settings} settings */
	problem(settings) {
		return problem(settings);
	}

	/** @param {string} control */
	can(control) {
		return this.get("controls").includes(control);
	}

	controls() {
		if (!this.can("dropout")) return [];
		this.chance.onchange = () => this.propose({ p: this.chance.valueAsNumber });
		this.mode.onclick = () => this.set({ training: !this.get("training") });
		this.redraw.onclick = () => this.draw();
		const label = make("label", {}, "丢掉的概率 p", this.chance);
		return [make("div", { class: "explorer-controls" }, label, this.mode, this.redraw), this.alert];
	}

	/** Keep each input with the chance 1 − p. */
	draw() {
		const { x, p } = this.settings;
		this.set({ mask: x.map(() => (Math.random() < p ? 0 : 1)) });
	}

	/** @param {number} i */
	toggle(i) {
		this.set({ x: this.settings.x.map((x, j) => (j !== i ? x : x === 0 ? 1 : 0)) });
	}

	/** @param {number} o */
	point(o) {
		if (o === this.here) return;
		this.here = o;
		this.later(false);
	}

	/** Range of every weight and bias. */
	get limit() {
		const { weight, bias } = this.settings;
		return Math.ceil(Math.max(LIMIT, ...[...weight.flat(), ...bias].map(Math.abs)));
	}

	/**
	 * A number one can drag or change with the arrow keys; get and set reach its value.
	 * @param {string} name
	 * @param {number} o the neuron it belongs to
	 * @param {() => number} get
	 * @param {(value: number) => void} set
	 * @returns {{ element: HTMLElement } & Attributes} the number, and the listeners of its line
	 */
	slider(name, o, get, set) {
		/** @type {(value: number, limit: number) => void} */
		const within = (value, limit) => set(Math.max(-limit, Math.min(limit, value)));
		/** @param {KeyboardEvent} event */
		const onkeydown = (event) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
			/** @type {Record<string, number>} */
			const steps = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP };
			/** @type {Record<string, number>} */
			const ends = { Home: -this.limit, End: this.limit };
			const value = ends[event.key] ?? get() + steps[event.key];
			if (Number.isNaN(value)) return;
			within(value, this.limit);
			event.preventDefault();
			event.stopPropagation();
		};
		/** @param {PointerEvent} event */
		const onpointerdown = ({ currentTarget, pointerId, clientX, clientY }) => {
			const [held, from, limit] = [/** @type {HTMLElement} */ (currentTarget), get(), this.limit];
			/** @param {PointerEvent} event */
			const move = (event) => {
				const steps = Math.round((event.clientX - clientX - event.clientY + clientY) / PULL);
				if (from + steps * STEP !== get()) within(from + steps * STEP, limit);
			};
			held.setPointerCapture(pointerId);
			held.addEventListener("pointermove", move);
			const stop = () => held.removeEventListener("pointermove", move);
			held.addEventListener("lostpointercapture", stop, { once: true });
			element.focus();
		};
		/** @param {Event} event */
		const onmousedown = (event) => event.preventDefault(); // else the line would take the focus from its number
		// JupyterLab keeps the arrow keys for itself unless the focused element says otherwise
		const role = { role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true", "aria-orientation": "vertical" };
		const point = () => this.point(o);
		const hands = { onkeydown, onpointerdown, onmousedown, onfocus: point, onpointerenter: point };
		const element = make("span", { class: name, ...role, ...hands });
		return { element, onpointerdown, onmousedown, onpointerenter: point };
	}

	/**
	 * Show a slider's value, or the plain number where it may not be changed.
	 * @param {HTMLElement} element
	 * @param {string} label
	 * @param {number} value
	 */
	tell(element, label, value) {
		element.textContent = element.classList.contains("bias") ? `偏置 ${short(value)}` : short(value);
		if (!element.hasAttribute("role")) return;
		const ends = { "aria-valuemin": -this.limit, "aria-valuemax": this.limit };
		give(element, { "aria-label": label, "aria-valuenow": value, "aria-valuetext": short(value), ...ends });
	}

	/**
	 * The number of a weight or bias: a slider, where it may be changed.
	 * @param {"weight" | "bias"} name
	 * @param {number} o
	 * @param {() => number} get
	 * @param {(value: number) => void} set
	 * @returns {{ element: HTMLElement } & Attributes}
	 */
	number(name, o, get, set) {
		return this.can(name) ? this.slider(name, o, get, set) : { element: make("span", { class: name }) };
	}

	/** @param {number} i */
	makeInput(i) {
		const [name, note, disc] = ["name", "note", "disc"].map((part) => make("span", { class: part }));
		const words = make("span", { class: "words" }, name, note);
		const button = make("button", { class: "input", role: "switch", onclick: () => this.toggle(i) }, words, disc);
		return { button, name, note, disc };
	}

	/**
	 * @param {number} o
	 * @param {number} i
	 */
	makeLine(o, i) {
		const [inputs, outputs] = [this.settings.x.length, this.settings.bias.length];
		/** @param {number} value */
		const set = (value) => {
			const weight = this.settings.weight.map((row) => [...row]);
			weight[o][i] = value;
			this.set({ weight });
		};
		const { element: number, ...hands } = this.number("weight", o, () => this.settings.weight[o][i], set);
		const [from, to] = [((i + 0.5) / inputs) * HEIGHT, ((o + 0.5) / outputs) * HEIGHT];
		const ends = { x1: "0%", x2: "100%", y1: from, y2: to };
		const along = outputs === 1 || inputs * outputs > FEW ? 0.38 : 0.25 + (0.4 * o) / (outputs - 1);
		number.style.cssText = `left:${along * 100}%;top:${from + along * (to - from)}px`;
		return { number, line: make("line", ends), hit: make("line", { ...ends, class: "hit", ...hands }) };
	}

	/** @param {number} o */
	makeNeuron(o) {
		/** @param {number} value */
		const set = (value) => this.set({ bias: this.settings.bias.map((bias, p) => (p === o ? value : bias)) });
		const bias = this.number("bias", o, () => this.settings.bias[o], set).element;
		const point = () => this.point(o);
		const disc = make("button", { class: "disc", onfocus: point, onclick: point });
		const name = make("span", { class: "name" });
		const words = make("span", { class: "words" }, name, bias);
		return { disc, name, bias, panel: make("div", { class: "neuron", onpointerenter: point }, disc, words) };
	}

	/** @type {(inputs: number, outputs: number) => void} */
	build(inputs, outputs) {
		this.inputs = range(inputs).map((i) => this.makeInput(i));
		this.lines = table([outputs, inputs], (o, i) => this.makeLine(o, i));
		this.neurons = range(outputs).map((o) => this.makeNeuron(o));
		const all = this.lines.flat();
		const lines = make("svg", { "aria-hidden": "true" }, ...all.map((each) => each.line), ...all.map((each) => each.hit));
		const few = inputs * outputs > FEW ? "" : "few";
		this.stage.replaceChildren(
			make("div", { class: "inputs" }, ...this.inputs.map((each) => each.button)),
			make("div", { class: `lines ${few}` }, lines, ...all.map((each) => each.number)),
			make("div", { class: "outputs" }, ...this.neurons.map((each) => each.panel)),
		);
	}

	showSettings() {
		const [inputs, outputs] = [this.settings.x.length, this.settings.bias.length];
		if (this.inputs.length !== inputs || this.neurons.length !== outputs) this.build(inputs, outputs);
		this.here = Math.min(this.here, outputs - 1);
		this.alert.textContent = "";
		this.showPlace();
	}

	showPlace() {
		const s = this.settings;
		const { arriving, output } = forward(s);
		const scale = short(1 / (1 - s.p));
		this.inputs.forEach(({ button, name, note, disc }, i) => {
			const gone = dropping(s) && !s.mask[i];
			name.textContent = s.input_names[i];
			disc.textContent = short(s.x[i]);
			const product = make("span", {}, `${short(s.x[i])}×${scale} `); // left out where there is little room
			note.replaceChildren(...(!dropping(s) ? [] : gone ? ["丢掉"] : [product, `= ${short(arriving[i])}`]));
			button.classList.toggle("dropped", gone);
			button.classList.toggle("on", s.x[i] !== 0);
			const label = `${s.input_names[i]} ${short(s.x[i])} ${note.textContent}`.trim();
			give(button, { "aria-checked": s.x[i] !== 0, "aria-label": label });
		});
		const limit = this.limit;
		table([s.bias.length, s.x.length], (o, i) => {
			const { number, line } = this.lines[o][i];
			const weight = s.weight[o][i];
			const sign = weight > 0 ? "positive" : weight < 0 ? "negative" : "zero";
			const state = `${o === this.here ? "here" : ""} ${dropping(s) && !s.mask[i] ? "dropped" : ""}`;
			const width = 1 + (7 * Math.abs(weight)) / limit;
			give(line, { class: `${sign} ${state}`, "stroke-width": width });
			number.className = `weight ${state}`;
			this.tell(number, `${s.input_names[i]}到${s.output_names[o]}的权重`, weight);
		});
		this.neurons.forEach(({ panel, disc, name, bias }, o) => {
			const word = lit(output[o]) ? "亮" : "不亮";
			panel.className = `neuron ${lit(output[o]) ? "lit" : ""} ${o === this.here ? "here" : ""}`;
			disc.replaceChildren(make("b", {}, word), short(output[o]));
			disc.setAttribute("aria-label", `${s.output_names[o]} ${short(output[o])} ${word}`);
			name.textContent = s.output_names[o];
			this.tell(bias, `${s.output_names[o]}的偏置`, s.bias[o]);
		});
		const name = make("b", {}, `${s.output_names[this.here]}：`);
		this.sum.replaceChildren(make("div", {}, name, sentence(s, this.here)), make("div", {}, election(s, this.here)));
		const states = s.output_names.map((each, o) => `${each} ${lit(output[o]) ? "亮" : "不亮"}`).join("，");
		const gone = s.mask.filter((kept) => !kept).length;
		const dropped = dropping(s) ? `丢掉 ${gone} 个，共 ${s.x.length} 个；留下的 ×1/(1−${short(s.p)})，就是 ×${scale}。` : "";
		this.live.textContent = `${dropped}${states}`;
		if (!this.can("dropout")) return;
		this.chance.value = String(s.p);
		this.mode.textContent = s.training ? "训练（train）" : "评估（eval）";
		give(this.mode, { "aria-checked": s.training });
		this.redraw.disabled = !dropping(s);
	}
}

export default {
	/** @param {{ model: import("./explorer.js").Model, el: HTMLElement }} host */
	render({ model, el }) {
		new Neurons(model, el);
	},
};
