"""When garbage is collected: at rest, so that no key waits for it.

Textual leaves cycles behind with nearly every frame (a `Strip` may hold itself), and looking for them among all that
was made since takes tens of milliseconds: by itself, Python does that amid the frame that a key waits for.
"""

import gc

REST = 0.25
"""Seconds without a key or the mouse after which it is done: longer than between the keys of who types or walks."""
UNRESTED = (100_000, 2, 1)
"""When Python does it by itself, as where a key is held down: objects, and rounds of the two younger generations.

A search makes tens of thousands of objects, and a page more, which are not to be looked through again and again. But
the lines of half blocks are large: all is looked through every 80 pictures or so.
"""
_FEW = 1_000  # objects that are not worth a round
_ROUNDS = 2
"""Rounds of a generation at rest, after which the next is looked through too.

Who reads article after article leaves the pictures of each behind, which are large and soon old: with five rounds,
memory grew by 14 megabytes over 150 articles, with two by 8.
"""


def begin() -> None:
    """Begin to collect, where the start has put that off: what it has made is there to stay."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*UNRESTED)
        gc.enable()


def collect_at_rest() -> None:
    """Collect what has come up: the older objects are, the less often."""
    young, middle, old = gc.get_count()
    if gc.isenabled() and young > _FEW:
        gc.collect(2 if old > _ROUNDS else 1 if middle > _ROUNDS else 0)
