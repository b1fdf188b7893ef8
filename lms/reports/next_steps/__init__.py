"""What would bring people on: the next step of one where a level is missing, and the lessons that help many."""
