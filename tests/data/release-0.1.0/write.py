"""Writes the files of this folder; run once, with version 0.1.0 installed: `python write.py`.

`files/` holds one file of each kind that the commands write, `commands.json` the words of each command, and
`answers/` what it answered under `--json`. `$FILES` and `$OUT` stand for `files/` and for an empty folder.
"""

import contextlib
import io
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from packing import __version__
from packing.certificates import write
from packing.cli import run
from packing.overlaps import Settings, Shard, compare, count, overlaps, prepare

HERE = Path(__file__).parent
FILES = HERE / "files"

WRITE = """
sweep --field C -d 2 -n 4..5 --seconds 0.2 --store $FILES/atlas.sqlite
sweep --field R -d 3 -n 7 --seconds 0.2 --store $FILES/atlas.sqlite
sweep --vectors -d 3 -n 5..6 --seconds 0.2 --store $FILES/atlas.sqlite
search -n 7 -d 3 --restarts 4 --out $FILES/lines.txt
search -n 5 -d 3 --field C --restarts 4 --out $FILES/complex.txt
search -n 5 -d 3 --field C --restarts 4 --out $FILES/complex.npy
search -n 5 -d 3 --field C --restarts 4 --out $FILES/complex.npz
search -n 6 -d 3 --vectors --restarts 4 --out $FILES/points.npz
search -n 7 -d 3 --restarts 4 --digits 50 --out $FILES/digits.json
search -n 7 -d 3 --restarts 4 --digits 50 --out $FILES/digits.txt
search -n 6 -d 3 --restarts 4 --exact --out $FILES/exact.npz
pairs -n 7 -d 3 --distinct --out $FILES/pairs.npy
maxsize -d 8 --cosine 1/2 --certify $FILES/delsarte.json
maxsize -d 4 --coherence2 1/4 --field H --certify $FILES/delsarte-H.json
maxsize -d 5 --equiangular 1/3 --certify $FILES/equiangular.json
maxsize -d 3 --cosine 1/2 --compute --certify $FILES/three-point.json
bounds -n 7 -d 4 --field C --compute --certify $FILES/coherence.json
atlas export $FILES --store $FILES/atlas.sqlite
"""

ASK = {
    "study": "study -n 5 -d 3 --seconds 0.2 --models 1",
    "study-vectors": "study -n 6 -d 3 --vectors --seconds 0.2 --models 1",
    "bounds": "bounds -n 13 -d 3 --field C",
    "bounds-compute": "bounds -n 5 -d 3 --compute",
    "search": "search -n 7 -d 3 --restarts 4 --out $OUT/p.txt",
    "search-energy": "search -n 7 -d 3 --restarts 2 --objective energy --exponent 4",
    "search-exact": "search -n 6 -d 3 --restarts 4 --exact",
    "search-digits": "search -n 7 -d 3 --restarts 4 --digits 30",
    "search-fix": "search -n 5 -d 3 --field C --restarts 2 --fix $FILES/fixed.npy",
    "search-symmetry": "search -n 7 -d 3 --restarts 2 --symmetry cyclic:7",
    "sweep": "sweep --field C -d 2 -n 4..5 --seconds 0.1 --store $OUT/a.sqlite",
    "maxsize": "maxsize -d 8 --cosine 1/2",
    "maxsize-equiangular": "maxsize -d 5 --equiangular 1/3 --certify $OUT/c.json",
    "partition": "partition -n 6 -d 4 --exponent 1.5",
    "partition-relu": "partition -n 6 -d 4 --exponent 1.5 --energy relu",
    "pairs": "pairs -n 13 -d 3 --distinct",
    "moments": "moments -d 7 --exponent 4 -n 28",
    "moments-measures": "moments -d 7 --exponent 4",
    "overlaps": "overlaps $FILES/rows.npy --eps 0.1,0.3",
    "overlaps-sample": "overlaps $FILES/rows.npy --sample 20",
    "overlaps-against": "overlaps $FILES/rows.npy --against $FILES/others.npy",
    "overlaps-shard": "overlaps $FILES/rows.npy --shard 1/2 --checkpoint $OUT/part.npz",
    "verify": "verify --quick tegum-beats-bases",
    "verify-list": "verify --list",
    "verify-certificate": "verify $FILES/delsarte.json",
    "table-bounds": "table bounds -d 2..3 -n ..5 --field C",
    "table-constructions": "table constructions -d 2..3",
    "table-packings": "table packings -d 3 -n ..6 --field C",
    "table-kissing": "table kissing -d 3..4",
    "table-partitions": "table partitions -d 3 -n ..7 --exponent 1.5",
    "table-pairs": "table pairs -d 3 -n ..7",
    "table-moments": "table moments -d 3",
    "table-phases": "table phases -d 2 -n 4",
    "atlas-best": "atlas best --store $FILES/atlas.sqlite",
    "atlas-history": "atlas history --store $FILES/atlas.sqlite",
    "atlas-check": "atlas check --store $FILES/atlas.sqlite",
    "atlas-check-file": "atlas check $FILES/complex.txt -n 5 -d 3 --field C",
    "atlas-export": "atlas export $OUT --store $FILES/atlas.sqlite",
    "atlas-import": "atlas import $FILES/complex.txt -n 5 -d 3 --field C --store $OUT/b.sqlite",
    "train-autoencoder": "train autoencoder -n 4 -d 2 --models 2 --steps 40",
    "train-autoencoder-exact": "train autoencoder -n 4 -d 2 --loss exact --models 2",
    "train-capacity": "train capacity -n 4 -d 2 --models 2",
    "train-dictionary": "train dictionary -n 8 -d 4 --price 0.2 --steps 30",
    "train-dimensionality": "train dimensionality -n 4 -d 2 --points 2 --models 1 --steps 50",
    "train-factorization": "train factorization --models 2 --time 9",
    "train-importance": "train importance --points 2 --starts 1",
    "train-monosemanticity": "train monosemanticity --features 8 --embedding 4 --neurons 12 --steps 30",
    "train-phases": "train phases -n 4 -d 2 --points 2 --starts 2 --width 1",
    "table-toymodels": "table toymodels -n 4 -d 2",
    "table-claims": "table claims --columns id,verdict",
    "figure": "figure gram -n 7 -d 3 --out $OUT/g.svg",
}


