"""Data tables with merged cells, and the grid that a reader must make of them."""

from __future__ import annotations

from random import Random

from tests.site.words import SLOTS, Words

Grid = tuple[tuple[str, ...], ...]  # a merged cell's text stands in its first place, "" in the others


def draw_table(rng: Random, words: Words) -> tuple[str, Grid]:
    """Draw a table: its html and its cells laid out."""
    kind = rng.choice(("plain", "plain", "years", "merged"))
    if kind == "merged":
        return _merged(rng, words)
    columns = rng.randint(8, 13) if kind == "years" else rng.randint(2, 5)
    if kind == "years":
        first = rng.randint(2008, 2014)
        head = ["园区", *(f"{first + index}年" for index in range(columns - 1))]
    else:
        head = ["序号", *rng.sample(("名称", "单位", "面积（亩）", "投资额（亿元）", "备注", "同比增长"), columns - 1)]
    rows = [head]
    for index in range(rng.randint(2, 6)):
        lead = rng.choice(SLOTS["city"]) + rng.choice(SLOTS["zone"]) if kind == "years" else str(index + 1)
        rows.append([lead, *(_number(rng, words) for _ in range(columns - 1))])
    head_tag = rng.choice(("th", "td"))
    cell = rng.choice(("{}", "{}", '<p class="MsoNormal">{}</p>', "<span>{}</span>"))
    lines = []
    for index, row in enumerate(rows):
        tag = "td" if index else head_tag
        lines.append("<tr>" + "".join(f"<{tag}>{cell.format(text)}</{tag}>" for text in row) + "</tr>")
    inner = "\n".join(lines)
    if head_tag == "th" and rng.random() < 0.5:
        inner = f"<thead>{lines[0]}</thead><tbody>{''.join(lines[1:])}</tbody>"
    html = f'<table border="1" cellpadding="0" cellspacing="0" style="width: 600px;">{inner}</table>'
    if columns > 7:
        html = f'<div style="overflow-x:auto">{html}</div>'
    return html + "\n", tuple(tuple(row) for row in rows)


def _number(rng: Random, words: Words) -> str:
    return rng.choice((words.slot("n"), words.slot("pct"), words.slot("n"), "—"))


def _merged(rng: Random, words: Words) -> tuple[str, Grid]:
    groups = rng.sample(("产业类", "基础设施", "公共服务", "生态环境"), rng.randint(2, 3))
    head = ("类别", "项目", "投资额（亿元）", "建设年限")
    lines = ["<tr>" + "".join(f"<th>{text}</th>" for text in head) + "</tr>"]
    grid: list[tuple[str, ...]] = [head]
    for group in groups:
        count = rng.randint(1, 3)
        for index in range(count):
            cells = (rng.choice(SLOTS["thing"]), words.slot("n"), f"{words.slot('year')}年")
            lead = (f'<td rowspan="{count}">{group}</td>' if count > 1 else f"<td>{group}</td>") if index == 0 else ""
            lines.append(f"<tr>{lead}" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>")
            grid.append((group if index == 0 else "", *cells))
    total = words.slot("n")
    lines.append(f'<tr><td colspan="2" align="center">合计</td><td colspan="2">{total}</td></tr>')
    grid.append(("合计", "", total, ""))
    return f'<table class="MsoTableGrid" border="1"><tbody>{"".join(lines)}</tbody></table>\n', tuple(grid)
