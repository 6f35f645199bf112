// 神经元。全在浏览器里算，内核忙的时候也跟手。

const SETTINGS = ["x", "weight", "bias", "mask", "p", "training", "input_names", "output_names"];
const HEIGHT = 340; // px, of the picture
const LIMIT = 5; // of a weight or bias, unless Python set a larger one
const STEP = 0.5;
const PULL = 8; // px of dragging for one step
const FEW = 9; // lines whose numbers can all stand in the picture

// ---- arithmetic ----

/** Say in Chinese why the settings fit nothing, or "". */
export function problem(s) {
	const [inputs, outputs] = [s.x.length, s.bias.length];
	const counts = [s.mask.length, s.input_names.length, ...s.weight.map((row) => row.length)];
	const fit = counts.every((n) => n === inputs) && s.weight.length === outputs && s.output_names.length === outputs;
	if (!fit) return "输入、权重、偏置和名字的个数对不上。";
	return s.p >= 0 && s.p < 1 ? "" : "丢掉的概率 p 要在 0 和 1 之间，可以是 0，不能是 1。";
}

const dropping = (s) => s.training && s.p > 0;

/** What arrives of each input, the votes each neuron gets, and its votes plus its bias. */
export function forward(s) {
	const arriving = s.x.map((x, i) => (dropping(s) ? (x * s.mask[i]) / (1 - s.p) : x));
	const votes = s.weight.map((row) => row.reduce((sum, weight, i) => sum + weight * arriving[i], 0));
	return { arriving, votes, output: votes.map((sum, o) => sum + s.bias[o]) };
}

export const lit = (sum) => sum > 1e-9; // 0.1 + 0.2 - 0.3 is not above 0

// ---- words ----

/** Write a neuron's sum out with its numbers: 1×1 + 0×1 + 1×1 − 2.5 = −0.5，没有超过 0，不亮. */
export function sentence(s, o) {
	const { arriving, output } = forward(s);
	const products = arriving.map((x, i) => `${factor(x)}×${factor(s.weight[o][i])}`).join(" + ");
	const bias = `${s.bias[o] < 0 ? "−" : "+"} ${short(Math.abs(s.bias[o]))}`;
	const verdict = lit(output[o]) ? "超过 0，亮" : "没有超过 0，不亮";
	return `${products} ${bias} ${equals(output[o])} ${short(output[o])}，${verdict}`;
}

/** Say the same as an election: the votes against the bar. */
export function election(s, o) {
	const { votes, output } = forward(s);
	const bar = s.bias[o] ? `${short(-s.bias[o])}（偏置 ${short(s.bias[o])} 换个正负号）` : "0（偏置是 0）";
	return `得票 ${short(votes[o])}，门槛 ${bar}：${lit(output[o]) ? "过了门槛" : "没有过门槛"}`;
}

// ---- the page ----

class Neurons extends Explorer {
	constructor(model, element) {
		super(model, SETTINGS, []);
		this.here = 0; // the neuron whose sum is written out
		this.stage = make("div", { class: "neurons-stage", style: `height:${HEIGHT}px` });
		const key = [["positive", "正的权重"], ["negative", "负的权重"], ["zero", "权重是 0"]];
		const samples = key.map(([name, words]) => make("span", {}, make("i", { class: name }), words));
		const hands = this.can("weight") || this.can("bias") ? "上下拖动一个数，或用方向键，改它。" : "";
		element.replaceChildren(
			make("div", { class: "explorer neurons", lang: "zh-CN", role: "group", "aria-label": "神经元" },
				...this.controls(),
				this.stage,
				make("div", { class: "neurons-key" }, ...samples, make("span", {}, `线越粗，权重越大。${hands}`)),
				this.sum,
				this.live,
			),
		);
		this.showSettings();
	}

	can(control) {
		return this.get("controls").includes(control);
	}

	controls() {
		if (!this.can("dropout")) return [];
		const onchange = () => this.propose({ p: this.chance.valueAsNumber });
		this.chance = make("input", { type: "number", min: 0, max: 0.9, step: 0.1, onchange });
		const onclick = () => this.set({ training: !this.get("training") });
		this.mode = make("button", { role: "switch", "aria-label": "训练模式", onclick });
		this.redraw = make("button", { onclick: () => this.draw() }, "重抽一次");
		const label = make("label", {}, "丢掉的概率 p", this.chance);
		return [make("div", { class: "explorer-controls" }, label, this.mode, this.redraw), this.problem];
	}

	/** Keep each input with the chance 1 − p. */
	draw() {
		this.set({ mask: this.get("x").map(() => (Math.random() < this.get("p") ? 0 : 1)) });
	}

	toggle(i) {
		this.set({ x: this.get("x").map((x, j) => (j !== i ? x : x === 0 ? 1 : 0)) });
	}

	point(o) {
		if (o === this.here) return;
		this.here = o;
		this.later(false);
	}

	/** Range of every weight and bias. */
	get limit() {
		return Math.ceil(Math.max(LIMIT, ...[...this.get("weight").flat(), ...this.get("bias")].map(Math.abs)));
	}

