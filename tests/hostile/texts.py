"""Foreign, damaged and lying text: tables, certificates, permutations, claims, indexes, Sloane's numbers."""

from __future__ import annotations

import json

ANY: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n",
    "noise": bytes(range(256)),
    "utf-16": "1 0 0 1".encode("utf-16"),
    "latin-1": "Gr\u00f6\u00dfe".encode("latin-1"),
    "zero bytes": b"\0" * 100,
    "codes": b"\x1b[31mred\x1b[0m [bold]x[/bold] [/]",
    "one long line": b"7" * 100_000,
    "a zip": b"PK\x03\x04" + b"\0" * 30,
}

NUMBERS = {
    **ANY,
    "nan": b"nan 0 0 1",
    "infinity": b"inf 0 0 1",
    "beyond a float": b"1e400 0 0 1",
    "a long number": b"9" * 5000 + b" 0 0 1",
    "words": b"one zero zero one",
    "too few": b"1 0 0",
    "zeros": b"0 0 0 0",
    "fractions": b"1/0 0 0 1",
}

TABLES = {
    **ANY,
    "columns that are missing": b"a,b\n1,2\n",
    "no coherence": b"n,d\n4,2\n",
    "half a line": b"n,d,coherence\n4\n",
    "nan": b"n,d,coherence\n4,2,nan\n",
    "infinity": b"n,d,coherence\n4,2,inf\n",
    "beyond a float": b"n,d,coherence\n4,2,1e999999999\n",
    "below a float": b"n,d,coherence\n4,2,1e-999999999\n",
    "beyond all packings": b"n,d,coherence\n4,2,7\n",
    "numbers below one": b"n,d,coherence\n-4,0,0.5\n",
    "long numbers": b"n,d,coherence\n" + b"9" * 5000 + b",2,0.5\n",
    "a foreign field": b"n,d,coherence,field\n4,2,0.8,\x1b[31mQ\n",
    "foreign objects": b"n,d,coherence,objects\n4,2,0.8,cubes\n",
    "an open quotation": b'n,d,coherence\n"4,2,0.8\n',
    "a field beyond the reader": b'n,d,coherence\n"' + b"4" * 200_000 + b'",2,0.8\n',
    "a column twice": b"n,n,d,coherence\n4,5,2,0.1\n",
    "codes in names": b"\x1b[31mn,[bold]d,coherence\n4,2,0.8\n",
}

PERMUTATIONS = {
    **ANY,
    "a remark alone": b"# nothing",
    "points beyond n": b"(1 2 99)",
    "points beyond all": b"(1 " + b"9" * 5000 + b")",
    "a point twice": b"(1 2 1)",
    "open": b"(1 2",
    "below one": b"(0 1)",
    "words": b"(a b)",
}

CLAIMS = {
    "empty": b"",
    "noise": bytes(range(256)),
    "not python": b"this is no program",
    "an error": b"raise RuntimeError('\\x1b[31mred [bold]x[/bold]')",
    "an exit": b"import sys\nsys.exit(0)",
    "no claim": b"CLAIM = 5",
    "deep": b"x = " + b"(" * 5000,
    "division": b"CLAIM = 1 / 0",
    "a missing import": b"import nothing_of_this_name",
}


def certificates() -> dict[str, bytes]:
    """The content of files that are no certificates."""
    values: dict[str, object] = {
        "a number": 5,
        "a list": [1, 2],
        "text": "delsarte",
        "no kind": {"schema": 1},
        "a foreign kind": {"schema": 1, "kind": "\x1b[31m[bold]magic[/bold]"},
        "a kind of lists": {"schema": 1, "kind": ["gram"]},
        "a foreign schema": {"schema": 99, "kind": "delsarte"},
        "a schema of words": {"schema": "one", "certificates": []},
        "no members": {"schema": 1, "certificates": []},
        "members of numbers": {"schema": 1, "certificates": [5]},
        **{f"{kind} without a body": {"schema": 1, "kind": kind} for kind in KINDS},
        **{f"{kind} of nonsense": {"schema": 1, "kind": kind, **dict.fromkeys(FIELDS, "x" * 50)} for kind in KINDS},
        **{f"{kind} of large numbers": {"schema": 1, "kind": kind, **dict.fromkeys(FIELDS, 10**30)} for kind in KINDS},
    }
    return {
        **ANY,
        **{name: json.dumps(value).encode() for name, value in values.items()},
        "deep": b"[" * 100_000,
        "deep objects": b'{"kind":' * 5000 + b"1" + b"}" * 5000,
        "nan": b'{"schema": 1, "kind": "delsarte", "d": NaN}',
        "long numbers": b'{"schema": 1, "kind": "delsarte", "d": ' + b"9" * 5000 + b"}",
        "an entry twice": b'{"schema": 1, "kind": "delsarte", "kind": "gram"}',
        "half": b'{"schema": 1, "kind": "del',
        "a lone surrogate": b'{"schema": 1, "kind": "\\udcff"}',
        "bytes after it": b'{"schema": 1, "kind": "delsarte"} and more',
    }


KINDS = ("delsarte", "gram", "threepoint", "equiangular", "energy")
FIELDS = ("n", "d", "field", "objects", "bound", "cosine", "coefficients", "vectors", "gram", "blocks", "weights")

INDEXES = {
    **ANY,
    "a list": b"[1]",
    "no map": b'{"metadata": {}}',
    "a map of numbers": b'{"weight_map": {"w": 5}}',
    "a map of lists": b'{"weight_map": [1, 2]}',
    "a place above": b'{"weight_map": {"w": "../../etc/passwd.safetensors"}}',
    "a place elsewhere": b'{"weight_map": {"w": "/etc/passwd.safetensors"}}',
    "a part that is missing": b'{"weight_map": {"w": "none.safetensors"}}',
    "a long name": b'{"weight_map": {"w": "' + b"x" * 300 + b'.safetensors"}}',
    "a name with a zero": b'{"weight_map": {"w": "a\\u0000b.safetensors"}}',
    "deep": b'{"weight_map": ' + b"[" * 100_000,
}
