"""Asked to refresh without the network: what is kept is printed, and why it is not fresh is said."""

import pytest

from tests.commands.shell import User
from tests.site.build import Site
from tests.site.serve import Server

NAME = "高新区新闻"


@pytest.fixture
def path(site: Site) -> str:
    return next(path for path in site.lists[NAME] if path in site.truth and "view.php" not in path)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_is_kept_is_printed_with_the_reason_and_status_3(
    reader: User, server: Server, path: str, form: tuple[str, ...]
) -> None:
    for command in (("list", NAME), ("list",), ("read", path)):
        before = reader.run(*command, *form, "--offline")
        assert (before.status, before.err) == (0, "")
        for arguments in ((*command, "--refresh", "--offline"), ("--offline", *command, "--refresh")):
            said = reader.run(*arguments, *form)
            assert (said.status, said.out) == (3, before.out)
            assert "离线时不能刷新" in said.sentence
            assert "--offline" in said.sentence
    assert "Nothing can be refreshed offline" in reader.run("list", "--refresh", "--offline", "--lang", "en").sentence
    assert server.log == []


def test_where_nothing_is_kept_it_is_an_error_alone(user: User, reader: User) -> None:
    for command in (("list", NAME), ("list",), ("read", "7"), ("categories",), ("sync",)):
        refresh = ("--refresh",) if command[0] in {"list", "read"} else ()
        said = user.run(*command, *refresh, "--offline")
        assert (said.status, said.out) == (3, "")
        assert said.sentence.startswith("achie-tui: ")
    assert "“7”" in user.run("read", "7", "--offline").sentence
    assert "什么都没有" in user.run("list", "--offline").sentence
    assert "不能同步" in user.run("sync", "--offline").sentence
    said = reader.run("list", "--starred", "--refresh", "--offline")
    assert (said.status, said.out) == (3, "")
