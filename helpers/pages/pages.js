// 网页的主人：代替 JupyterLab 和内核，让图活起来，查作业，记住学生写的。

const lesson = JSON.parse(document.getElementById("lesson").textContent);

const toc = document.querySelector(".toc");
if (toc) toc.open = matchMedia("(min-width: 1340px)").matches; // else it would push the lesson down

/** The keyboard reaches what is too wide for the window, to scroll it. */
function reach() {
	for (const each of document.querySelectorAll(".highlight, .output")) {
		if (each.scrollWidth > each.clientWidth) each.setAttribute("tabindex", 0);
		else each.removeAttribute("tabindex");
	}
}

addEventListener("resize", reach);
reach();

// ---- homework ----

const questions = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(lesson.homework), (c) => c.charCodeAt(0))));
const forms = [...document.querySelectorAll("form.question")];
const TITLES = { passed: "✓ 检查通过", wrong: "✗ 还不对", unanswered: "… 还没作答" };
const PLACE = "cnn-course "; // in the browser's storage, which all lessons share
const file = document.querySelector(".file");

const paragraphs = (lines) =>
	lines.map((line) => {
		const paragraph = document.createElement("p");
		paragraph.textContent = line;
		return paragraph;
	});

/** Every answer: those of all lessons that the browser kept, and those on this page, kept or not. */
function answers() {
	const kept = {};
	try {
		for (const key of Object.keys(localStorage))
			if (key.startsWith(PLACE)) kept[key.slice(PLACE.length)] = localStorage.getItem(key);
	} catch {} // a browser may keep nothing for a page; it still works until it is closed
	for (const { dataset, answer } of forms) if (answer?.value) kept[dataset.question] = answer.value;
	return Object.fromEntries(Object.entries(kept).filter(([, text]) => text.trim()).sort());
}

function keep(id, text) {
	try {
		localStorage.setItem(PLACE + id, text);
	} catch {
		file.querySelector("p").textContent = "这个浏览器不让网页记住答案。离开之前，请把答案存成文件。";
	}
}

function save() {
	const text = JSON.stringify({ course: PLACE.trim(), answers: answers() }, null, "\t");
	const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
	Object.assign(document.createElement("a"), { href, download: "我的答案.json" }).click();
}

/** Take the answers of a saved file, and say how many; of any other file say why not, and change nothing. */
function load(text) {
	let loaded;
	try {
		loaded = JSON.parse(text);
	} catch {
		return "这个文件读不了：内容不完整，或者不是从这里存下的。页面上的答案都还在。";
	}
	const ours = loaded?.course === PLACE.trim() && typeof loaded.answers === "object";
	const found = Object.entries((ours && loaded.answers) || {}).sort();
	if (!found.length || !found.every(([id, answer]) => /^\d+\.\d+$/.test(id) && typeof answer === "string"))
		return "这个文件里没有这门课的答案。页面上的答案都还在。";
	const mine = answers();
	const other = found.filter(([id, answer]) => mine[id] && mine[id] !== answer).map(([id]) => id);
	if (other.length && !confirm(`${other.join("、")} 现在的答案和文件里的不同，换成文件里的吗？`)) return "没有换，答案都还在。";
	for (const [id, answer] of found) keep(id, answer);
	for (const { dataset, answer } of forms) if (answer) answer.value = loaded.answers[dataset.question] ?? answer.value;
	return `读入了 ${found.length} 题的答案：${found.map(([id]) => id).join("、")}。`;
}

if (file) {
	const input = file.querySelector("input");
	file.querySelector(".save").onclick = save;
	file.querySelector(".load").onclick = () => input.click();
	input.onchange = async () => {
		file.querySelector("p").textContent = load(await input.files[0].text());
		input.value = ""; // the same file may be chosen again
	};
}

const kept = answers();
for (const form of forms) {
	const question = questions[form.dataset.question];
	const feedback = form.querySelector(".feedback");
	let given = 0;
	form.querySelector(".hint").onclick = ({ currentTarget }) => {
		const words = `提示 ${given + 1} / ${question.hints.length}：${question.hints[given++]}`;
		form.querySelector(".hints").append(...paragraphs([words]));
		currentTarget.disabled = given === question.hints.length;
	};
	form.onsubmit = (event) => {
		event.preventDefault();
		const { status, lines, points } = judge(question, form.answer.value);
		feedback.className = `feedback ${status}`;
		feedback.replaceChildren(...paragraphs([`${TITLES[status]}（${points} / ${question.points} 分）`, ...lines]));
	};
	if (!form.answer) continue;
	form.answer.value = kept[form.dataset.question] ?? "";
	form.answer.oninput = () => keep(form.dataset.question, form.answer.value);
}

// ---- explorers ----

/** What an anywidget asks of its host, where there is no kernel to tell. */
class Model {
	constructor(state) {
		Object.assign(this, { state, listeners: {} });
	}

	get(name) {
		return this.state[name];
	}

	set(name, value) {
		if (JSON.stringify(value) === JSON.stringify(this.state[name])) return;
		this.state[name] = value;
		for (const listener of this.listeners[`change:${name}`] ?? []) listener();
	}

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

for (const el of document.querySelectorAll(".live")) {
	const { default: program } = await programs[lesson.models[el.dataset.model].kind];
	el.model = models[el.dataset.model]; // to look at, from the browser's console
	program.render({ model: el.model, el });
	el.previousElementSibling.classList.add("replaced");
}
