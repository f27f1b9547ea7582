"""The search of the library: what is typed, the index that narrows it down, and the texts that decide.

The index knows which pairs of characters and which words stand in an article, and nothing of their order: what it
gives are candidates, and each is looked at before it is shown.
"""
