// 画图板。画在浏览器里，不等网络；网络在 Python 里算。

import { Explorer, give, Grid, make, shade } from "./explorer.js";
import { both, LETTERS, range, shape, short, table } from "./numbers.js";
import { brightness, read, Unread } from "./photo.js";

/** @typedef {import("./numbers.js").Matrix} Matrix */
/** @typedef {import("./numbers.js").Pair} Pair */

/**
 * One of the features with the heaviest votes, and its window on the picture.
 * @typedef {object} Feature
 * @property {number} channel
 * @property {number} strength
 * @property {number} vote for the letter that the net says, below 0 for the other
 * @property {number} row
 * @property {number} column
 * @property {number} height
 * @property {number} width
 */

/**
 * What the net says of a picture; features are null where it has none to show.
 * @typedef {object} Answer
 * @property {string} label
 * @property {number[]} chances
 * @property {string[]} percents
 * @property {Feature[] | null} features
 * @property {Matrix} [image]
 */

const OWN = "自己画的";
const [STAGE, THUMB] = [272, 60]; // px, the sides of the sheet and of a feature's window
const PAUSE = 700; // ms of rest before the answer is read out
const [PAPER, INK] = [-1, 1];
/** @type {Answer} */
const UNKNOWN = { label: "", chances: [0, 0], percents: ["", ""], features: [] }; // before the answer came

/** @type {(value: number) => number} */
const opposite = (value) => (value > 0 ? PAPER : INK);
/** @type {(one: unknown, other: unknown) => boolean} */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// ---- arithmetic ----

/**
 * The pixels after one up to another: a fast hand leaves no gaps.
 * @param {Pair} from
 * @param {Pair} to
 */
export function stroke(from, to) {
	const steps = Math.max(...both((d) => Math.abs(to[d] - from[d])));
	return range(steps).map((i) => both((d) => Math.round(from[d] + ((to[d] - from[d]) * (i + 1)) / steps)));
}

/**
 * A picture in the middle of an empty sheet of this size.
 * @param {Matrix} picture
 * @param {Pair} size
 */
export function centred(picture, size) {
	const [top, left] = both((d) => (size[d] - shape(picture)[d]) >> 1);
	return table(size, (r, c) => picture[r - top]?.[c - left] ?? PAPER);
}

/**
 * The pixels of a feature's window, row by row.
 * @param {Feature} f
 */
const cells = (f) => table([f.height, f.width], (r, c) => [f.row + r, f.column + c]).flat();

// ---- the page ----

