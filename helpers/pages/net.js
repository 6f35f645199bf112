// 画图板的网络：笔记本里由 Python 来算，网页上由它来算。一张图是一串通道，每个通道是一张数表。

import { both, LETTERS, shape, table } from "../explorers/numbers.js";

/** @typedef {import("../explorers/numbers.js").Matrix} Matrix */
/** @typedef {import("../explorers/numbers.js").Pair} Pair */
/** @typedef {import("../explorers/drawing_pad.js").Feature} Feature */
/** @typedef {import("../explorers/drawing_pad.js").Answer} Answer */

/**
 * A layer of the net, as Python tells it; each kind has its own settings.
 * @typedef {object} Layer
 * @property {string} kind
 * @property {any} weight
 * @property {number[]} bias
 * @property {Pair} kernel_size
 * @property {Pair} stride
 * @property {Pair} padding
 */

const FEATURES = 3;

/**
 * Slide a window over maps and let value see each place: the padded maps, row and column of the window's corner.
 * @param {Matrix[]} maps
 * @param {Layer} layer
 * @param {number} border
 * @param {(padded: Matrix[], row: number, column: number) => number} value
 */
function slide(maps, { kernel_size, stride, padding }, border, value) {
	const size = shape(maps[0]);
	const padded = maps.map((map) =>
		table(both((d) => size[d] + 2 * padding[d]), (r, c) => map[r - padding[0]]?.[c - padding[1]] ?? border),
	);
	const count = both((d) => Math.floor((size[d] + 2 * padding[d] - kernel_size[d]) / stride[d]) + 1);
	return table(count, (r, c) => value(padded, r * stride[0], c * stride[1]));
}

/** @type {(x: any) => any} numbers, nested in any depth */
const relu = (x) => (Array.isArray(x) ? x.map(relu) : Math.max(x, 0));

/** @type {Record<string, (maps: any, layer: Layer) => any>} maps are numbers after Flatten */
const LAYERS = {
	Conv2d: (maps, layer) =>
		layer.weight.map((/** @type {Matrix[]} */ kernels, /** @type {number} */ o) =>
			slide(maps, layer, 0, (padded, row, column) => {
				let total = layer.bias[o];
				kernels.forEach((kernel, i) =>
					kernel.forEach((weights, r) => weights.forEach((w, c) => (total += w * padded[i][row + r][column + c]))),
				);
				return total;
			}),
		),
	MaxPool2d: (maps, layer) =>
		maps.map((/** @type {Matrix} */ map) =>
			slide([map], layer, -Infinity, ([padded], row, column) =>
				Math.max(...table(layer.kernel_size, (r, c) => padded[row + r][column + c]).flat()),
			),
		),
	ReLU: relu,
	AdaptiveMaxPool2d: (maps) => maps.map((/** @type {Matrix} */ map) => [[Math.max(...map.flat())]]),
	Flatten: (maps) => maps.flat(2),
	Linear: (x, { weight, bias }) =>
		weight.map((/** @type {number[]} */ row, /** @type {number} */ o) => row.reduce((sum, w, i) => sum + w * x[i], bias[o])),
};

/**
 * The first row (d = 0) or column (d = 1) of the picture that one place of the last map looks at, and the one after the last.
 * @param {Layer[]} layers
 * @param {number} place
 * @param {number} d
 * @param {number} size
 */
function seen(layers, place, d, size) {
	let [first, last] = [place, place];
	for (const { kernel_size, stride, padding } of layers.filter((layer) => layer.kernel_size).reverse()) {
		first = first * stride[d] - padding[d];
		last = last * stride[d] - padding[d] + kernel_size[d] - 1;
	}
	return [Math.max(first, 0), Math.min(last, size - 1) + 1];
}

/**
 * The features with the heaviest votes; null where the net does not keep one number of each map.
 * @param {Layer[]} layers
 * @param {Matrix} image
 * @param {any[]} maps what arrives at each layer
 * @param {number} label
 * @returns {Feature[] | null}
 */
function strongest(layers, image, maps, label) {
	const pool = layers.findIndex(({ kind }) => kind === "AdaptiveMaxPool2d");
	const linear = layers[pool + 2];
	if (pool < 0 || layers.length !== pool + 3) return null;
	/** @type {Matrix[]} */
	const pooled = maps[pool];
	const features = pooled.map((map, channel) => {
		const strength = Math.max(...map.flat());
		const vote = strength * (linear.weight[label][channel] - linear.weight[1 - label][channel]);
		const at = map.flat().indexOf(strength);
		const place = [Math.floor(at / map[0].length), at % map[0].length];
		const [[row, bottom], [column, right]] = both((d) => seen(layers, place[d], d, shape(image)[d]));
		return { channel, strength, vote, row, column, height: bottom - row, width: right - column };
	});
	const heaviest = features.sort((one, other) => Math.abs(other.vote) - Math.abs(one.vote)).slice(0, FEATURES);
	return heaviest.filter(({ vote }) => vote);
}

/**
 * There is no certainty, so neither 100% nor 0%.
 * @param {number} chance
 */
function percent(chance) {
	const whole = Math.floor(100 * chance + 0.5);
	return whole === 100 ? ">99%" : whole === 0 ? "<1%" : `${whole}%`;
}

/**
 * What the net says of a picture, as DrawingPad says it.
 * @param {Layer[]} layers
 * @param {Matrix} image
 * @returns {Answer}
 */
export function answer(layers, image) {
	/** @type {any[]} what arrives at each layer, and what leaves the last */
	const maps = [[image]];
	for (const [i, layer] of layers.entries()) maps.push(LAYERS[layer.kind](maps[i], layer));
	/** @type {number[]} */
	const scores = maps[layers.length];
	const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
	const chances = powers.map((power) => power / (powers[0] + powers[1]));
	const label = chances[1] > chances[0] ? 1 : 0;
	const features = strongest(layers, image, maps, label);
	return { image, label: LETTERS[label], chances, percents: chances.map(percent), features };
}
