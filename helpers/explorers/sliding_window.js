// 滑动窗口。全在浏览器里算，内核忙的时候也跟手。

const SETTINGS = ["image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation"];
const STAGE = 272; // px, the side of a large grid
const STEP = 450; // ms
const OWN = "自己改的";

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

/** Write the sum out with its numbers: (1×1 + (−1)×(−1) + …) ÷ 9 = 0.78. */
export function sentence(s, map, row, column) {
	const values = map.cells(row, column).map(([r, c]) => map.padded[r][c]);
	const weights = s.kernel.flat();
	let parts = values.map((value, i) => factor(value) + (pooling(s) ? "" : `×${factor(weights[i])}`));
	if (parts.length > 16) parts = [...parts.slice(0, 8), "…", parts.at(-1)];
	const total = parts.join(" + ");
	const mean = `(${total}) ÷ ${values.length}`;
	const written = { max_pool: `max(${parts.join(", ")})`, sum: total }[s.operation] ?? mean;
	const result = map.values[row][column];
	return `${written} ${equals(result)} ${short(result)}`;
}

// ---- the page ----

class SlidingWindow extends Explorer {
	constructor(model, element) {
		super(model, SETTINGS, ["row", "column", "filled"]);
		Object.assign(this, { visited: new Set(), refreshers: [] });
		const colours = model.get("_colours");
		this.picture = new Grid("图片", STAGE, colours, {
			point: (...place) => this.feed(...place),
			press: (...place) => this.edit("image", ...both((d) => place[d] - this.get("padding")[d])),
		});
		this.kernel = new Grid("卷积核", 100, colours, { press: (...place) => this.edit("kernel", ...place) });
		this.products = new Grid("乘积", 100, colours);
		this.result = new Grid("结果", STAGE, colours, { point: (...place) => this.timer || this.goto(...place) });
		const button = (text, onclick) => make("button", { onclick }, text);
		this.playing = button("", () => this.play());
		this.filling = button("", () => this.fill(!this.full));
		const steps = [button("◀ 后退", () => this.walk(-1)), this.playing, button("前进 ▶", () => this.walk(1))];
		const middle = make("div", { class: "sw-middle" }, this.kernel.panel, this.products.panel);
		element.replaceChildren(
			make("div", { class: "explorer", lang: "zh-CN", role: "group", "aria-label": "滑动窗口" },
				make("div", { class: "explorer-controls" }, ...this.controls()),
				this.problem,
				make("div", { class: "sw-stage" }, this.picture.panel, middle, this.result.panel),
				this.sum,
				make("div", { class: "explorer-buttons" }, ...steps, this.filling),
				this.live,
			),
		);
		this.showSettings();
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
		const s = this.settings;
		const [row, column] = this.place;
		const filled = this.get("filled");
		if (filled) this.visited.clear();
		this.visited.add(`${row},${column}`);
		const hidden = (r, c) => !filled && !this.visited.has(`${r},${c}`);
		if (!filled || this.shown !== this.map) this.result.show(this.map.values, [0, 0], hidden);
		this.shown = filled && this.map;
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

	controls() {
		const choice = (label, name) => {
			const options = this.get("_choices")[name];
			const onchange = () => this.visited.clear(this.propose({ [name]: options[select.value] }));
			const select = make("select", { onchange });
			for (const key of [...Object.keys(options), OWN]) select.append(make("option", {}, key));
			select.lastChild.hidden = select.lastChild.disabled = true; // some phones show what is hidden
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
		const explorer = new SlidingWindow(model, el);
		return () => clearInterval(explorer.timer);
	},
};
