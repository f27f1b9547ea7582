"""Pictures as the newsroom gives them."""

from pathlib import Path
from typing import Any

import pytest

from achie_tui.config import load
from achie_tui.library.connections import Connections
from achie_tui.library.library import Library
from achie_tui.library.typed import Rows
from achie_tui.newsroom import Newsroom
from achie_tui.pictures.errors import PictureElsewhereError, PictureMissingError, PictureNotKeptError


@pytest.mark.parametrize("offline", [False, True])
async def test_a_kept_picture_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: bool) -> None:
    asked: list[str] = []
    rows = Connections.rows

    def counted(connections: Connections, sql: str, values: Any = ()) -> Rows:
        asked.append(sql)
        return rows(connections, sql, values)

    monkeypatch.setattr(Connections, "rows", counted)
    library = Library.open(tmp_path / "library")
    newsroom = Newsroom(load({"data_dir": str(tmp_path), "offline": offline}, {}), library)
    library.pictures.save("/here.png", b"kept", "image/png")
    library.pictures.save("/gone.png", b"", None)
    library.pictures.save("https://other.example/kept.png", b"kept", "image/png")
    asked.clear()
    assert await newsroom.picture("/here.png") == b"kept"
    assert await newsroom.picture("https://other.example/kept.png") == b"kept"
    with pytest.raises(PictureMissingError):
        await newsroom.picture("/gone.png")
    with pytest.raises(PictureElsewhereError):
        await newsroom.picture("https://other.example/a.png")
    assert len(asked) == 4
    if offline:
        with pytest.raises(PictureNotKeptError):
            await newsroom.picture("/a.png")
    await newsroom.close()
