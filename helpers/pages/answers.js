// 网页上的作业：读懂学生写的，和做网页时算好的答案比；和笔记本里的 check 说的一样。

import { range } from "../explorers/numbers.js";
import { at, close, fourDigits, sameShape, tuple } from "./arrays.js";
import { diagnose } from "./relations.js";

/** @typedef {any} Nested a number, or a list of such */

/** @typedef {import("./arrays.js").NumberArray} NumberArray */
/** @typedef {import("./relations.js").Words} Words */

/**
 * A question as the page knows it.
 * @typedef {object} Question
 * @property {"Numbers" | "Positions"} form
 * @property {number} points
 * @property {boolean} byPart whether each part of the answer earns its own points
 * @property {NumberArray} right
 * @property {import("./relations.js").Mistake[]} mistakes
 * @property {import("./relations.js").Changed[]} changed
 * @property {import("./relations.js").Changed[] | null} sheets the same, sheet by sheet; null where the answer is no sheets
 * @property {string} praise
 * @property {string} ask
 * @property {string[]} hints
 */

/** @type {Record<string, number>} */
const NAMES = { true: 1, t: 1, 对: 1, 是: 1, 真: 1, false: 0, f: 0, 错: 0, 否: 0, 假: 0 };

/** What is no answer of the kind that is needed; its message is for the student. */
class Unreadable extends Error {}

/**
 * The homework as the page holds it: each array as its shape and, for each number, a character, whose code is its place.
 * @param {string} text
 * @returns {Words & { questions: Record<string, Question> }}
 */
export function opened(text) {
	/** @type {number[]} */
	let numbers = [];
	return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))), (key, value) => {
		if (key === "numbers") numbers = value; // they come first
		const [shape, cells] = Array.isArray(value) ? value : [];
		if (!Array.isArray(shape) || typeof cells !== "string") return value;
		return { shape, values: range(cells.length).map((n) => numbers[cells.charCodeAt(n) - 32]) };
	});
}

// ---- reading ----

/** @type {(text: string) => string[]} */
const tokens = (text) => text.match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|\*\*|\/\/|[-+*/()[\],]|[^\s\d.()[\],*/+-]+|\S/gi) ?? [];

/**
 * Read a value as Python writes it, with sums: 7/9, (3, 3), [[1, -1], [0.5, 2]].
 * @param {string} text
 * @returns {Nested}
 */
function value(text) {
	const rest = tokens(text);
	/** @type {(...these: string[]) => string | undefined} */
	const next = (...these) => (these.includes(rest[0]) ? rest.shift() : undefined);
	/** @type {(...all: Nested[]) => number[]} */
	const numbers = (...all) => {
		if (all.some(Array.isArray)) throw new Unreadable("加减乘除的两边都要是一个数。");
		return all;
	};
	/** @type {() => Nested} */
	const atom = () => {
		const token = rest.shift();
		const close = token === "(" ? ")" : token === "[" ? "]" : "";
		if (close) {
			const { items, comma } = list(close);
			if (!next(close)) throw new Unreadable(`少了一个 ${close}。`);
			return token === "(" && items.length === 1 && !comma ? items[0] : items;
		}
		if (token === "-") return -numbers(power())[0];
		if (token === "+") return power();
		if (token === undefined) throw new Unreadable("没有写完。");
		if (Object.hasOwn(NAMES, token.toLowerCase())) return NAMES[token.toLowerCase()];
		if (!/^[\d.]/.test(token) || Number.isNaN(Number(token)))
			throw new Unreadable(`认不出“${token}”。这里要写数，代码请到笔记本里写。`);
		return Number(token);
	};
	/** @type {() => Nested} */
	const power = () => {
		const base = atom();
		if (!next("**")) return base;
		const [b, exponent] = numbers(base, power());
		return b ** exponent;
	};
	const product = () => {
		let left = power();
		for (let sign; (sign = next("*", "/", "//")); ) {
			const [a, b] = numbers(left, power());
			if (sign !== "*" && b === 0) throw new Unreadable("不能除以 0。");
			left = sign === "*" ? a * b : sign === "/" ? a / b : Math.floor(a / b);
		}
		return left;
	};
	const sum = () => {
		let left = product();
		for (let sign; (sign = next("+", "-")); ) {
			const [a, b] = numbers(left, product());
			left = sign === "+" ? a + b : a - b;
		}
		return left;
	};
	/** @type {(close?: string) => { items: Nested[], comma: boolean }} */
	const list = (close) => {
		const items = [];
		let comma = false;
		while (rest.length && rest[0] !== close) {
			items.push(sum());
			comma = next(",") === ",";
			if (!comma) break;
		}
		return { items, comma };
	};
	const { items, comma } = list();
	if (rest.length) throw new Unreadable(`“${rest[0]}”放在这里看不懂：少了逗号，还是多了括号？`);
	return items.length === 1 && !comma ? items[0] : items;
}

