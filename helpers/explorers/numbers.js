// 数表，和数的写法：图和网页的程序都用它，它不碰页面。

/** @typedef {number[][]} Matrix a table of numbers, row by row */
/** @typedef {[number, number]} Pair a height and a width, or a row and a column */

export const LETTERS = ["X", "O"]; // what a net tells apart, in the order of its scores

/** @type {(n: number) => number[]} */
export const range = (n) => Array.from({ length: n }, (_, i) => i);

/**
 * How many rows and columns.
 * @type {(matrix: Matrix) => Pair}
 */
export const shape = (matrix) => [matrix.length, matrix[0].length];

/**
 * The value of each place, row by row.
 * @template T
 * @param {number[]} size rows and columns
 * @param {(row: number, column: number) => T} value
 */
export const table = ([rows, columns], value) => range(rows).map((r) => range(columns).map((c) => value(r, c)));

/**
 * The value for the height (d = 0) and for the width (d = 1).
 * @template T
 * @param {(d: number) => T} value
 * @returns {[T, T]}
 */
export const both = (value) => [value(0), value(1)];

// ---- words ----

/**
 * @param {number} value
 * @param {boolean} whole as it is, not with two decimals
 */
export function number(value, whole) {
	if (!Number.isFinite(value)) return "−∞";
	const text = whole ? String(value) : value.toFixed(2);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** @type {(value: number) => string} */
export const short = (value) => number(Number(value.toFixed(2)), true);

/**
 * A number in a product: in brackets if it is negative.
 * @type {(value: number) => string}
 */
export const factor = (value) => (value < 0 ? `(${short(value)})` : short(value));

/**
 * The sign before a result that is written as short: ≈ where that left digits out.
 * @type {(value: number) => string}
 */
export const equals = (value) => (Math.abs(value - Number(value.toFixed(2))) > 1e-9 ? "≈" : "=");