	/** A number one can drag or change with the arrow keys; get and set reach its value. */
	slider(name, o, get, set) {
		const within = (value, limit) => set(Math.max(-limit, Math.min(limit, value)));
		const onkeydown = (event) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
			const steps = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP };
			const ends = { Home: -this.limit, End: this.limit };
			const value = ends[event.key] ?? get() + steps[event.key];
			if (Number.isNaN(value)) return;
			within(value, this.limit);
			event.preventDefault();
			event.stopPropagation();
		};
		const onpointerdown = ({ currentTarget, pointerId, clientX, clientY }) => {
			const [from, limit] = [get(), this.limit];
			const move = (event) => {
				const steps = Math.round((event.clientX - clientX - event.clientY + clientY) / PULL);
				if (from + steps * STEP !== get()) within(from + steps * STEP, limit);
			};
			currentTarget.setPointerCapture(pointerId);
			currentTarget.addEventListener("pointermove", move);
			const stop = () => currentTarget.removeEventListener("pointermove", move);
			currentTarget.addEventListener("lostpointercapture", stop, { once: true });
			element.focus();
		};
		const onmousedown = (event) => event.preventDefault(); // else the line would take the focus from its number
		// JupyterLab keeps the arrow keys for itself unless the focused element says otherwise
		const role = { role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true", "aria-orientation": "vertical" };
		const point = () => this.point(o);
		const hands = { onkeydown, onpointerdown, onmousedown, onfocus: point, onpointerenter: point };
		const element = make("span", { class: name, ...role, ...hands });
		return { element, onpointerdown, onmousedown, onpointerenter: point };
	}

	/** Show a slider's value, or the plain number where it may not be changed. */
	tell(element, label, value) {
		element.textContent = element.classList.contains("bias") ? `偏置 ${short(value)}` : short(value);
		if (!element.hasAttribute("role")) return;
		const range = { "aria-valuemin": -this.limit, "aria-valuemax": this.limit };
		const state = { "aria-label": label, "aria-valuenow": value, "aria-valuetext": short(value), ...range };
		for (const [name, text] of Object.entries(state)) element.setAttribute(name, text);
	}

	build(inputs, outputs) {
		this.built = `${inputs}×${outputs}`;
		const change = (name, ...place) => {
			const get = () => place.reduce((values, i) => values[i], this.get(name));
			const set = (value) => {
				const values = structuredClone(this.get(name));
				place.slice(0, -1).reduce((row, i) => row[i], values)[place.at(-1)] = value;
				this.set({ [name]: values });
			};
			return this.can(name) ? this.slider(name, place[0], get, set) : { element: make("span", { class: name }) };
		};
		this.inputs = range(inputs).map((i) => {
			const [name, note, disc] = ["name", "note", "disc"].map((part) => make("span", { class: part }));
			const words = make("span", { class: "words" }, name, note);
			const button = make("button", { class: "input", role: "switch", onclick: () => this.toggle(i) }, words, disc);
			return { button, name, note, disc };
		});
		this.lines = table([outputs, inputs], (o, i) => {
			const { element: number, ...hands } = change("weight", o, i);
			const [from, to] = [((i + 0.5) / inputs) * HEIGHT, ((o + 0.5) / outputs) * HEIGHT];
			const ends = { x1: "0%", x2: "100%", y1: from, y2: to };
			const dense = inputs * outputs > FEW;
			const along = outputs === 1 || dense ? 0.38 : 0.25 + (0.4 * o) / (outputs - 1);
			number.style.cssText = `left:${along * 100}%;top:${from + along * (to - from)}px`;
			const line = make("line", ends);
			return { number, line, hit: make("line", { ...ends, class: "hit", ...hands }) };
		});
		this.neurons = range(outputs).map((o) => {
			const point = () => this.point(o);
			const disc = make("button", { class: "disc", onfocus: point, onclick: point });
			const name = make("span", { class: "name" });
			const bias = change("bias", o).element;
			const words = make("span", { class: "words" }, name, bias);
			return { disc, name, bias, panel: make("div", { class: "neuron", onpointerenter: point }, disc, words) };
		});
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
		const [inputs, outputs] = [this.get("x").length, this.get("bias").length];
		if (this.built !== `${inputs}×${outputs}`) this.build(inputs, outputs);
		this.here = Math.min(this.here, outputs - 1);
		this.problem.textContent = "";
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
			button.setAttribute("aria-checked", s.x[i] !== 0);
			button.setAttribute("aria-label", `${s.input_names[i]} ${short(s.x[i])} ${note.textContent}`.trim());
		});
		const limit = this.limit;
		this.lines.forEach((row, o) => row.forEach(({ number, line }, i) => {
			const weight = s.weight[o][i];
			const sign = weight > 0 ? "positive" : weight < 0 ? "negative" : "zero";
			const state = `${o === this.here ? "here" : ""} ${dropping(s) && !s.mask[i] ? "dropped" : ""}`;
			line.setAttribute("class", `${sign} ${state}`);
			line.setAttribute("stroke-width", 1 + ((o === this.here ? 7 : 2) * Math.abs(weight)) / limit);
			number.className = `weight ${state}`;
			this.tell(number, `${s.input_names[i]}到${s.output_names[o]}的权重`, weight);
		}));
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
		this.chance.value = s.p;
		this.mode.textContent = s.training ? "训练（train）" : "评估（eval）";
		this.mode.setAttribute("aria-checked", s.training);
		this.redraw.disabled = !dropping(s);
	}
}

export default {
	render({ model, el }) {
		new Neurons(model, el);
	},
};
