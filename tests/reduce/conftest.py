"""veraPDF for the tests of reducing."""

from tests.vera.fixture import vera

__all__ = ["vera"]
