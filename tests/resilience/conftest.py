from tests.security.conftest import as_viewer, world

__all__ = ["as_viewer", "world"]
