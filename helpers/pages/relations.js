// 清单以外的诊断：答案不像任何一个列出的错误时，看它和正确的答案有什么关系。和笔记本里的 check 看得一样，说的话也从那里来。

import { range } from "../explorers/numbers.js";
import { allClose, at, close, distinct, fourDigits, sameShape, TOLERANCE, tuple } from "./arrays.js";

/** @typedef {import("./arrays.js").NumberArray} NumberArray */
/** @typedef {[id: string, answer: NumberArray]} Changed what a relation makes of an answer */
/** @typedef {{ id: string, sentence: string, ask: string }} Finding */
/** @typedef {{ id: string } & Record<string, string>} Seen what is seen: its name, and what fills the holes in its words */

/**
 * How what is seen is said.
 * @typedef {object} Words
 * @property {Record<string, string[]>} said a sentence and a question for each name
 * @property {Record<string, string>} right what fills the holes where the right answer is compared
 * @property {Record<string, string>} alone and where the answer with one mistake alone is
 */

/**
 * @typedef {object} Mistake
 * @property {string} id
 * @property {string} sentence
 * @property {string} ask
 * @property {NumberArray} answer
 * @property {Changed[] | null} changed null where a relation to it tells nothing
 */

const FEW = 4; // numbers: two ideas give the same by chance where there are fewer

/** @type {(words: Words, seen: Seen) => Finding} */
function tell({ said }, seen) {
	const [sentence, ask] = said[seen.id].map((text) => text.replace(/\{(\w+)\}/g, (_, hole) => seen[hole] ?? ""));
	return { id: seen.id, sentence, ask };
}

// ---- a relation to one answer ----

/** @type {(got: NumberArray, want: NumberArray) => Seen | undefined} */
function otherShape(got, want) {
	if (!allClose(got.values, want.values)) return;
	const extra = got.shape.length - want.shape.length;
	const nested = extra > 0 && `${got.shape}` === `${[...range(extra).map(() => 1), ...want.shape]}`;
	const zeros = range(extra).map(() => 0).join(", ");
	return { id: nested ? "extra_axes" : "right_numbers_other_shape", extra: `${extra}`, zeros };
}

/** @type {(got: NumberArray, changed: Changed[]) => Seen | undefined} */
function listed(got, changed) {
	const found = changed.find(([, answer]) => sameShape(got, answer) && allClose(got.values, answer.values));
	return found && { id: found[0] };
}

/** @type {(got: NumberArray, want: NumberArray) => Seen | undefined} */
function otherOrder(got, want) {
	const [mine, right] = [got, want].map(({ values }) => [...values].sort((a, b) => a - b));
	if (got.shape.length === 1 && want.shape.length === 1 && allClose(mine, right)) return { id: "another_order" };
}

/**
 * A number as a fraction, where it is one.
 * @param {number} number
 */
function fraction(number) {
	const below = range(81).find((n) => Math.abs(number * (n + 1) - Math.round(number * (n + 1))) < 1e-6 * (n + 1));
	if (below === undefined) return fourDigits(Number(number.toFixed(9)));
	return `${Math.round(number * (below + 1))}${below ? `/${below + 1}` : ""}`.replace("-", "−");
}

/**
 * Whether a factor is more than chance: many numbers share it, or two do and it is simple.
 * @type {(times: number, right: number[]) => boolean}
 */
function telling(times, right) {
	const scaled = range(5).flatMap((n) => [(n + 1) * times, (n + 1) / times]);
	const simple = scaled.some((each) => Math.abs(each - Math.round(each)) < 1e-6);
	return distinct(right.filter((each) => each !== 0)) >= (simple ? 2 : 4);
}

