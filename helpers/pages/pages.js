// 网页的主人：代替 JupyterLab 和内核，让图活起来，查作业，记住学生写的。

import { judge, opened } from "./answers.js";
import { answer } from "./net.js";

/** @typedef {HTMLFormElement & { answer?: HTMLTextAreaElement }} Form of a question; no box where it needs the notebook */
/** @typedef {{ kind: string, state: Record<string, unknown> }} State of an explorer */
/** @typedef {{ render: (host: { model: Model, el: HTMLElement }) => unknown }} Program of an explorer */

/**
 * What the page surely holds.
 * @type {(selector: string, within?: ParentNode) => HTMLElement}
 */
const find = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));

/** @type {{ explorers: Record<string, string>, models: Record<string, State>, homework: string }} */
const lesson = JSON.parse(find("#lesson").textContent ?? "");

/** @type {HTMLDetailsElement | null} */
const toc = document.querySelector(".toc");
if (toc) toc.open = matchMedia("(min-width: 1340px)").matches; // else it would push the lesson down

/** The keyboard reaches what is too wide for the window, to scroll it. */
function reach() {
	for (const each of document.querySelectorAll(".highlight, .output")) {
		if (each.scrollWidth > each.clientWidth) each.setAttribute("tabindex", "0");
		else each.removeAttribute("tabindex");
	}
}

addEventListener("resize", reach);
reach();

// ---- homework ----

const { questions, ...words } = opened(lesson.homework);
/** @type {Form[]} */
const forms = [...document.querySelectorAll("form.question")].map((form) => /** @type {Form} */ (form));
/** @type {Record<string, string>} */
const TITLES = { passed: "✓ 检查通过", wrong: "✗ 还不对", unanswered: "… 还没作答" };
const PLACE = "cnn-course "; // in the browser's storage, which all lessons share
const file = document.querySelector(".file"); // missing where no question is tried on the page

/** @type {(lines: string[]) => HTMLElement[]} */
const paragraphs = (lines) =>
	lines.map((line) => {
		const paragraph = document.createElement("p");
		paragraph.textContent = line;
		return paragraph;
	});

/**
 * The number of a form's question, and its box.
 * @param {Form} form
 */
const asked = (form) => ({ id: form.dataset.question ?? "", answer: form.answer });

/** Every answer: those of all lessons that the browser kept, and those on this page, kept or not. */
function answers() {
	/** @type {Record<string, string>} */
	const kept = {};
	try {
		for (const key of Object.keys(localStorage))
			if (key.startsWith(PLACE)) kept[key.slice(PLACE.length)] = localStorage[key];
	} catch {} // a browser may keep nothing for a page; it still works until it is closed
	for (const { id, answer } of forms.map(asked)) if (answer?.value) kept[id] = answer.value;
	return Object.fromEntries(Object.entries(kept).filter(([, text]) => text.trim()).sort());
}

/** @type {(id: string, text: string) => void} */
function keep(id, text) {
	try {
		localStorage.setItem(PLACE + id, text);
	} catch {
		if (file) find("p", file).textContent = "这个浏览器不让网页记住答案。离开之前，请把答案存成文件。";
	}
}

function save() {
	const text = JSON.stringify({ course: PLACE.trim(), answers: answers() }, null, "\t");
	const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
	Object.assign(document.createElement("a"), { href, download: "我的答案.json" }).click();
}

/**
 * Take the answers of a saved file, and say how many; of any other file say why not, and change nothing.
 * @param {string} text
 */
