"""For all tests: the collector of cycles leaves alone what the collection of tests has made."""

import gc

# Identities and proof files live as long as the tests do; looking through them takes a tenth of
# the time.
COLLECTED_AFTER = (20_000, 20, 20)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
