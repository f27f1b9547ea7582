"""What acts on a terminal may be written as a number, in any of the ways of HTML: it is cleaned as the character is."""

import unicodedata

import pytest

from achie_tui.parse.clean import clean
from tests.parse.reading import article_html, read
from tests.parse.test_any_bytes import article_texts

# Every character of the categories that act or hide; the Han around them hold the byte 0x9B in GBK.
ACTING = [code for code in range(0xE0080) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}]
HAN = "".join(bytes((lead, 0x9B)).decode("gbk") for lead in range(0xB0, 0xB8))
FORMS = ("&#{0};", "&#x{0:x};", "&#X{0:06X};", "&#{0:09} ")


@pytest.mark.fault(2)
@pytest.mark.fault(3)
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("form", FORMS)
def test_references_are_cleaned_as_characters_and_the_chinese_stays(form: str, encoding: str) -> None:
    assert len(ACTING) > 150
    for first in range(0, len(ACTING), 40):
        bad = "".join(form.format(code) for code in ACTING[first : first + 40])
        body = f"<p>{HAN}{bad}{HAN}</p><table><tr><td>{bad}{HAN}<td>1<tr><td>2<td>{bad}</table>"
        article = read(article_html(body, title=f"{HAN}{bad}{HAN}").encode(encoding))
        for text in article_texts(article):
            assert text == clean(text)
            assert not {unicodedata.category(c) for c in text} & {"Cc", "Cs", "Zl", "Zp"}
            assert not {c for c in text if unicodedata.category(c) == "Cf"} - {"\u200d"}
        assert article.title.startswith(HAN)
        assert article.title.endswith(HAN)
