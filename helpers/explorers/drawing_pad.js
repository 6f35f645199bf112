// 画图板。画在浏览器里，不等网络；网络在 Python 里算。

const LETTERS = ["X", "O"];
const OWN = "自己画的";
const [STAGE, THUMB] = [272, 60]; // px, the sides of the sheet and of a feature's window
const PAUSE = 700; // ms of rest before the answer is read out
const [PAPER, INK] = [-1, 1];
const UNKNOWN = { label: "", chances: [0, 0], percents: ["", ""], features: [] }; // before the answer came

const problem = () => "";
const opposite = (value) => (value > 0 ? PAPER : INK);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// ---- arithmetic ----

/** The pixels after one up to another: a fast hand leaves no gaps. */
export function stroke(from, to) {
	const steps = Math.max(...both((d) => Math.abs(to[d] - from[d])));
	return range(steps).map((i) => both((d) => Math.round(from[d] + ((to[d] - from[d]) * (i + 1)) / steps)));
}

/** A picture in the middle of an empty sheet of this size. */
export function centred(picture, size) {
	const [top, left] = both((d) => (size[d] - shape(picture)[d]) >> 1);
	return table(size, (r, c) => picture[r - top]?.[c - left] ?? PAPER);
}

/** The pixels of a feature's window, row by row. */
const cells = (f) => table([f.height, f.width], (r, c) => [f.row + r, f.column + c]).flat();

// ---- the page ----

class DrawingPad extends Explorer {
	constructor(model, element) {
		super(model, ["image"], ["_answer"]);
		Object.assign(this, { here: 0, colours: model.get("_colours") }); // here: the feature that is framed
		this.sheet = new Grid("画在这里", STAGE, this.colours, {
			press: (r, c) => this.paint([[r, c]], opposite(this.get("image")[r][c])),
		});
		const { element: pixels } = this.sheet;
		pixels.addEventListener("pointerdown", (event) => this.draw(event, pixels));
		// a click after a stroke would undo it where the browser aims it at the pixel
		pixels.addEventListener("click", (event) => event.detail && event.stopPropagation(), true);
		[this.letter, this.note] = ["letter", "note"].map((part) => make("b", { class: part }));
		this.bars = LETTERS.map((letter) => {
			const [fill, chance] = [make("i"), make("span")];
			const track = make("span", { class: "track" }, fill);
			return { fill, chance, row: make("div", { class: "bar" }, make("b", {}, letter), track, chance) };
		});
		const bars = make("div", { class: "bars" }, this.note, ...this.bars.map((bar) => bar.row));
		this.features = range(3).map((i) => this.slot(i));
		this.none = make("p", {});
		element.replaceChildren(
			make("div", { class: "explorer drawing-pad", lang: "zh-CN", role: "group", "aria-label": "画图板" },
				make("div", { class: "explorer-controls" }, ...this.controls()),
				make("div", { class: "pad-stage" },
					this.sheet.panel,
					make("div", { class: "pad-answer" },
						make("div", { class: "verdict" }, this.letter, bars),
						make("div", { class: "title" }, "投票最重的特征（指着一个，看它在图上的哪里）"),
						make("div", { class: "features" }, ...this.features.map((slot) => slot.button), this.none),
					),
				),
				this.live,
			),
		);
		this.showSettings();
	}

	controls() {
		const choices = this.get("_choices");
		const choose = () => this.set({ image: centred(choices[this.preset.value], this.sheet.size) });
		const options = [OWN, ...Object.keys(choices)].map((name) => make("option", {}, name));
		this.preset = make("select", { onchange: choose }, ...options);
		this.preset.firstChild.hidden = true;
		const clear = () => this.set({ image: table(this.sheet.size, () => PAPER) });
		return [make("label", {}, "图片", this.preset), make("button", { onclick: clear }, "清空")];
	}

	/** The place of one of the strongest features. */
	slot(i) {
		const point = () => {
			this.here = i;
			this.later(false);
		};
		const [picture, words] = ["window", "words"].map((part) => make("span", { class: part }));
		const button = make("button", { onfocus: point, onpointerenter: point, onclick: point }, picture, words);
		return { button, picture, words };
	}