/**
 * A row of numbers whose sum is the single number asked for.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function summed(got, want) {
	if (got.shape.length !== 1 || want.shape.length) return;
	const sum = got.values.reduce((a, b) => a + b, 0);
	return close(sum, want.values[0]) ? { id: "not_yet_one_number" } : undefined;
}

/**
 * One factor, one difference, or both, that lead from every number to the student's.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function line(got, want) {
	const [mine, right] = [got.values, want.values];
	const different = distinct(right);
	if (!sameShape(got, want) || !mine.every(Number.isFinite) || different < 2) return;
	/** @type {(rule: (each: number) => number, tolerance?: number) => boolean} */
	const follows = (rule, tolerance) => allClose(mine, right.map(rule), tolerance);

	const largest = right.reduce((best, each, i) => (Math.abs(each) > Math.abs(right[best]) ? i : best), 0);
	const factor = mine[largest] / right[largest];
	const times = fraction(factor);
	if (factor && times !== "1" && telling(factor, right) && follows((each) => factor * each)) return { id: "scaled", times };

	const more = mine[0] - right[0];
	if (different > 2 && follows((each) => each + more))
		return { id: "off_by", far: fraction(Math.abs(more)), side: more > 0 ? "大" : "小" };

	if (different < 4) return;
	const [middle, high] = [right, mine].map((side) => side.reduce((a, b) => a + b) / side.length);
	/** @type {(side: number[]) => number} */
	const spread = (side) => side.reduce((sum, each, i) => sum + each * (right[i] - middle), 0);
	const slope = spread(mine.map((each) => each - high)) / spread(right.map((each) => each - middle));
	const start = high - slope * middle;
	if (Math.abs(slope) > 1e-6 && follows((each) => slope * each + start, TOLERANCE / 10))
		return { id: "scaled_and_moved", slope: fraction(slope), start: fraction(start) };
}

/**
 * Tables moved by one cell.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function moved(got, want) {
	const size = want.shape.slice(-2);
	if (!sameShape(got, want) || size.length < 2 || Math.min(...size) < 3) return;
	/** @type {[side: string, axis: number, step: number][]} */
	const ways = [["下", 0, 1], ["上", 0, -1], ["右", 1, 1], ["左", 1, -1]];
	const way = ways.find(([, axis, step]) => {
		/** @type {(n: number) => number} */
		const source = (n) => at(want.shape, n).slice(-2)[axis] - step;
		const cells = range(want.values.length).filter((n) => source(n) >= 0 && source(n) < size[axis]);
		const before = cells.map((n) => want.values[n - step * (axis ? 1 : size[1])]);
		return distinct(before) > 2 && allClose(cells.map((n) => got.values[n]), before);
	});
	return way && { id: "moved_by_one", side: way[0] };
}

/**
 * The right table inside a larger one, whatever lies around it.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function larger(got, want) {
	if (got.shape.length !== 2 || want.shape.length !== 2 || got.values.length <= want.values.length) return;
	if (distinct(want.values) < 4) return; // a few like numbers lie in many a table
	const [rows, columns] = want.shape.map((side, axis) => Math.max(got.shape[axis] - side + 1, 0));
	const inside = range(rows * columns).some((corner) =>
		want.values.every((value, n) => {
			const [r, c] = at(want.shape, n);
			const row = Math.floor(corner / columns) + r;
			return close(got.values[row * got.shape[1] + (corner % columns) + c], value);
		}),
	);
	return inside ? { id: "larger", mine: tuple(got.shape), wanted: tuple(want.shape) } : undefined;
}

/** @type {(got: NumberArray, want: NumberArray, changed: Changed[]) => Seen | undefined} */
const exact = (got, want, changed) =>
	otherShape(got, want) ??
	listed(got, changed) ??
	otherOrder(got, want) ??
	line(got, want) ??
	moved(got, want) ??
	summed(got, want);

// ---- several listed mistakes at once ----

/** @type {(mistakes: Mistake[], ask: string, words: Words) => Finding} */
function several(mistakes, ask, words) {
	const told = tell(words, { id: "pair", mistakes: mistakes.map(({ sentence }) => sentence).join(""), ask });
	return { ...told, id: mistakes.map(({ id }) => id).join("+") };
}

/**
 * A listed mistake whose answer has an exact relation to this one.
 * @type {(got: NumberArray, want: NumberArray, mistakes: Mistake[], words: Words) => Finding | undefined}
 */
