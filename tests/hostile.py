"""Texts that mean harm, for whatever shows a text that somebody else wrote."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "</title></style></template></article><script>window.pwned = 1</script>",
    "<!-- <script> -->",
    "--></script><!--",
    "<img src=x onerror='window.pwned = 1'>",
    "<svg onload=window.pwned=1><script>window.pwned = 1</script></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.pwned=1</script>'></svg>",
    "<template shadowrootmode=open><script>window.pwned = 1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
    "<style>*{display:none}</style><link rel=stylesheet href=//127.0.0.1/x>",
    "<base href=//127.0.0.1/><form action=javascript:alert(1)><button autofocus>",
    "\" autofocus onfocus=alert(1) x='` onmouseover=alert(1)",
    "{{7*7}} ${alert(1)} <%= 1 %> #{1} {script} {data} %s",
    r"$\href{javascript:window.pwned=1}{x}$ :red[x] [a](javascript:window.pwned=1)",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;script>",
    "\u202eevil\u2066 \u200f\u200d",
    "👩‍👩‍👧‍👦🏴‍☠️e\u0301\u0301\u0301",
    "\x07\x1b[31m\x7f\u2028",
    "\"'></h2><iframe srcdoc='<script>parent.pwned=1</script>'>",
)


def link_of(data: Any) -> str:
    """Return what looks like a link, but holds any JSON data."""
    packed = zlib.compress(json.dumps(data).encode())
    return "1" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
