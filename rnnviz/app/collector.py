"""Python's garbage collector, which need not look at what stays."""

import gc
from functools import lru_cache


@lru_cache
def spare_imports() -> None:
    """Let the collector pass over what is imported by now, from the first call on.

    Otherwise it looks at all of that again and again, as sessions come and go.
    """
    # A page's script runs for each visitor and this does its work once: the cache remembers
    # that for nothing, while gc.get_freeze_count() would count all objects each time.
    gc.collect()
    gc.freeze()
