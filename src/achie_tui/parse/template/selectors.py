"""Chains of elements as CSS selectors: how a place in one page is found again in others of the same template.

A chain names every element from the body down by its tag, its id and its classes. What holds a digit is left out:
numbers of articles and of rows stand there.
"""

import re

from achie_tui.parse.tree import Tree

_NAME = re.compile(r"^-?[A-Za-z_][A-Za-z_-]*$")
_BODY = "body"


class Chains:
    """The chains of one page's elements, made when they are asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._of: dict[int, str] = {0: _BODY}

    def of(self, node: int) -> str:
        """Give the chain of an element; of a text that of the element it stands in."""
        tree = self._tree
        if node in self._of:
            return self._of[node]
        if not tree.tag[node]:
            return self.of(tree.parent[node])
        chain = f"{self.of(tree.parent[node])} > {self._step(node)}"
        self._of[node] = chain
        return chain

    def _step(self, node: int) -> str:
        tree = self._tree
        attributes = tree.attributes(node)
        name, words = attributes.get("id") or "", (attributes.get("class") or "").split()
        step = tree.tag[node] + (f"#{name}" if _NAME.match(name) else "")
        return step + "".join(f".{word}" for word in words if _NAME.match(word))


def find_chain(tree: Tree, chain: str) -> list[int]:
    """Give the nodes of a page that a chain leads to."""
    return next(iter(tree.select((chain,))), [])