function composed(got, want, mistakes, words) {
	const right = want.values.filter((each, i) => close(got.values[i], each)).length;
	const mostlyRight = sameShape(got, want) && 2 * right > want.values.length; // two ideas spoil more
	if (got.values.length < FEW || mostlyRight) return;
	for (const { id, sentence, answer, changed } of mistakes) {
		const seen = changed && exact(got, answer, changed);
		if (!seen) continue;
		const then = tell(words, { ...seen, ...words.alone });
		const told = tell(words, { id: "composed", mistakes: sentence, relation: then.sentence, ask: then.ask });
		return { ...told, id: `${id}+${then.id}` };
	}
}

/**
 * Two listed mistakes whose deviations add up, or multiply, to this one.
 * @type {(got: NumberArray, want: NumberArray, mistakes: Mistake[], words: Words) => Finding | undefined}
 */
function together(got, want, mistakes, words) {
	const right = want.values;
	if (!sameShape(got, want) || right.length < FEW || distinct(right) < 2) return;
	const fitting = mistakes.filter(({ answer }) => sameShape(answer, want));
	const off = fitting.map(({ answer }) => answer.values.map((each, i) => Math.abs(each - right[i]) > TOLERANCE));
	/** @type {(a: number, b: number) => boolean} by itself, too: two that are always wrong together explain many a sum */
	const alone = (a, b) => off[a].some((each, i) => each && !off[b][i]);
	for (const a of range(fitting.length))
		for (const b of range(fitting.length).slice(a + 1)) {
			const [first, second] = [fitting[a].answer.values, fitting[b].answer.values];
			const sums = right.map((each, i) => first[i] + second[i] - each);
			const products = right.map((each, i) => (first[i] * second[i]) / each);
			if (alone(a, b) && alone(b, a) && (allClose(got.values, sums) || allClose(got.values, products)))
				return several([fitting[a], fitting[b]], fitting[b].ask, words);
		}
}

/**
 * Listed mistakes that explain the wrong ones of a few numbers.
 * @type {(got: NumberArray, want: NumberArray, mistakes: Mistake[], words: Words) => Finding | undefined}
 */
function byPart(got, want, mistakes, words) {
	if (want.shape.length !== 1 || !sameShape(got, want)) return;
	/** @type {(values: number[]) => number[]} */
	const wrong = (values) => range(want.values.length).filter((i) => !close(values[i], want.values[i]));
	/** @type {Map<number, Mistake>} wrong place -> a mistake that explains it, and every other place where that mistake shows */
	const explained = new Map();
	for (const mistake of mistakes.filter(({ answer }) => sameShape(answer, want))) {
		const off = wrong(mistake.answer.values);
		if (off.every((i) => close(got.values[i], mistake.answer.values[i])))
			for (const i of off) if (!explained.has(i)) explained.set(i, mistake);
	}
	if (`${[...explained.keys()].sort((a, b) => a - b)}` !== `${wrong(got.values)}`) return;
	const told = [...new Set(explained.values())];
	return several(told, told[0].ask, words);
}

// ---- where the answer is wrong ----

/**
 * The wrong cells of tables, if all of them lie at one edge or where the right number is negative.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function wrongCells(got, want) {
	const [rows, columns] = want.shape.slice(-2);
	if (!sameShape(got, want) || want.shape.length < 2 || Math.min(rows, columns) < 4) return;
	const wrong = range(want.values.length).filter((n) => !close(got.values[n], want.values[n]));
	const places = wrong.map((n) => at(want.shape, n).slice(-2));
	const [top, left] = [0, 1].map((axis) => places.every((place) => place[axis] === 0));
	const [bottom, right] = [rows, columns].map((size, axis) => places.every((place) => place[axis] === size - 1));
	const side = bottom ? "最后一行" : right ? "最后一列" : top ? "第一行" : left ? "第一列" : "";
	if (side) return { id: "one_edge_wrong", side };
	if (places.every(([r, c]) => r % (rows - 1) === 0 || c % (columns - 1) === 0)) return { id: "border_wrong" };
	const negative = range(want.values.length).filter((n) => want.values[n] < 0);
	if (`${wrong}` === `${negative}`) return { id: "negatives_wrong" };
}

/**
 * Which of several tables are wrong, and how they lie to the right ones, where some tables are right.
 * @type {(got: NumberArray, want: NumberArray, sheets: Changed[], words: Words) => Finding | undefined}
 */
