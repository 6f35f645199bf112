// 读照片：画图板在浏览器里把一张照片变成小图，和 photo_reading.py 一样的几步，一样的规矩。

import { range, shape, table } from "./numbers.js";

/** @typedef {import("./numbers.js").Matrix} Matrix */
/** @typedef {import("./numbers.js").Pair} Pair */
/** @typedef {Record<"longest" | "dark" | "reach" | "faint" | "inked" | "speck" | "gap" | "fill", number>} Rules */

/** Why no letter came of a photo: the name of a trouble, and how many letters there are where there are several. */
export class Unread extends Error {
	/**
	 * @param {string} trouble
	 * @param {number} [count]
	 */
	constructor(trouble, count) {
		super(trouble);
		this.count = count;
	}
}

/** @type {(numbers: number[]) => number} */
const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
/** @type {(matrix: Matrix) => Matrix} */
const turned = (matrix) => table([matrix[0].length, matrix.length], (r, c) => matrix[c][r]);

/**
 * The number at a place of a line; beyond its ends the line goes on as it came.
 * @param {number[]} line
 * @param {number} i
 * @returns {number}
 */
function beyond(line, i) {
	const last = line.length - 1;
	if (!last) return line[0];
	if (i < 0) return 2 * line[0] - beyond(line, -i);
	return i > last ? 2 * line[last] - beyond(line, 2 * last - i) : line[i];
}

/**
 * The mean around each pixel, so many pixels on either side.
 * @param {Matrix} values
 * @param {number} reach
 */
function means(values, reach) {
	const width = 2 * reach + 1;
	/** @param {number[]} line */
	const along = (line) => {
		let sum = total(range(width).map((i) => beyond(line, i - reach)));
		return line.map((_, i) => {
			const mean = sum / width;
			sum += beyond(line, i + reach + 1) - beyond(line, i - reach);
			return mean;
		});
	};
	return turned(turned(values.map(along)).map(along));
}

/**
 * The number that this share of all numbers is below.
 * @param {number[]} numbers
 * @param {number} share
 */
function quantile(numbers, share) {
	const sorted = Float64Array.from(numbers).sort();
	const place = share * (sorted.length - 1);
	const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
	return low + (high - low) * (place % 1);
}

/**
 * Which pixels are ink: much darker than the paper around them, wherever the light falls.
 * @param {Matrix} grey
 * @param {Rules} rules
 */
function inked(grey, rules) {
	const smooth = means(grey, 1);
	const paper = means(smooth, rules.reach);
	const darker = table(shape(grey), (r, c) => 1 - smooth[r][c] / Math.max(paper[r][c], 1));
	const darkest = quantile(darker.flat(), 1 - rules.inked);
	if (darkest < rules.faint) throw new Unread("nothing");
	return darker.map((line) => line.map((value) => Number(value > darkest / 2)));
}

/**
 * The first and the last row of the only letter, from how much ink each row holds.
 * @param {number[]} counts
 * @param {number} gap the widest within a letter
 * @param {number} speck how much of the ink is none
 * @returns {Pair}
 */
function only(counts, gap, speck) {
	/** @type {number[][]} */
	const parts = [];
	let last = -Infinity;
	counts.forEach((count, i) => {
		if (!count) return;
		if (i - last > gap) parts.push([]);
		parts[parts.length - 1].push(i);
		last = i;
	});
	const letters = parts.filter((part) => total(part.map((i) => counts[i])) > speck * total(counts));
	if (!letters.length) throw new Unread("nothing");
	if (letters.length > 1) throw new Unread("several", letters.length);
	return [letters[0][0], letters[0][letters[0].length - 1]];
}

/**
 * The pixels of a line that make one of fewer, the i-th of count.
 * @param {number} pixels
 * @param {number} count
 * @param {number} i
 */
function share(pixels, count, i) {
	const [scale, reach] = [pixels / count, Math.max(pixels / count, 1) / 2];
	const first = Math.max(0, Math.floor((i + 0.5) * scale - reach + 0.5));
	return range(Math.min(pixels, Math.floor((i + 0.5) * scale + reach + 0.5)) - first).map((each) => first + each);
}

/**
 * The letter in the middle of a small picture; thin strokes are as thick as a pixel of it.
 * @param {Matrix} letter 1 where there is ink
 * @param {number} size
 * @param {number} fill
 */
function shrunk(letter, size, fill) {
	const sides = shape(letter);
	const pixel = Math.max(...sides) / (fill * size);
	const reach = Math.floor(pixel / 3);
	/** @param {number[]} line */
	const thick = (line) => line.map((_, i) => Math.max(...line.slice(Math.max(i - reach, 0), i + reach + 1)));
	const bold = turned(turned(letter.map(thick)).map(thick));
	const [height, width] = sides.map((side) => Math.max(1, Math.round(side / pixel)));
	const ink = table([height, width], (r, c) => {
		const columns = share(sides[1], width, c);
		const cells = share(sides[0], height, r).flatMap((row) => columns.map((column) => bold[row][column]));
		return total(cells) / cells.length;
	});
	const [top, left] = [(size - height) >> 1, (size - width) >> 1];
	const full = quantile(ink.flat().filter((value) => value > 0), 0.7);
	return table([size, size], (r, c) => Math.min((2 * (ink[r - top]?.[c - left] ?? 0)) / full, 2) - 1);
}

/**
 * The small picture of a photo's letter, from -1 (paper) to 1 (ink).
 * @param {Matrix} grey the photo's brightness, 0 to 255
 * @param {number} size of the picture
 * @param {Rules} rules
 * @throws {Unread}
 */
export function read(grey, size, rules) {
	if (total(grey.flat()) / grey.flat().length < rules.dark) throw new Unread("dark");
	const ink = inked(grey, rules);
	const gap = rules.gap * Math.max(...shape(grey));
	const [rows, columns] = [ink, turned(ink)].map((lines) => only(lines.map(total), gap, rules.speck));
	const whole = [rows, columns].some(([first, last], d) => first === 0 && last === shape(ink)[d] - 1);
	if (whole) throw new Unread("edge");
	const letter = ink.slice(rows[0], rows[1] + 1).map((line) => line.slice(columns[0], columns[1] + 1));
	return shrunk(letter, size, rules.fill);
}

/**
 * The brightness of a photo, 0 to 255, its longer side at most so long.
 * @param {Blob} file
 * @param {number} longest
 * @throws {Unread}
 */
export async function brightness(file, longest) {
	const photo = await createImageBitmap(file).catch(() => {
		throw new Unread("unreadable");
	});
	const scale = Math.min(1, longest / Math.max(photo.width, photo.height));
	const [width, height] = [photo.width, photo.height].map((side) => Math.max(1, Math.round(side * scale)));
	const canvas = document.createElement("canvas");
	Object.assign(canvas, { width, height });
	const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
	context.imageSmoothingQuality = "high";
	context.fillStyle = "white"; // under what is transparent
	context.fillRect(0, 0, width, height);
	context.drawImage(photo, 0, 0, width, height);
	const { data } = context.getImageData(0, 0, width, height);
	return table([height, width], (r, c) => {
		const [red, green, blue] = data.subarray(4 * (r * width + c));
		return 0.299 * red + 0.587 * green + 0.114 * blue;
	});
}
