// 数组：网页上的作业拿它比，也用它说话；和 Python 里的算得一样，写得也一样。

/**
 * @typedef {object} NumberArray
 * @property {number[]} shape
 * @property {number[]} values row by row
 * @property {boolean} [truths] whether they are typed as True and False
 */

export const TOLERANCE = 0.01;

/** @type {(got: number, want: number, tolerance?: number) => boolean} */
export const close = (got, want, tolerance = TOLERANCE) =>
	got === want || (Number.isFinite(want) && Math.abs(got - want) <= tolerance + 1e-6 * Math.abs(want));
/** @type {(one: NumberArray, other: NumberArray) => boolean} */
export const sameShape = (one, other) => `${one.shape}` === `${other.shape}`;
/** @type {(got: number[], want: number[], tolerance?: number) => boolean} */
export const allClose = (got, want, tolerance) =>
	got.length === want.length && got.every((each, i) => close(each, want[i], tolerance));
/** @type {(values: number[]) => number} */
export const distinct = (values) => new Set(values.map((each) => Math.round(each * 1e6))).size;

/**
 * The place of the n-th number, as Python counts.
 * @type {(shape: number[], n: number) => number[]}
 */
export const at = (shape, n) =>
	shape.map((_, d) => Math.floor(n / shape.slice(d + 1).reduce((a, b) => a * b, 1)) % shape[d]);

/** @type {(shape: number[]) => string} */
export const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

/**
 * A number with at most four digits that count, as Python's .4g writes it.
 * @param {number} value
 */
export function fourDigits(value) {
	const [digits, power] = value.toExponential(60).split("e");
	const tie = /^-?\d\.\d\d[02468]50*$/.test(digits); // where Python keeps the even digit
	const rounded = Number(tie ? `${digits.replace(/50*$/, "")}e${power}` : value.toPrecision(4));
	const large = rounded !== 0 && (Math.abs(rounded) >= 1e4 || Math.abs(rounded) < 1e-4);
	/** @type {(all: string, sign: string, digits: string) => string} */
	const exponent = (_, sign, digits) => `e${sign}${digits.padStart(2, "0")}`;
	return (large ? rounded.toExponential().replace(/e([+-])(\d+)/, exponent) : String(rounded)).replace(/-/g, "−");
}