/**
 * Read rows of numbers without brackets: a line a row, an empty line between tables.
 * @param {string} text
 * @returns {Nested}
 */
function rows(text) {
	const tables = text.split(/\n\s*\n/).map((part) =>
		part.split("\n").map((line) => {
			const joined = line.replace(/\s*([*/]+)\s*/g, "$1").replace(/(^|\s+)([+-])\s+/g, "$2");
			return joined.split(/\s*,\s*|\s+/).filter(Boolean).map(value);
		}),
	);
	/** @type {(list: Nested[]) => Nested} */
	const one = (list) => (list.length === 1 ? list[0] : list);
	return one(tables.map((table) => one(table.map(one))));
}

/**
 * Nested lists as a shape and their numbers.
 * @param {Nested} nested
 * @returns {NumberArray}
 */
function flat(nested) {
	if (!Array.isArray(nested)) return { shape: [], values: [nested] };
	const parts = nested.map(flat);
	const inner = parts.length ? parts[0].shape : [];
	if (parts.some(({ shape }) => `${shape}` !== `${inner}`)) throw new Unreadable("每一行的个数要一样多。");
	return { shape: [parts.length, ...inner], values: parts.flatMap(({ values }) => values) };
}

/**
 * Read what a student typed, with the signs that a Chinese keyboard gives.
 * @param {string} typed
 */
