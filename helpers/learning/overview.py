"""错题本和进度：把学习记录写成能看、能印的一页。"""

from datetime import date
from functools import cache

from helpers.drawing.colours import STATUS
from helpers.homework import Question
from helpers.homework.fresh import named, printed
from helpers.homework.question import Mistake
from helpers.homework.questions import BY_LESSON
from helpers.homework.record import RECORD, in_text, mended
from helpers.lessons import shipped

#: 一题做到哪里 → 它的记号，不靠颜色也分得清
SIGNS = {"做对了": "✓", "做对了一部分": "◐", "试过": "✗", "还没有做": "·"}


class Page:
    """一页：text 是文字；template 是写成 HTML 的模板，shown 是填进去的内容。在笔记本里显示为 HTML。"""

    def __init__(self, text: str, template: str, **shown: object) -> None:
        self.text, self._template, self._shown = text, template, shown

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return _templates().get_template(self._template).render(**self._shown)


@cache
def _templates() -> object:
    import jinja2  # not before there is something to show

    loader = jinja2.PackageLoader("helpers.learning")
    found = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found.globals |= {"colours": STATUS}
    found.filters["day"] = _day
    return found


def mistakes() -> Page:
    """返回错题本：认出过的每个错误的想法，什么时候，你的答案，该是什么，改过来没有，怎样再来一题。

    犯过以后，在两课里又做对了要用到它的题，就算改过来了。
    """
    record = RECORD.read()
    entries = [_entry(question, mistake, wrong, record) for question, mistake, wrong in _known(record)]
    entries.sort(key=lambda entry: entry["last"], reverse=True)
    left, done = ([entry for entry in entries if entry["mended"] == state] for state in (False, True))
    lines = ["我的错题本"]
    for name, some in (("还没有改过来", left), ("已经改过来了", done)):
        lines += [f"{name}：{len(some)} 个", *("\n".join(_in_lines(entry)) for entry in some)] if some else []
    if not entries:
        lines.append("还没有认出过错误的想法。做作业的时候认出的，会记在这里。")
    return Page("\n".join(lines), "mistakes.html", left=left, done=done)


def _known(record: dict) -> list[tuple[Question, Mistake, dict]]:
    """Find the question and the idea of each mistake in the record; a later course may have dropped one."""
    found = []
    for wrong in record["错"]:
        question = named(wrong["题"])
        listed = [*question.mistakes, *printed(question).mistakes] if question else []
        if mistake := next((each for each in listed if each.id == wrong["想法"]), None):
            found.append((question, mistake, wrong))
    return found


def _entry(question: Question, mistake: Mistake, wrong: dict, record: dict) -> dict[str, object]:
    """Return what is shown of a mistake; the right answer of a question of the lesson only once it is solved."""
    own = printed(question)
    solved = question is not own or "做对" in record["题"].get(own.id, {})
    return {
        "number": question.id,
        "title": _titles().get(own.id, ""),
        "sentence": mistake.sentence,
        "ask": mistake.ask,
        "first": wrong["第一次"],
        "last": wrong["最近"],
        "times": wrong["次数"],
        "mine": wrong["你的"],
        "right": "" if own.inputs and question is own else in_text(question) if solved else "做对以后写在这里",
        "lessons": wrong["又做对"],
        "mended": mended(wrong),
        "again": f'again("{own.id}")' if own.draw else "",
    }


def _in_lines(entry: dict[str, object]) -> list[str]:
    lines = [f"- {entry['number']} {entry['title']}（{_day(entry['last'])}，{entry['times']} 次）：{entry['sentence']}"]
    lines.append(f"  我的：{entry['mine']}")
    lines += [f"  该是：{entry['right']}"] if entry["right"] else []
    lines += [f"  又做对：在第 {'、'.join(map(str, entry['lessons']))} 课"] if entry["lessons"] else []
    return lines + ([f"  再来一题：{entry['again']}"] if entry["again"] and not entry["mended"] else [])


def progress() -> Page:
    """返回进度：每一课每一题做到哪里，得了几分，上次做到哪里，还剩几题。"""
    record = RECORD.read()
    done = record["题"]
    rows = [_row(number, questions, done) for number, questions in BY_LESSON.items()]
    points, most = (sum(row[name] for row in rows) for name in ("points", "most"))
    left = [each["number"] for row in rows for each in row["questions"] if each["state"] != "做对了"]
    told = [f"一共 {points} / {most} 分，" + (f"还剩 {len(left)} 题没有做对。" if left else "每一题都做对了。")]
    if done:
        last = max(done, key=lambda number: done[number]["最近"])  # of one day, the later in the course
        told.append(f"上次做的是 {last}（{_day(done[last]['最近'])}）。")
    if open_ := sum(not mended(wrong) for *_, wrong in _known(record)):
        told.append(f"错题本里还有 {open_} 个想法没有改过来：运行 mistakes() 看看。")
    signs = " ".join(f"{sign} {state}" for state, sign in SIGNS.items())
    lines = ["我的进度", *map(_row_in_text, rows), signs, *told]
    return Page("\n".join(lines), "progress.html", rows=rows, signs=signs, told=told)


def _row(number: int, questions: tuple[Question, ...], done: dict) -> dict[str, object]:
    states = {each.id: _state(each, done) for each in questions}
    shown = [{"number": id, "state": state, "sign": SIGNS[state]} for id, state in states.items()]
    points = sum(done.get(each.id, {}).get("得分", 0) for each in questions)
    return {"lesson": number, "questions": shown, "points": points, "most": sum(each.points for each in questions)}


def _row_in_text(row: dict[str, object]) -> str:
    marks = " ".join(f"{each['number']} {each['sign']}" for each in row["questions"])
    return f"第 {row['lesson']} 课 {row['points']} / {row['most']} 分 {marks}"


def _state(question: Question, done: dict) -> str:
    entry = done.get(question.id)
    if not entry:
        return "还没有做"
    return "做对了" if "做对" in entry else "做对了一部分" if entry["得分"] else "试过"


@cache
def _titles() -> dict[str, str]:
    return {number: title for lesson in shipped().values() for number, title in lesson.titles.items()}


def _day(written: str) -> str:
    """Write a date as one says it."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.month} 月 {day.day} 日"
