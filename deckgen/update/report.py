"""How is it told what became of a deck's parts: on the terminal, as a document, as data?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from deckgen.slides import Language
from deckgen.update.entries import Entry, What
from deckgen.wording import Text, Words, middle_cut

HEADINGS: dict[What, Text] = {
    "conflict": Text(
        "需要人工处理：保留了手工修改，新内容没有位置", "To settle by hand: kept as it is, the news found no place"
    ),
    "stale": Text("保留了手工修改，但其背后的数据已变化", "Kept as changed by hand, though the numbers moved"),
    "relaid": Text("已换到新模板中最接近的版式，请检查", "Moved to the new template's closest layout: look at them"),
    "kept": Text("保留的手工修改", "Kept as changed by hand"),
    "deleted": Text("已被手工删除，不再恢复", "Deleted by hand, not brought back"),
    "own": Text("手工添加的幻灯片和形状，原样保留", "Slides and shapes of your own, untouched"),
    "copy": Text("手工复制的幻灯片，原样保留", "Copies of slides, untouched"),
    "added": Text("新增", "Added"),
    "removed": Text("不再需要，已移除", "Removed, because the new data do not tell it any more"),
    "refreshed": Text("已更新（无人改动过）", "Refreshed, because nobody had changed it"),
}
"""Every kind of entry with its heading, what needs attention first."""
CHANGED: dict[str, Text] = {
    "place": Text("位置或大小", "moved or resized"),
    "turn": Text("旋转", "turned"),
    "look": Text("样式", "looks"),
    "text": Text("文字", "text"),
    "picture": Text("图片或数据", "picture or data"),
    "crop": Text("裁剪", "cropped"),
    "alt": Text("替代文字", "alternative text"),
    "hidden": Text("隐藏", "hidden"),
    "layout": Text("版式", "layout"),
    "background": Text("背景", "background"),
    "transition": Text("切换效果", "transition"),
    "animation": Text("动画", "animation"),
    "comments": Text("批注", "comments"),
    "order": Text("顺序", "order"),
}
LONGEST = 80


def summary(entries: Sequence[Entry], language: Language) -> list[str]:
    """Return a line a kind of entry with how many there are; nothing of what did not happen."""
    say, counted = Words(language), Counter(entry.what for entry in entries)
    return [f"{say.text(HEADINGS[what])}{say('：', ': ')}{counted[what]}" for what in HEADINGS if counted[what]]


def told(entries: Iterable[Entry], language: Language, kinds: Iterable[What] = tuple(HEADINGS)) -> list[str]:
    """Return the entries of some kinds as lines under their headings."""
    say, entries = Words(language), list(entries)
    lines = []
    for what in kinds:
        found = [entry for entry in entries if entry.what == what]
        if found:
            lines += [say.text(HEADINGS[what]), *(f"  {line(entry, say)}" for entry in found)]
    return lines


def line(entry: Entry, say: Words) -> str:
    """Say an entry in one line: where, what was changed, what stays, what it would be now."""
    where = " · ".join(part for part in (entry.page, short(entry.title), entry.shape) if part)
    changed = say.list(say.text(CHANGED[what]) for what in entry.changed)
    parts = [where + (say.aside(changed) if changed else "")]
    if entry.what in ("stale", "conflict") and entry.shape:
        parts.append(say(f"保留“{short(entry.kept)}”", f"kept “{short(entry.kept)}”") if entry.kept else "")
        parts.append(say(f"现应为“{short(entry.now)}”", f"now “{short(entry.now)}”") if entry.now else "")
    if entry.what == "relaid":
        parts.append(say(f"版式“{short(entry.now)}”", f"on “{short(entry.now)}”"))
    return say.clauses(parts)


def short(text: str) -> str:
    """Return a text in one line, cut in its middle."""
    return middle_cut(" / ".join(text.split("\n")), LONGEST)


def as_markdown(entries: Sequence[Entry], names: tuple[str, str, str], language: Language) -> str:
    """Return the report as a document. names: of the old deck, the data and the new deck."""
    say = Words(language)
    old, data, new = names
    title = say("更新报告", "Update report")
    told_of = say(f"{old} 按 {data} 更新为 {new}。", f"{old}, carried on with {data}, became {new}.")
    blocks = [f"# {title}", told_of, "\n".join(f"- {line}" for line in summary(entries, language))]
    for what, heading in HEADINGS.items():
        found = [entry for entry in entries if entry.what == what]
        if found:
            blocks.append(f"## {say.text(heading)}")
            blocks.append("\n".join(f"- {escaped(line(entry, say))}" for entry in found))
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in text)


def as_json(entries: Sequence[Entry], names: tuple[str, str, str]) -> str:
    """Return the report as JSON. names: of the old deck, the data and the new deck."""
    data = dict(zip(("old", "data", "new"), names, strict=True))
    return json.dumps({**data, "entries": [asdict(entry) for entry in entries]}, ensure_ascii=False, indent=2) + "\n"
