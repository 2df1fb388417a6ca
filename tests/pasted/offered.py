"""What a refusal offers, for the tests of what people paste."""

from __future__ import annotations

from typing import Any

import pytest

from rnnviz.sequences import Refusal


def offers(read: Any, *args: Any, **options: Any) -> tuple[str, dict[str, Any]]:
    """Return the sentence of a refusal, and what each offered action reads, as lists."""
    with pytest.raises(Refusal) as refused:
        read(*args, **options)
    found = {offer.action: offer.reading.values.tolist() for offer in refused.value.offers}
    assert len(found) == len(refused.value.offers)  # no two buttons alike
    return str(refused.value), found
