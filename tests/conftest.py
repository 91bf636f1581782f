"""What all tests share: Hypothesis prints how to repeat a failure and keeps no files."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "twofour",
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("twofour")
