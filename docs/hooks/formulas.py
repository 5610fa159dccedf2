"""Formulas become MathML when the site is built: a browser draws it itself, without a script and without a network."""

from __future__ import annotations

import html
import re
from typing import Any

from latex2mathml.converter import convert

FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)


def on_page_content(content: str, **_: Any) -> str:
    """Replace each formula that `pymdownx.arithmatex` has found."""
    return FORMULA.sub(_mathml, content)


def _mathml(found: re.Match[str]) -> str:
    display = "block" if found[1] == "div" else "inline"
    return f'<{found[1]} class="formula">{convert(html.unescape(found[2]).strip(), display=display)}</{found[1]}>'
