"""Salesfit: training in communication, service and selling for every job in a company.

Nothing outside the standard library is imported here: `python3 -m lms` must start on a bare Python.
"""
