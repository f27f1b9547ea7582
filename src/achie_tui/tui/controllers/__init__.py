"""What acts on the app's state: plain classes, each the only writer of what it is named for.

A controller sees the `Session` and the `Jobs`, and widgets by what it needs of them; never the screen, and never
another controller. What is to follow from its work beyond that, it is handed as a callback when it is made.
"""
