"""`python3 -m lms <command>`: makes the environment if it is missing, then hands over to it.

Only the standard library is used here, because on a fresh machine there is nothing else.
"""

from __future__ import annotations

import sys

from lms import bootstrap


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        arguments = ["--help"]
    command = arguments[0]
    try:
        if command == "test":
            bootstrap.make_environment(development=True)
            bootstrap.find_chromium()
            return bootstrap.hand_over("-m", "pytest", *arguments[1:])
        if command == "bench":
            bootstrap.make_environment(development=True)
            return bootstrap.hand_over("-m", "benchmarks", *arguments[1:])
        bootstrap.make_environment(development=False)
        return bootstrap.hand_over("-m", "lms.commands", *arguments)
    except bootstrap.CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
