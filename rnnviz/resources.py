"""Where the files beside the package are: in a checkout, and in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent

# A wheel carries app.py, assets/ and .streamlit/ in rnnviz/files/ (see pyproject.toml).
FILES: Final = _PACKAGE / "files" if (_PACKAGE / "files").is_dir() else _PACKAGE.parent
ASSETS: Final = FILES / "assets"
APP: Final = FILES / "app.py"