def answer(words: str) -> object:
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()) as text:
        given = [word.replace("$FILES", str(FILES)).replace("$OUT", out) for word in words.split()]
        code = run([*given, "--json"])
    if code:
        raise SystemExit(f"packing {words}: exit code {code}")
    return json.loads(text.getvalue().replace(str(FILES), "$FILES").replace(out, "$OUT"))


def overlap_files() -> None:
    """Two parts of a count of all pairs, and the numbers of the whole; small, so that the files are."""
    rows, others = np.load(FILES / "rows.npy"), np.load(FILES / "others.npy")
    settings = Settings(eps=(0.1, 0.3), bins=101, top=5, block=16)
    for part in (0, 1):
        count(prepare(rows, settings), shard=Shard(part, 2), workers=1, checkpoint=FILES / f"overlaps-{part + 1}.npz")
    for name, found in (("overlaps", overlaps(rows, settings)), ("compare", compare(rows, others, settings))):
        numbers = {"absolute": found.absolute, "signed": found.signed, "coherence": found.coherence}
        numbers |= {"histogram": found.histogram.tolist()}
        (FILES / f"{name}-numbers.json").write_text(json.dumps(numbers) + "\n", encoding="utf-8")


def main() -> None:
    if __version__ != "0.1.0":
        raise SystemExit(f"the files of 0.1.0 are written by 0.1.0, not by {__version__}")
    for folder in (FILES, HERE / "answers"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    rng = np.random.default_rng(0)
    np.save(FILES / "rows.npy", np.round(rng.standard_normal((40, 6)), 2))
    np.save(FILES / "others.npy", np.round(rng.standard_normal((12, 6)), 2))
    np.save(FILES / "fixed.npy", np.eye(3)[:2])
    for words in WRITE.strip().splitlines():
        print(words, flush=True)
        answer(words)
    overlap_files()
    gram = [["1"], ["-1/2", "1"], ["-1/2", "-1/2", "1"]]
    triangle = {"schema": 1, "kind": "gram", "space": "S", "d": 2, "gram": gram, "overlaps": ["-1/2"]}
    write(FILES / "gram.json", triangle)
    for name, words in ASK.items():
        print(words, flush=True)
        text = json.dumps(answer(words), indent=None, ensure_ascii=False)
        (HERE / "answers" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (HERE / "commands.json").write_text(json.dumps(ASK, indent=1) + "\n", encoding="utf-8")


main()
