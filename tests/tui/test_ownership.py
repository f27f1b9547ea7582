"""The shape of the app: who may write its state, and which classes stand over which."""

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.screen import Screen

import achie_tui.tui
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.session import Session

TUI = Path(achie_tui.tui.__file__).parent
OWNERS = {
    "panes": {"pane", "zen"},
    "lists": {"place", "places", "totals", "rows"},
    "narrower": {"narrowing"},
    "chooser": {"chosen"},
    "searcher": {"searching", "unindexed"},
    "watchlist": {"watched"},
    "opener": {"reading"},
    "refresher": {"trouble", "busy", "watching"},
    "offline": {"run", "taking", "asking"},
    "prompter": {"prompted"},
    "reading_tools": {"script", "typography"},
}
"""Of each controller's module, what it alone may write."""
STATE = set[str]().union(*OWNERS.values())
GIVEN = {"newsroom", "language", "keys"}
"""What is never written."""


def classes() -> Iterator[type]:
    """Give every class of the app."""
    for module in pkgutil.walk_packages(achie_tui.tui.__path__, "achie_tui.tui."):
        for _, found in inspect.getmembers(import_module(module.name), inspect.isclass):
            if found.__module__ == module.name:
                yield found


def written(file: Path) -> Iterator[tuple[str, str]]:
    """Give what a module assigns of the session's state, and how that is written."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for target in targets:
                for part in ast.walk(target) if target is not None else ():
                    if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and part.attr in STATE:
                        yield part.attr, ast.unparse(part)


def is_of_the_session(expression: str, file: Path) -> bool:
    """Tell whether an assignment means the session, not an attribute of a widget that has the same name."""
    holder = expression.rpartition(".")[0]
    return holder in {"session", "self._session", "main", "self._main", "screen"} or (
        holder == "self" and file.name == "main.py"
    )


def test_the_state_is_all_that_a_session_has_besides_what_it_is_given() -> None:
    assert set(Session.__annotations__) == STATE | GIVEN


def test_each_part_of_the_state_is_written_by_its_owner_alone() -> None:
    found: dict[str, set[str]] = {}
    for file in TUI.rglob("*.py"):
        for name, expression in written(file):
            if is_of_the_session(expression, file):
                found.setdefault(file.stem, set()).add(name)
    assert found == OWNERS


def test_the_state_stands_on_the_main_screen_and_nowhere_else() -> None:
    assert set(MainScreen._reactives) & STATE == STATE
    assert {name for name, value in vars(MainScreen).items() if name in MainScreen._reactives} == STATE


def test_screens_and_controllers_stand_on_no_class_of_ours_and_widgets_on_one_at_most() -> None:
    for found in classes():
        ours = [each for each in found.__mro__[1:] if each.__module__.startswith("achie_tui.")]
        stands_alone = issubclass(found, Screen) or ".controllers." in found.__module__
        assert len(ours) <= (0 if stands_alone else 1), found


def test_a_controller_knows_no_screen_and_no_other_controller() -> None:
    shared = {"achie_tui.tui.controllers.jobs"}
    for file in (TUI / "controllers").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not node.module.startswith("achie_tui.tui.screens"), file
                is_controller = node.module.startswith("achie_tui.tui.controllers")
                assert not is_controller or node.module in shared, (file, node.module)
