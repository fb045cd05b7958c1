"""Damaged and hostile files through the readers of this program, each with a limit of time and of memory.

``targets`` names what is fuzzed: a corpus of sound files and what is done with a damaged one. ``mutators``
damages them by a seed. ``child`` is the process in which it happens, ``supervisor`` the one that survives it
and names the seed. By hand: ``python -m tests.media.fuzz [TARGET [CASES [FIRST SEED]]]``.
"""
