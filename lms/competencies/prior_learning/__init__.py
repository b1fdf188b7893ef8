"""What somebody learned elsewhere: handed in with a paper that shows it, and looked at by HR.

What HR accepts becomes evidence of its own kind, at level 2 at most; what is declined gets a reason.
"""
