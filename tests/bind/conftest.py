"""veraPDF for the tests of binding."""

from tests.vera.fixture import vera

__all__ = ["vera"]