export function read(typed) {
	/** @type {Record<string, string>} */
	const signs = { "、": ",", ";": "\n", "−": "-", "–": "-", "—": "-", "×": "*", "÷": "/", "【": "[", "】": "]", "。": "" };
	const text = typed
		.normalize("NFKC")
		.replace(/。(?=\d)/g, ".") // a decimal point
		.replace(/[、;−–—×÷【】。]/g, (sign) => signs[sign])
		.trim()
		.replace(/^([a-z_]\w*)?\s*=\s*/i, ""); // a whole line of Python
	if (!/[[(]/.test(text)) return flat(rows(text));
	const apart = text.replace(/([)\]])\s*(?=[([])/g, "$1,");
	if (!apart.startsWith("[")) return flat(value(apart));
	return flat(value(apart.replace(/([^\s,([*/+-])\s+(?=[^\s,)\]*/+-]|[+-]\S)/g, "$1,"))); // as numpy prints
}

/**
 * What was given instead of pairs of whole numbers.
 * @type {(shape: number[], values: number[]) => string}
 */
function given(shape, values) {
	if (!shape.length) return "你只给了一个数";
	if (shape.length === 1 && values.length !== 2) return `你给了一长串，${values.length} 个数`;
	return shape.at(-1) === 2 && shape.length < 3 ? "你的数里有小数" : `你给的形状是 ${tuple(shape)}`;
}

/**
 * Places: in rows, sorted, each once.
 * @param {NumberArray} array
 */
function places({ shape, values }) {
	const size = shape.length === 1 && shape[0] ? [1, ...shape] : shape;
	if (values.length && (size.length !== 2 || size[1] !== 2 || !values.every(Number.isInteger)))
		throw new Unreadable(`这一题要的是位置，每个位置是 (行，列) 两个整数，${given(shape, values)}。`);
	const pairs = values.flatMap((row, i) => (i % 2 ? [] : [[row, values[i + 1]]]));
	const sorted = pairs.sort(([a, b], [c, d]) => a - c || b - d).filter((pair, i, all) => `${pair}` !== `${all[i - 1]}`);
	return { shape: [sorted.length, 2], values: sorted.flat() };
}

// ---- judging ----

/** @type {Record<string, { take: (array: NumberArray) => NumberArray, close: typeof close }>} */
const FORMS = { Numbers: { take: (array) => array, close }, Positions: { take: places, close: (got, want) => got === want } };

/**
 * @param {string} form
 * @param {NumberArray} got
 * @param {NumberArray} want
 */
function same(form, got, want) {
	if (!want.shape.length && got.values.length === 1) got = { ...got, shape: [] }; // [5] for 5
	return sameShape(got, want) && got.values.every((each, i) => FORMS[form].close(each, want.values[i]));
}

/** @type {(array: NumberArray) => string[]} */
const inPairs = ({ values }) => values.flatMap((row, i) => (i % 2 ? [] : [`(${row}, ${values[i + 1]})`]));

/**
 * How many points a wrong answer earns: each place and, where the question says so, each part for itself.
 * @param {Question} question
 * @param {NumberArray} got
 */
function earned({ form, points, byPart, right }, got) {
	if (form === "Positions") {
		const [mine, wanted] = [got, right].map(inPairs);
		const good = mine.filter((each) => wanted.includes(each)).length;
		return Math.floor((points * Math.max(0, 2 * good - mine.length)) / wanted.length); // those that are wrong cost
	}
	if (!byPart || !sameShape(got, right)) return 0;
	const [parts, ...inner] = right.shape;
	const length = right.values.length / parts;
	/** @type {(array: NumberArray, i: number) => NumberArray} */
	const part = ({ values }, i) => ({ shape: inner, values: values.slice(i * length, (i + 1) * length) });
	const good = range(parts).filter((i) => same(form, part(got, i), part(right, i)));
	return Math.floor((points * good.length) / parts);
}

// ---- words ----

/** @type {(array: NumberArray) => string} */
const size = ({ shape }) => (shape.length ? `形状 ${tuple(shape)}` : "一个数");

/** @type {Record<string, (got: NumberArray, want: NumberArray) => string>} */
const EVIDENCE = {
	Numbers(got, want) {
		if (!want.shape.length && got.values.length === 1) return `你得到 ${fourDigits(got.values[0])}。`;
		if (want.shape.length === 1 && `${got.shape}` === `${want.values}`)
			return "你交出的是那些数本身（权重这样的张量），这里要的是它的形状：.shape。";
		if (want.shape.length === 1 && got.shape.length <= 1 && got.values.length !== want.values.length)
			return `这里要 ${want.values.length} 个数，用逗号隔开，你写了 ${got.values.length} 个。`;
		if (!sameShape(got, want)) return `你的结果是${size(got)}，应为${size(want)}。`;
		const n = got.values.findIndex((each, i) => !close(each, want.values[i]));
		const place = at(want.shape, n);
		if (want.values.length <= 10) {
			const where = place.length === 1 ? `第 ${place[0] + 1} 个数` : `[${place.join(", ")}] 处`;
			const mine = got.truths ? (got.values[n] ? "True" : "False") : fourDigits(got.values[n]);
			return `${where}不对，你写的是 ${mine}。`;
		}
		const sheet = place.length === 3 ? `第 ${place[0]} 张图的 [${place.slice(1).join(", ")}]` : `[${place.join(", ")}]`;
		return `在 ${sheet} 处，你得到 ${fourDigits(got.values[n])}，应为 ${fourDigits(want.values[n])}。`;
	},
	Positions(got, want) {
		const [mine, right] = [got, want].map(inPairs);
		if (mine.length === 1 && right.length === 1) return `${mine[0]} 不对。`;
		const wrong = mine.filter((each) => !right.includes(each));
		const missing = right.filter((each) => !mine.includes(each)).length;
		const text = `你给了 ${mine.length} 处，其中 ${mine.length - wrong.length} 处是对的，还差 ${missing} 处。`;
		return text + (wrong.length ? `例如 ${wrong[0]} 不该在里面。` : "");
	},
};

/**
 * Ask about the first cell that is wrong, where the question asks about the first of all.
 * @param {string} ask
 * @param {NumberArray} got
 * @param {NumberArray} want
 */
function askedThere(ask, got, want) {
	const first = ask.match(/\[0(, 0)+\]/)?.[0];
	if (!first || !sameShape(got, want) || want.shape.length !== first.split(",").length) return ask;
	const n = got.values.findIndex((each, i) => !close(each, want.values[i]));
	return ask.replace(first, `[${at(want.shape, n).join(", ")}]`);
}

/**
 * Judge what a student typed, as check does: status, the mistake it is known by, what to say, points.
 * @param {Question} question
 * @param {string} typed
 * @param {Words} words
 */
export function judge(question, typed, words) {
	const { form, right, mistakes, praise, points } = question;
	if (["", "...", "…"].includes(typed.trim()))
		return { status: "unanswered", mistake: null, lines: ["在框里写上你的答案，再点一次“检查”。"], points: 0 };
	try {
		const got = { ...FORMS[form].take(read(typed)), truths: !/\d/.test(typed.normalize("NFKC")) };
		if (same(form, got, right)) return { status: "passed", mistake: null, lines: [praise], points };
		const found = mistakes.find(({ answer }) => same(form, got, answer)) ?? diagnose(question, got, words);
		const evidence = EVIDENCE[form](got, right);
		const lines = found ? [found.sentence, evidence, found.ask] : [evidence, askedThere(question.ask, got, right)];
		return { status: "wrong", mistake: found?.id ?? null, lines, points: earned(question, got) };
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		return { status: "wrong", mistake: null, lines: [error.message], points: 0 };
	}
}