function wrongSheets(got, want, sheets, words) {
	if (!sameShape(got, want)) return;
	const [count, ...size] = want.shape;
	const cells = size.reduce((a, b) => a * b);
	/** @type {(array: NumberArray, i: number) => number[]} */
	const sheet = ({ values }, i) => values.slice(i * cells, (i + 1) * cells);
	const wrong = range(count).filter((i) => !allClose(sheet(got, i), sheet(want, i)));
	if (wrong.length === count) return;
	const which = wrong.map((i) => `第 ${i} 张`).join("、");
	const taken = range(count).find((i) => allClose(sheet(got, wrong[0]), sheet(want, i)));
	if (wrong.length === 1 && taken !== undefined) return tell(words, { id: "another_sheet", which, other: `${taken}` });
	/** @type {(array: NumberArray) => NumberArray} */
	const among = (array) => ({ shape: [wrong.length, ...size], values: wrong.flatMap((i) => sheet(array, i)) });
	const [mine, right] = [among(got), among(want)];
	/** @type {Changed[]} */
	const changed = sheets.map(([id, answer]) => [id, among(answer)]);
	const seen = exact(mine, right, changed) ?? wrongCells(mine, right);
	if (!seen) return tell(words, { id: "some_sheets", which });
	const then = tell(words, { ...seen, ...words.right });
	const told = tell(words, { id: "related_sheets", which, relation: then.sentence, ask: then.ask });
	return { ...told, id: `some_sheets+${then.id}` };
}

/**
 * How places lie to the right ones: some missing, some more, all moved, or only the row or the column right.
 * @type {(got: NumberArray, want: NumberArray) => Seen | undefined}
 */
function positions(got, want) {
	const [mine, right] = [got, want].map(({ shape, values }) => range(shape[0]).map((n) => values.slice(2 * n, 2 * n + 2)));
	/** @type {(some: number[][], others: number[][]) => boolean} */
	const within = (some, others) => some.every((place) => others.some((other) => `${place}` === `${other}`));
	if (mine.length && within(mine, right)) return { id: "some_missing" };
	if (within(right, mine)) return { id: "some_extra" };
	if (mine.length !== right.length) return;
	const shared = [0, 1].find((axis) => mine[0][axis] === right[0][axis]);
	if (mine.length > 1) {
		/** @type {(place: number[], n: number) => string} */
		const step = ([row, column], n) => `${row - right[n][0]},${column - right[n][1]}`;
		return mine.every((place, n) => step(place, n) === step(mine[0], 0)) ? { id: "all_moved" } : undefined;
	}
	const [good, other] = shared ? ["列", "行"] : ["行", "列"];
	return shared === undefined ? undefined : { id: "half_a_position", good, other };
}

/**
 * What can be seen from an answer that is neither right nor a listed mistake's.
 * @param {{ form: string, right: NumberArray, mistakes: Mistake[], changed: Changed[], sheets: Changed[] | null }} question
 * @param {NumberArray} got
 * @param {Words} words
 * @returns {Finding | undefined}
 */
export function diagnose({ form, right, mistakes, changed, sheets }, got, words) {
	/** @type {(seen: Seen | undefined) => Finding | undefined} */
	const told = (seen) => seen && tell(words, { ...seen, ...words.right });
	if (form === "Positions") return told(positions(got, right));
	return (
		told(exact(got, right, changed) ?? larger(got, right)) ??
		(sheets ? wrongSheets(got, right, sheets, words) : undefined) ??
		composed(got, right, mistakes, words) ??
		together(got, right, mistakes, words) ??
		byPart(got, right, mistakes, words) ??
		told(wrongCells(got, right))
	);
}
