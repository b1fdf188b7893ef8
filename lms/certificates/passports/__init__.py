"""What somebody can show for the job they hold, put down on one page on a day they choose.

A *role passport* keeps every word it was made with: the job and its version, what it asks, what the
person held then, and by what. It tells of that day; it is not a certificate, and nothing follows from it.
"""
