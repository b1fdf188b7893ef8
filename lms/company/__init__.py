"""The company card: the company's own words for the slots of course texts, and who issues certificates.

Its page stands in `studio`, because it shows where each slot is used.
"""
