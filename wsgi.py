"""What a WSGI server loads.

What is loaded here stays as long as the worker, so the collector of garbage need not look at it:
not while it is being loaded, and never again afterwards. Requests leave little behind that only
the collector can free, so it looks less often than Python's default of every 700 objects.
"""

import gc

gc.disable()

from lms.app import create_app  # noqa: E402  loading is what the collector should keep out of

app = create_app()

gc.freeze()
gc.set_threshold(10_000, 10, 10)
gc.enable()
