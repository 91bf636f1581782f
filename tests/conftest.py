"""What all tests share: Hypothesis prints how to repeat a failure and keeps no files; long files go first."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "twofour",
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("twofour")

_LONG = ("e2e/browser/", "generative/", "e2e/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin early, so that at the end no core waits for the other."""
    items.sort(
        key=lambda item: next((at for at, part in enumerate(_LONG) if part in item.nodeid), len(_LONG))
    )
