"""The conformance suite is no test module itself; its assertions are to tell as much as a test module's."""

import pytest

pytest.register_assert_rewrite("backends.check_backend")
