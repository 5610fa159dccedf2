"""Settings for all tests: hypothesis without deadlines, the same examples in every run."""

from hypothesis import settings

settings.register_profile("packing", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("packing")
