"""Larkmoor Systems, the demo company: always the same cast, and a crowd that follows from a seed.

Everything is made by the ordinary verbs with a past `now=`, so that every number on a screen has
rows behind it.
"""