/** @extends {Explorer<{ image: Matrix }>} */
class DrawingPad extends Explorer {
	/**
	 * @param {import("./explorer.js").Model} model
	 * @param {HTMLElement} element
	 */
	constructor(model, element) {
		super(model, ["image"], ["_answer"]);
		this.here = 0; // the feature that is framed
		this.words = ""; // what is read out
		this.timer = 0;
		this.held = false; // the pointer is down
		this.empty = true;
		/** @type {import("./explorer.js").Colours} */
		this.colours = model.get("_colours");
		/** @type {Record<string, Matrix>} */
		this.choices = model.get("_choices");
		this.sheet = new Grid("画在这里", STAGE, this.colours, {
			press: (r, c) => this.paint([[r, c]], opposite(this.image[r][c])),
		});
		const { element: pixels } = this.sheet;
		pixels.addEventListener("pointerdown", (event) => this.draw(event, pixels));
		// a click after a stroke would undo it where the browser aims it at the pixel
		pixels.addEventListener("click", (event) => event.detail && event.stopPropagation(), true);
		this.letter = make("b", { class: "letter" });
		this.note = make("b", { class: "note" });
		this.preset = make("select");
		/** @type {{ rules: import("./photo.js").Rules, troubles: Record<string, string> }} */
		this.photos = model.get("_photos");
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
				this.alert,
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

	get image() {
		return this.settings.image;
	}

	controls() {
		const own = make("option", { hidden: "" }, OWN);
		this.preset.append(own, ...Object.keys(this.choices).map((name) => make("option", {}, name)));
		this.preset.onchange = () => this.propose({ image: centred(this.choices[this.preset.value], this.sheet.size) });
		const clear = () => this.propose({ image: table(this.sheet.size, () => PAPER) });
		const file = make("input", { type: "file", accept: "image/*" }); // a phone offers its camera
		file.onchange = () => {
			if (file.files?.[0]) this.take(file.files[0]);
			file.value = ""; // so that the same file can be chosen again
		};
		const photo = make("label", { class: "photo" }, "照片", file);
		return [make("label", {}, "图片", this.preset), photo, make("button", { onclick: clear }, "清空")];
	}

	/**
	 * Put the letter of a photo on the sheet, or say why there is none.
	 * @param {Blob} file
	 */
	async take(file) {
		try {
			const grey = await brightness(file, this.photos.rules.longest);
			const picture = read(grey, Math.min(...this.sheet.size), this.photos.rules);
			this.propose({ image: centred(picture, this.sheet.size) });
		} catch (error) {
			if (!(error instanceof Unread)) throw error;
			this.alert.textContent = this.photos.troubles[error.message].replace("{count}", String(error.count));
		}
	}

	/**
	 * The place of one of the strongest features.
	 * @param {number} i
	 */
	slot(i) {
		const point = () => {
			this.here = i;
			this.later(false);
		};
		const [picture, words] = ["window", "words"].map((part) => make("span", { class: part }));
		const button = make("button", { onfocus: point, onpointerenter: point, onclick: point }, picture, words);
		return { button, picture, words };
	}

	/**
	 * @param {PointerEvent} event
	 * @returns {Pair}
	 */
	pixel({ clientX, clientY }) {
		const { left, top, width, height } = this.sheet.cells[0][0].getBoundingClientRect();
		return [Math.floor((clientY - top) / height), Math.floor((clientX - left) / width)];
	}

	/**
	 * Follow one pointer until it is lifted: ink, or paper where it came down on ink.
	 * @param {PointerEvent} event
	 * @param {HTMLElement} pixels
	 */
	draw(event, pixels) {
		let last = this.pixel(event);
		const touched = this.image[last[0]]?.[last[1]];
		if (touched === undefined || !event.isPrimary || event.button) return;
		const value = opposite(touched);
		this.held = true;
		this.paint([last], value);
		/** @param {PointerEvent} event */
		const move = (event) => {
			const next = this.pixel(event);
			if (!event.isPrimary || same(next, last)) return;
			this.paint(stroke(last, next), value);
			last = next;
		};
		pixels.setPointerCapture(event.pointerId);
		pixels.addEventListener("pointermove", move);
		const stop = () => {
			this.held = false;
			pixels.removeEventListener("pointermove", move);
			this.showPlace();
		};
		pixels.addEventListener("lostpointercapture", stop, { once: true });
	}

	/**
	 * @param {Pair[]} places
	 * @param {number} value
	 */
	paint(places, value) {
		const image = this.image.map((line) => [...line]);
		for (const [row, column] of places) if (image[row]?.[column] !== undefined) image[row][column] = value;
		this.sheet.move(...places[places.length - 1]);
		this.propose({ image });
	}

	showSettings() {
		const image = this.image;
		const size = shape(image);
		const names = Object.keys(this.choices);
		this.sheet.show(image);
		this.preset.value = names.find((name) => same(centred(this.choices[name], size), image)) ?? OWN;
		this.empty = image.flat().every((value) => value === PAPER);
		this.showPlace();
	}

	showPlace() {
		/** @type {Answer | null} */
		const answer = this.get("_answer");
		const { label, chances, percents, features } = answer && same(answer.image, this.image) ? answer : UNKNOWN;
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

	/**
	 * @param {ReturnType<DrawingPad["slot"]>} slot
	 * @param {Feature | undefined} feature
	 * @param {string} label
	 * @param {boolean} here
	 */
	showFeature({ button, picture, words }, feature, label, here) {
		button.hidden = !feature;
		if (!feature) return;
		const { channel, strength, vote, height, width } = feature;
		const letter = LETTERS.find((each) => (each === label) === (vote > 0));
		const colours = cells(feature).map(([r, c]) => shade(this.colours, this.image[r][c], 1));
		const side = Math.floor(THUMB / Math.max(height, width));
		picture.style.gridTemplateColumns = `repeat(${width}, ${side}px)`;
		picture.replaceChildren(...colours.map((colour) => make("span", { style: `background:${colour}` })));
		const lines = [`通道 ${channel}`, `强度 ${short(strength)}`, make("b", {}, `投给 ${letter}`), `${short(Math.abs(vote))} 票`];
		words.replaceChildren(...lines.map((line) => make("span", {}, line)));
		button.classList.toggle("here", here);
		give(button, { "aria-pressed": here });
	}

	/** @param {Feature | undefined} feature */
	frame(feature) {
		const window = feature ? cells(feature) : [];
		const [first, last] = [window[0], window[window.length - 1]];
		this.sheet.mark("edge-top", window.filter(([row]) => row === first[0]));
		this.sheet.mark("edge-bottom", window.filter(([row]) => row === last[0]));
		this.sheet.mark("edge-left", window.filter(([, column]) => column === first[1]));
		this.sheet.mark("edge-right", window.filter(([, column]) => column === last[1]));
	}

	/**
	 * Read the answer out once the hand rests.
	 * @param {string} label
	 * @param {string} percent
	 */
	announce(label, percent) {
		const words = label && !this.held ? `${this.empty ? "还没有画。" : ""}网络说这是 ${label}，把握 ${percent}。` : "";
		if (words === this.words) return;
		clearTimeout(this.timer);
		this.words = words;
		this.live.textContent = "";
		if (words) this.timer = window.setTimeout(() => (this.live.textContent = words), PAUSE);
	}
}

export default {
	/** @param {{ model: import("./explorer.js").Model, el: HTMLElement }} host */
	render({ model, el }) {
		const explorer = new DrawingPad(model, el);
		return () => clearTimeout(explorer.timer);
	},
};
