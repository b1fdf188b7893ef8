"""Questions and answers: *items* are asked one a page in an *attempt*, which is graded and kept.

A module's own items are its *quiz*; the *check* at the end of a course draws from its reserve.
"""
