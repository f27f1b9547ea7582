"""The table of commands: each row is carried out by the module of its name, which takes what the row says."""

import inspect
import pkgutil
from importlib import import_module

import pytest

import achie_tui.cli
import achie_tui.commands
from achie_tui.cli import values
from achie_tui.cli.arguments import COMMANDS
from achie_tui.cli.usage import command_parser
from achie_tui.export import formats


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_module_takes_the_arguments_of_its_row(name: str) -> None:
    run = import_module(f"achie_tui.{COMMANDS[name].package}.{name}").run
    assert inspect.iscoroutinefunction(run)
    config, output, *own = inspect.signature(run).parameters.values()
    assert (config.name, output.name) == ("config", "output")
    assert {each.kind for each in own} <= {inspect.Parameter.KEYWORD_ONLY}
    operands = [each for each in COMMANDS[name].each_argument() if not each.is_option and each.count is None]
    words = [each.value.name.en.partition("|")[0] for each in operands if each.value]
    given = command_parser(name, "en").parse(words)
    assert {*given} == {each.name for each in own}


def test_every_command_that_there_is_stands_in_the_table() -> None:
    packages = (achie_tui.commands, achie_tui.cli)
    modules = [each.name for of in packages for each in pkgutil.iter_modules(of.__path__, f"{of.__name__}.")]
    running = {name.rpartition(".")[2] for name in modules if hasattr(import_module(name), "run")}
    assert running == {*COMMANDS}


def test_every_export_format_can_be_named() -> None:
    assert tuple(formats.FORMATS) == values.FORMATS
