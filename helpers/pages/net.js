// 画图板的网络：笔记本里由 Python 来算，网页上由它来算。一张图是一串通道，每个通道是一张数表。

const LETTERS = ["X", "O"];
const FEATURES = 3;

const span = (n) => Array.from({ length: n }, (_, i) => i);
const grid = (rows, columns, value) => span(rows).map((r) => span(columns).map((c) => value(r, c)));

/** Slide a window over maps and let reduce see each place: (row, column) of the window's corner. */
function slide(maps, { kernel_size, stride, padding }, border, value) {
	const [height, width] = [maps[0].length, maps[0][0].length];
	const padded = maps.map((map) =>
		grid(height + 2 * padding[0], width + 2 * padding[1], (r, c) => map[r - padding[0]]?.[c - padding[1]] ?? border),
	);
	const count = (size, d) => Math.floor((size + 2 * padding[d] - kernel_size[d]) / stride[d]) + 1;
	return grid(count(height, 0), count(width, 1), (r, c) => value(padded, r * stride[0], c * stride[1]));
}

const relu = (x) => (Array.isArray(x) ? x.map(relu) : Math.max(x, 0));

const LAYERS = {
	Conv2d: (maps, layer) =>
		layer.weight.map((kernels, o) =>
			slide(maps, layer, 0, (padded, row, column) => {
				let total = layer.bias[o];
				kernels.forEach((kernel, i) =>
					kernel.forEach((weights, r) => weights.forEach((w, c) => (total += w * padded[i][row + r][column + c]))),
				);
				return total;
			}),
		),
	MaxPool2d: (maps, layer) =>
		maps.map((map) =>
			slide([map], layer, -Infinity, ([padded], row, column) =>
				Math.max(...grid(...layer.kernel_size, (r, c) => padded[row + r][column + c]).flat()),
			),
		),
	ReLU: relu,
	AdaptiveMaxPool2d: (maps) => maps.map((map) => [[Math.max(...map.flat())]]),
	Flatten: (maps) => maps.flat(2),
	Linear: (x, { weight, bias }) => weight.map((row, o) => row.reduce((sum, w, i) => sum + w * x[i], bias[o])),
};

/** The rows (d = 0) or columns (d = 1) of the picture that one place of the last map looks at. */
function seen(layers, place, d, size) {
	let [first, last] = [place, place];
	for (const { kernel_size, stride, padding } of layers.filter((layer) => layer.kernel_size).reverse()) {
		first = first * stride[d] - padding[d];
		last = last * stride[d] - padding[d] + kernel_size[d] - 1;
	}
	return [Math.max(first, 0), Math.min(last, size - 1) + 1];
}

/** The features with the heaviest votes; null where the net does not keep one number of each map. */
function strongest(layers, image, maps, label) {
	const pool = layers.findIndex(({ kind }) => kind === "AdaptiveMaxPool2d");
	const linear = layers[pool + 2];
	if (pool < 0 || layers.length !== pool + 3) return null;
	const features = maps[pool].map((map, channel) => {
		const strength = Math.max(...map.flat());
		const vote = strength * (linear.weight[label][channel] - linear.weight[1 - label][channel]);
		const at = map.flat().indexOf(strength);
		const place = [Math.floor(at / map[0].length), at % map[0].length];
		const size = [image.length, image[0].length];
		const [[row, bottom], [column, right]] = [0, 1].map((d) => seen(layers, place[d], d, size[d]));
		return { channel, strength, vote, row, column, height: bottom - row, width: right - column };
	});
	const heaviest = features.sort((one, other) => Math.abs(other.vote) - Math.abs(one.vote)).slice(0, FEATURES);
	return heaviest.filter(({ vote }) => vote);
}

/** There is no certainty, so neither 100% nor 0%. */
function percent(chance) {
	const whole = Math.floor(100 * chance + 0.5);
	return whole === 100 ? ">99%" : whole === 0 ? "<1%" : `${whole}%`;
}

/** What the net says of a picture, as DrawingPad says it; maps[i] is what arrives at layer i. */
export function answer(layers, image) {
	const maps = [[image]];
	for (const layer of layers) maps.push(LAYERS[layer.kind](maps.at(-1), layer));
	const scores = maps.at(-1);
	const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
	const chances = powers.map((power) => power / (powers[0] + powers[1]));
	const label = chances[1] > chances[0] ? 1 : 0;
	const features = strongest(layers, image, maps, label);
	return { image, label: LETTERS[label], chances, percents: chances.map(percent), features };
}
