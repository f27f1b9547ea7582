"""What is to be exported, as the user is asked and as the user answers."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from achie_tui.errors import NoSuchHomeError


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice of articles: what it is called, and their keys, or the path of one that may have none.

    `title` is what they are called together. `fetching` says that what is not kept is fetched: not a whole list.
    """

    label: str
    title: str
    keys: Sequence[int] = ()
    path: str | None = None
    fetching: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: which articles, in which format (by its name, `full` for whole articles), and where to."""

    scope: Scope
    form: str
    folder: str


def export_folder(configured: str) -> str:
    """Give the folder to offer: the configured one, else that of downloads or documents, else the home directory."""
    if configured:
        return configured
    for place in (platformdirs.user_downloads_path, platformdirs.user_documents_path):
        with suppress(RuntimeError):  # where there is no home directory
            if (folder := place()).is_dir():
                return str(folder)
    return os.path.expanduser("~")  # noqa: PTH111 - it says "~" where there is none, and never fails


def folder_of(typed: str) -> Path:
    """Give the folder that was typed; raises NoSuchHomeError where nobody knows what its `~` is."""
    try:
        return Path(typed.strip()).expanduser().absolute()
    except RuntimeError as error:
        raise NoSuchHomeError(path=typed) from error
