"""Courses as authors write them: read from files, checked, published as immutable revisions.

A **revision** is named by the hash of its files. A **publication** makes one
the newest of its course, framework, map or job. The **shelf** holds the newest
of everything for the pages.
"""
