"""Job descriptions, what they require, and who holds them.

A *job* keeps its key for ever; each *version* of its description was published once and never
changes, with its *requirements*: a competency at a level. An *appointment* says that a person
holds a job from a day on. Several at once are fine; then the highest level asked for counts. The
pages about jobs also show the framework and courses, so their views stand in `reports`.
"""
