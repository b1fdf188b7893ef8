"""A staff file on its way in: understood line by line, checked as a whole, imported all or not at all.

`rules` reads a line. `looking` keeps the lines in the database and checks them against one another and
against who is here. `importing` makes it so, in one transaction. A file of any length needs the same memory.
"""