	pixel({ clientX, clientY }) {
		const { left, top, width, height } = this.sheet.cells[0][0].getBoundingClientRect();
		return [Math.floor((clientY - top) / height), Math.floor((clientX - left) / width)];
	}

	/** Follow one pointer until it is lifted: ink, or paper where it came down on ink. */
	draw(event, pixels) {
		let last = this.pixel(event);
		const touched = this.get("image")[last[0]]?.[last[1]];
		if (touched === undefined || !event.isPrimary || event.button) return;
		const value = opposite(touched);
		this.paint([last], value);
		const move = (event) => {
			const next = this.pixel(event);
			if (!event.isPrimary || same(next, last)) return;
			this.paint(stroke(last, next), value);
			last = next;
		};
		pixels.setPointerCapture(event.pointerId);
		pixels.addEventListener("pointermove", move);
		pixels.addEventListener("lostpointercapture", () => pixels.removeEventListener("pointermove", move), { once: true });
	}

	paint(places, value) {
		const image = this.get("image").map((line) => [...line]);
		for (const [row, column] of places) if (image[row]?.[column] !== undefined) image[row][column] = value;
		this.sheet.move(...places.at(-1));
		this.set({ image });
	}

	showSettings() {
		const image = this.get("image");
		const size = shape(image);
		const choices = this.get("_choices");
		this.sheet.show(image);
		this.preset.value = Object.keys(choices).find((name) => same(centred(choices[name], size), image)) ?? OWN;
		this.empty = image.flat().every((value) => value === PAPER);
		this.showPlace();
	}

	showPlace() {
		const answer = this.get("_answer");
		const { label, chances, percents, features } = same(answer?.image, this.get("image")) ? answer : UNKNOWN;
		this.letter.textContent = label;
		this.note.textContent = !label ? "正在算…" : this.empty ? "还没有画" : "网络说这是";
		this.bars.forEach(({ fill, chance, row }, i) => {
			row.classList.toggle("best", LETTERS[i] === label);
			fill.style.width = `${100 * chances[i]}%`;
			chance.textContent = percents[i];
		});
		const none = features ? "没有特征投票，只凭偏置。" : "网络没有全局最大池化，指不出特征。";
		this.none.textContent = !label || features?.length ? "" : none;
		const here = features?.[this.here] ? this.here : 0;
		this.features.forEach((slot, i) => this.showFeature(slot, features?.[i], label, i === here));
		this.frame(features?.[here]);
		this.announce(label, percents[LETTERS.indexOf(label)]);
	}

	showFeature({ button, picture, words }, feature, label, here) {
		button.hidden = !feature;
		if (!feature) return;
		const { channel, strength, vote, height, width } = feature;
		const letter = LETTERS.find((each) => (each === label) === (vote > 0));
		const colours = cells(feature).map(([r, c]) => shade(this.colours, this.get("image")[r][c], 1));
		const side = Math.floor(THUMB / Math.max(height, width));
		picture.style.gridTemplateColumns = `repeat(${width}, ${side}px)`;
		picture.replaceChildren(...colours.map((colour) => make("span", { style: `background:${colour}` })));
		const lines = [`通道 ${channel}`, `强度 ${short(strength)}`, make("b", {}, `投给 ${letter}`), `${short(Math.abs(vote))} 票`];
		words.replaceChildren(...lines.map((line) => make("span", {}, line)));
		button.classList.toggle("here", here);
		button.setAttribute("aria-pressed", here);
	}

	frame(feature) {
		const window = feature ? cells(feature) : [];
		for (const [edge, d, i] of [["top", 0, 0], ["bottom", 0, -1], ["left", 1, 0], ["right", 1, -1]])
			this.sheet.mark(`edge-${edge}`, window.filter((place) => place[d] === window.at(i)[d]));
	}

	/** Read the answer out once the hand rests. */
	announce(label, percent) {
		const words = label && `${this.empty ? "还没有画。" : ""}网络说这是 ${label}，把握 ${percent}。`;
		if (words === this.words) return;
		clearTimeout(this.timer);
		this.words = words;
		this.live.textContent = "";
		this.timer = setTimeout(() => (this.live.textContent = words), PAUSE);
	}
}

export default {
	render({ model, el }) {
		const explorer = new DrawingPad(model, el);
		return () => clearTimeout(explorer.timer);
	},
};
