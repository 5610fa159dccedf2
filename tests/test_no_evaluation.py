"""Nothing that a user writes or names is run as code: held against the source of the package, call by call."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import packing

ROOT = Path(packing.__file__).parent

RUN_AS_PROGRAMS = {"claims", "_proofs"}
"""The folder that runs files and, in an installed package, these files: the help of `packing verify` says so."""

NEVER = {"eval", "exec", "compile", "execfile", "parse_expr", "lambdify", "nsimplify", "literal_eval", "exec_module"}
NEVER |= {"Unpickler", "system", "popen", "run_path", "S"}
HANDED = {"sympify", "parse_expr", "lambdify", "nsimplify", "literal_eval"}
UNPICKLING = {"pickle", "marshal", "shelve", "joblib", "cloudpickle", "dill", "yaml"}
ONLY_WITH = {"sympify": ("strict", True), "torch.load": ("weights_only", True), "np.load": ("allow_pickle", False)}


def faults(source: str) -> list[str]:
    """The calls of a program that may run text as code, and such functions handed on, with their lines."""
    nodes = list(ast.walk(ast.parse(source)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in nodes
        if (isinstance(node, ast.Call) and _is_fault(node))
        or (isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in called and _last(node) in HANDED)
    ]


def _last(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _is_fault(call: ast.Call) -> bool:
    name = _name(call.func)
    head, _, last = name.rpartition(".")
    if last in NEVER:  # methods eval and compile are those of a polynomial and of a regular expression
        return last not in ("eval", "compile") or head in ("", "builtins")
    if last in ("load", "loads") and head in UNPICKLING:
        return True
    for asked, (keyword, value) in ONLY_WITH.items():
        if name == asked or last == asked or name == asked.replace("np.", "numpy."):
            return not any(
                given.arg == keyword and isinstance(given.value, ast.Constant) and given.value.value is value
                for given in call.keywords
            )
    return False


def _name(function: ast.expr) -> str:
    return ast.unparse(function) if isinstance(function, (ast.Name, ast.Attribute)) else ""


MODULES = [file for file in sorted(ROOT.rglob("*.py")) if file.relative_to(ROOT).parts[0] not in RUN_AS_PROGRAMS]


def test_no_module_runs_text_as_code() -> None:
    assert len(MODULES) > 200
    found = {
        str(file.relative_to(ROOT)): wrong for file in MODULES if (wrong := faults(file.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "eval(text)",
        "exec(text)",
        "sympy.sympify(text)",
        "sympify(text, strict=False)",
        "sympy.S(text)",
        "sympy.parsing.sympy_parser.parse_expr(text)",
        "sympy.nsimplify(text)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "numpy.load(path)",
        "torch.load(path)",
        "pickle.loads(data)",
        "ast.literal_eval(text)",
        "os.system(text)",
    ],
)
def test_each_way_of_running_text_is_seen(line: str) -> None:
    assert faults(line)


def test_functions_handed_on_are_seen() -> None:
    assert faults("a, b = map(sympy.sympify, (a, b))")


@pytest.mark.parametrize("line", ["re.compile(text)", "sympify(x, strict=True)", "np.load(p, allow_pickle=False)"])
def test_what_is_safe_is_let_through(line: str) -> None:
    assert not faults(line)


def test_text_in_the_heuristics_is_no_program(tmp_path: Path) -> None:
    from packing.analytic import heuristics, learning
    from packing.analytic.coherence_law import dense_limit
    from packing.analytic.superposition import best_common_bias

    target = tmp_path / "ran"
    attack = f"__import__('pathlib').Path({str(target)!r}).touch()"
    for door in (
        lambda: heuristics.johnson_lindenstrauss_loss(attack),
        lambda: heuristics.stationary_blocks(5, attack),
        lambda: heuristics.welch_block_loss(k=attack),
        lambda: heuristics.random_block_loss(attack, 6, 3, 2),
        lambda: learning.balanced_curve(attack, 1),
        lambda: learning.unbalanced_curve(1, attack, 0),
        lambda: dense_limit(attack),
        lambda: best_common_bias(5, attack),
        lambda: packing.bounds.largest_code(3, attack),
        lambda: packing.analytic.random_moment(3, attack),
        lambda: packing.analytic.best_partition(4, 2, attack),
    ):
        with pytest.raises(packing.InputError, match="must be an exact number"):
            door()
    assert not target.exists()
