"""Text and problems as LaTeX sets them."""

from __future__ import annotations

import re
from collections.abc import Callable

from packing.errors import InputError
from packing.problem import Problem


def escape_latex(text: str) -> str:
    r"""`text` as LaTeX prints it, special characters escaped and the mathematical ones of this package in math mode.

    Letters of Latin alphabets stay as they are; for other characters that it does not know it raises `InputError`,
    because pdflatex would stop at them.

    >>> print(escape_latex("50% of |<x, y>|^2 ≥ ½ & more_so"))
    50\% of \textbar{}\textless{}x, y\textgreater{}\textbar{}\^{}2 $\geq$ ½ \& more\_so
    """
    return "".join(_escaped(character) for character in text)


def with_mathematics(text: str, escape: Callable[[str], str] = escape_latex) -> str:
    r"""Words in LaTeX, with the mathematics of this package in them set as such: letters, overlaps, spaces, energies.

    `escape` writes what lies between.

    >>> print(with_mathematics("the mean of |<x, y>|^p over pairs of n lines of C^3, 50% in d dimensions"))
    the mean of $|\langle x, y\rangle|^{p}$ over pairs of $n$ lines of $\mathbb{C}^{3}$, 50\% in $d$ dimensions
    >>> print(with_mathematics("E+_2 >= 5/3, attained by vectors x_i"))
    $E^{+}_{2}$ $\geq$ 5/3, attained by vectors $x_{i}$
    """
    for sign, mathematics in (("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("->", "→")):
        text = text.replace(sign, mathematics)
    parts, end = [], 0
    for found in _MATHEMATICS.finditer(text):
        parts += [escape(text[end : found.start()]), f"${_set(found)}$"]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _set(found: re.Match[str]) -> str:
    power = f"^{{{found['power'].strip('()')}}}" if found["power"] else ""
    if found["overlap"]:
        before, pair, after = re.split(r"<(.*?)>", found["overlap"].replace("max(", r"\max("))
        return rf"{before}\langle {pair}\rangle{after}{power}"
    if found["space"]:
        return (found["space"] if found["space"] == "S" else rf"\mathbb{{{found['space']}}}") + power
    sub = f"_{{{found['index']}}}" if found["index"] else ""
    return f"{found['letter']}{'^{+}' * bool(found['plus'])}{sub}{power}"


_PAIR = r"<[A-Za-z](?:_[A-Za-z0-9])?, ?[A-Za-z](?:_[A-Za-z0-9])?>"
_MATHEMATICS = re.compile(
    rf"(?:(?P<overlap>\|{_PAIR}\||max\({_PAIR}, 0\)|{_PAIR})"
    r"|(?<![\w^])(?P<space>(?<=over )[RCHF](?!\w)|[RCHFS](?=\^))"
    r"|(?<![\w^'])(?<!\s-)(?P<letter>[A-Za-z](?=\+?_[A-Za-z0-9])|[A-Za-z](?=\^)|[ndmpkq](?![\w'_]|\.\w))"
    r"(?P<plus>\+(?=_))?(?:_(?P<index>[A-Za-z0-9]+))?)"
    r"(?:\^(?P<power>[A-Za-z0-9]+|\([A-Za-z0-9 +*/-]*\)))?"
)
"""Overlaps, spaces, letters with an index or a power, and the letters of sizes, dimensions and exponents."""


def in_latex(problem: Problem) -> str:
    r"""The problem as LaTeX sets it.

    >>> from packing.problem import lines
    >>> print(in_latex(lines(13, 3, "C")))
    13 lines in $\mathbb{C}^{3}$
    """
    words = str(problem).rpartition(" ")[0]
    return f"{words} ${problem.space.tex}$"


def _escaped(character: str) -> str:
    if character in _LATEX:
        return _LATEX[character]
    if ord(character) >= 0x180 or (ord(character) < 0x20):
        raise InputError(f"LaTeX has no text for {character!r} (U+{ord(character):04X}): write it in words")
    return character


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\^{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\n": " ",
    "\t": " ",
    "²": r"$^2$",
    "³": r"$^3$",
    "±": r"$\pm$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "≠": r"$\neq$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "∈": r"$\in$",
    "⊕": r"$\oplus$",
    "→": r"$\to$",
    "−": r"$-$",
    "–": "--",
    "—": "---",
    "’": "'",
    "“": "``",
    "”": "''",
    "†": r"$^\dagger$",
    "⋆": r"$^\star$",
    "√": r"$\surd$",
    "…": r"\ldots{}",
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "ε": r"$\varepsilon$",
    "θ": r"$\theta$",
    "λ": r"$\lambda$",
    "μ": r"$\mu$",
    "π": r"$\pi$",
    "σ": r"$\sigma$",
    "φ": r"$\varphi$",
}