function load(text) {
	let loaded;
	try {
		loaded = JSON.parse(text);
	} catch {
		return "这个文件读不了：内容不完整，或者不是从这里存下的。页面上的答案都还在。";
	}
	const ours = loaded?.course === PLACE.trim() && typeof loaded.answers === "object";
	/** @type {[string, string][]} */
	const found = Object.entries((ours && loaded.answers) || {}).sort();
	if (!found.length || !found.every(([id, answer]) => /^\d+\.\d+$/.test(id) && typeof answer === "string"))
		return "这个文件里没有这门课的答案。页面上的答案都还在。";
	const mine = answers();
	const other = found.filter(([id, answer]) => mine[id] && mine[id] !== answer).map(([id]) => id);
	if (other.length && !confirm(`${other.join("、")} 现在的答案和文件里的不同，换成文件里的吗？`)) return "没有换，答案都还在。";
	for (const [id, answer] of found) keep(id, answer);
	for (const { id, answer } of forms.map(asked)) if (answer) answer.value = loaded.answers[id] ?? answer.value;
	return `读入了 ${found.length} 题的答案：${found.map(([id]) => id).join("、")}。`;
}

if (file) {
	const input = /** @type {HTMLInputElement} */ (find("input", file));
	find(".save", file).onclick = save;
	find(".load", file).onclick = () => input.click();
	input.onchange = async () => {
		if (input.files) find("p", file).textContent = load(await input.files[0].text());
		input.value = ""; // the same file may be chosen again
	};
}

const kept = answers();
for (const form of forms) {
	const { id, answer } = asked(form);
	const question = questions[id];
	const feedback = find(".feedback", form);
	const hint = /** @type {HTMLButtonElement} */ (find(".hint", form));
	let given = 0;
	hint.onclick = () => {
		const words = `提示 ${given + 1} / ${question.hints.length}：${question.hints[given++]}`;
		find(".hints", form).append(...paragraphs([words]));
		hint.disabled = given === question.hints.length;
	};
	form.onsubmit = (event) => {
		event.preventDefault();
		const { status, lines, points } = judge(question, answer?.value ?? "", words);
		feedback.className = `feedback ${status}`;
		feedback.replaceChildren(...paragraphs([TITLES[status] + (question.points ? `（${points} / ${question.points} 分）` : ""), ...lines]));
	};
	if (!answer) continue;
	answer.value = kept[id] ?? "";
	answer.oninput = () => keep(id, answer.value);
}

// ---- explorers ----

/** What an anywidget asks of its host, where there is no kernel to tell. */
class Model {
	/** @param {Record<string, unknown>} state */
	constructor(state) {
		this.state = state;
		/** @type {Record<string, (() => void)[]>} */
		this.listeners = {};
	}

	/**
	 * @param {string} name
	 * @returns {any}
	 */
	get(name) {
		return this.state[name];
	}

	/** @type {(name: string, value: unknown) => void} */
	set(name, value) {
		if (JSON.stringify(value) === JSON.stringify(this.state[name])) return;
		this.state[name] = value;
		for (const listener of this.listeners[`change:${name}`] ?? []) listener();
	}

	/** @type {(event: string, listener: () => void) => void} */
	on(event, listener) {
		(this.listeners[event] ??= []).push(listener);
	}

	save_changes() {}
}

const models = Object.fromEntries(Object.entries(lesson.models).map(([id, { state }]) => [id, new Model(state)]));

for (const model of Object.values(models)) {
	const layers = model.get("_layers"); // of a drawing pad's net: here it answers itself
	if (layers) model.on("change:image", () => model.set("_answer", answer(layers, model.get("image"))));
}

/** Load each program once, however many explorers run it. */
const programs = Object.fromEntries(
	Object.entries(lesson.explorers).map(([kind, text]) => {
		const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
		return [kind, import(address)];
	}),
);

for (const place of document.querySelectorAll(".live")) {
	const el = /** @type {HTMLElement} */ (place);
	const id = el.dataset.model ?? "";
	/** @type {{ default: Program }} */
	const { default: program } = await programs[lesson.models[id].kind];
	Object.assign(el, { model: models[id] }); // to look at, from the browser's console
	program.render({ model: models[id], el });
	el.previousElementSibling?.classList.add("replaced");
}
