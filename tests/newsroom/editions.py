"""One site at two moments: today's, and as it was before its newest articles of a category were published."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.site import build as generator
from tests.site.build import Site, build


def editions(monkeypatch: pytest.MonkeyPatch, seed: int, name: str, newest: int) -> tuple[Site, Site]:
    """Give a site before and after the `newest` articles of a category were published."""
    return several_editions(monkeypatch, seed, {name: newest})


def several_editions(monkeypatch: pytest.MonkeyPatch, seed: int, news: Mapping[str, int]) -> tuple[Site, Site]:
    """Give a site before and after so many articles of these categories were published."""
    print(f"site of seed {seed}")
    builders: list[generator._Builder] = []

    class Kept(generator._Builder):
        def run(self) -> None:
            builders.append(self)
            super().run()

    monkeypatch.setattr(generator, "_Builder", Kept)
    after = build(seed)
    [builder] = builders
    before = replace(after, files=dict(after.files))
    builder.site = before
    for name, newest in news.items():
        listed = builder._sorted(builder.by_category[name])[newest:]
        builder._listing(before.categories[name], before.tids[name], builder._crumbs(name), listed)
    return before, after
