"""Questions that come back: two minutes at the right moment keep what was learned.

A *card* is one question of a passed module in all its wordings. It exists for whoever passed the
module, without a row, and gets one with its first answer; so new questions of a module reach those
who passed it long ago, and publishing writes nothing about anybody.
"""
