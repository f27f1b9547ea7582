"""Pages as large as they may be, of the shapes that cost most: reading one takes little time, and little memory."""

import subprocess
import sys

import pytest

from tests.parse.test_any_bytes import ZOO

SECONDS, MEGABYTES = 2.0, 150
# A machine that others use may be slower by half.
BUSY = 1.5
LARGEST = 4_000_000
SENTENCE = "这是一个段落，说的是园区里的事情。"
SHAPES = {
    **{name: shape for name, shape in ZOO.items() if len(shape) > 150_000},
    "a million divs": "<div>" * 1_000_000,
    "lexbor 340": "".join(f"<b {n}><i {n}>" for n in range(4_000)),
    "a hundred thousand attributes": f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>字",
    "a million options": "<select>" + "<option>" * 500_000,
    "paragraphs": "<p>字" * 109_000,
    "paragraphs with words": f"<p>{SENTENCE[:9]}" * 109_000,
    "breaks": "字<br>" * 109_000,
    "one word": "a" * 1_900_000,
    "one word of Han": "字" * 1_300_000,
    "three thousand columns": "<table>" + ("<tr>" + "<td>文字" * 3_000) * 36,
    "rows": "<table>" + "<tr><td>1<td>2" * 36_000,
    "pictures": "<img src=/uploads/a.jpg>" * 109_000,
    "pictures elsewhere": "<img src=/a.jpg>" * 109_000,
    "items": "<ul>" + "<li>项" * 109_000,
    "items with ends": "<ul>" + "<li>项</li>\n" * 99_000,
    "items, most with ends": "<ul>" + "<li>项</li>\n" * 80_000 + "<li>项" * 29_000,
    "rows with ends": "<table>" + "<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n" * 33_000,
    "headings": "<h3>字</h3>" * 99_000,
    "preformatted lines": "<pre>" + "字\n" * 900_000,
    "frames": "<iframe src=https://a.example/v></iframe>" * 54_000,
    "links": "<a href=/a/1.html>一</a>" * 99_000,
    "bold words": "<b>字</b>词" * 99_000,
    "powers": "x<sup>2</sup>" * 99_000,
    "tables": "<table><tr><td>字</td></tr></table>\n" * 33_000,
    "paragraphs of a picture": "<p><img src=/uploads/a.jpg></p>\n" * 54_000,
    "paragraphs of a link": "<p><a href=/a/1.html>一</a></p>\n" * 49_000,
    "marks": "a" + "\u0301" * 1_900_000,
}
CHILD = """
import resource, sys, time
from tests.parse.reading import PATH, READER, article_html
from tests.parse.test_costs import LARGEST, SHAPES
READER.article(article_html("<p>字").encode(), PATH)
raw = article_html(SHAPES[sys.argv[1]]).encode("utf-8", "surrogatepass")[:LARGEST]
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, started = used(), time.process_time()
READER.article(raw, PATH)
print(time.process_time() - started, used() - before)
"""


@pytest.mark.fault(14)
@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_reading_the_largest_page_costs_little(shape: str) -> None:
    command = [sys.executable, "-c", CHILD, shape]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    print(f"{shape}: {seconds:.2f} s, {megabytes:.0f} MB")
    assert seconds < SECONDS * BUSY
    assert megabytes < MEGABYTES
