"""Text and problems as LaTeX sets them."""

from __future__ import annotations

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
