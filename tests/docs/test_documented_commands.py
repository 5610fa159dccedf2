"""What the pages show is true: their Python examples and their commands are run, and the outputs compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from golden import FLAGS, Checker, examples_of_page
from safetensors.numpy import save_file

from packing.cli import app, run
from packing.report import figure_names, table_names

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))
PARSED_ONLY = {"atlas-site.md", "tables.md"}
"""Pages whose commands take minutes or files of the reader's own: they are held against the command line's grammar."""

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the folder docs/ is not part of this distribution")


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of the console blocks of a page, each with the output shown below it ('' where none is)."""
    found: list[tuple[str, str]] = []
    for block in CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def matrices() -> None:
    """The small files that the examples of overlaps name."""
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((600, 16)).astype(np.float32)
    save_file({"wte.weight": rows}, "model.safetensors")
    save_file({"W_dec": rows, "W_enc": np.ascontiguousarray(rows.T) + 0.1}, "sae.safetensors")
    for name in ("embedding", "a", "b", "w"):
        np.save(f"{name}.npy", rows + rng.standard_normal(rows.shape).astype(np.float32))
    np.save("decoder.npy", rows.T)


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_python_examples(page: str, empty_folder: Path) -> None:
    outcome = examples_of_page(DOCS / page)
    assert outcome.failed == 0
    assert outcome.attempted or ">>> " not in (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("page", [page for page in PAGES if commands((DOCS / page).read_text(encoding="utf-8"))])
def test_commands(page: str, empty_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if page == "overlaps.md":
        matrices()
    checker = Checker()
    for command, output in commands((DOCS / page).read_text(encoding="utf-8")):
        words = shlex.split(command, comments=True)
        assert words[0] == "packing", command
        if page in PARSED_ONLY:
            plain = words[1 : words.index(">")] if ">" in words else words[1:]
            app.parse_args(plain, print_error=False, exit_on_error=False, help_on_error=False)
            continue
        redirected = words[-2] == ">"
        try:
            code = run(words[1:-2] if redirected else words[1:])
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        assert code == 0, f"{command}\n{shown.err}"
        if redirected:
            Path(words[-1]).write_text(shown.out)
        if output.strip():
            assert checker.check_output(output, shown.out, FLAGS), f"{command}\n{shown.out}"


def test_every_command_table_and_figure_is_told() -> None:
    text = "".join((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    front = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    untold = [name for name in app if name[0] != "-" and f"`packing {name}" not in front]
    for name in table_names():
        family, _, rest = name.partition("-")
        if f"`{name}`" not in text and not (f"`{family}`" in text and f"`-{rest}`" in text):
            untold.append(name)
    untold += [name for name in figure_names() if f"`{name}`" not in text and f"packing figure {name}" not in text]
    assert not untold


def test_an_untrue_output_is_seen() -> None:
    page = "```console\n$ packing pairs -n 4 -d 2\n5 orthogonal pairs\n$ packing verify\n```\n"
    assert commands(page) == [("packing pairs -n 4 -d 2", "5 orthogonal pairs\n"), ("packing verify", "")]
    assert not Checker().check_output("5 orthogonal pairs\n", "4 orthogonal pairs (Turan)\n", FLAGS)
