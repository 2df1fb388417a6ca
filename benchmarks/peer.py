"""PyTorch, where it is installed, as what the core is measured beside."""

from __future__ import annotations

import importlib
from typing import Any


def pytorch(title: str) -> Any | None:
    """Print the head of a table; return torch on one thread, or say that it is missing."""
    print(title)
    print(f"{'steps':>8} {'hidden':>7} {'rnnviz':>10} {'PyTorch':>10} {'ratio':>7}   budget")
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        print("  PyTorch is not installed, so there is nothing to compare with: make bench TORCH=1")
        return None
    torch.set_num_threads(1)
    return torch
