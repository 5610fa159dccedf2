"""Foreign, damaged and lying `.npy` and `.npz` files."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

RIGHT = np.random.default_rng(1).standard_normal((6, 3))


def npy_files() -> dict[str, bytes]:
    """The content of files that hold no rows of numbers, by what is wrong with them."""
    whole = npy(RIGHT)
    files = {
        "empty": b"",
        "noise": bytes(range(256)),
        "text": b"1 2 3\n4 5 6\n",
        "short header": whole[:50],
        "short data": whole[:-9],
        "long data": whole + b"\0" * 8,
        "unknown version": whole.replace(b"NUMPY\x01", b"NUMPY\x09"),
        "nan": npy(np.full((6, 3), np.nan)),
        "infinity": npy(np.where(RIGHT > 0, np.inf, RIGHT)),
        "a number": npy(np.array(5.0)),
        "a list": npy(np.arange(5.0)),
        "three axes": npy(np.zeros((2, 2, 2))),
        "no rows": npy(np.zeros((0, 3))),
        "no columns": npy(np.zeros((3, 0))),
        "zeros": npy(np.zeros((6, 3))),
        "words": npy(np.array([["a", "b"]])),
        "records": npy(np.zeros(3, dtype="i4,f8")),
        "dates": npy(np.zeros((3, 2), dtype="M8[s]")),
        "objects": npy(np.array([[1, None]], dtype=object), allow_pickle=True),
        "integers beyond a float": npy(np.full((3, 2), 2**63, dtype=np.uint64)),
        "floats beyond a float": npy(np.full((3, 2), 1e308)),
        "floats below a float": npy(np.full((3, 2), 5e-324)),
    }
    for name, text in {
        "rows that are not there": "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 3)}",
        "rows beyond all memory": f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({10**30}, 3)}}",
        "rows below none": "{'descr': '<f8', 'fortran_order': False, 'shape': (-6, -3)}",
        "no shape": "{'descr': '<f8', 'fortran_order': False}",
        "no type": "{'fortran_order': False, 'shape': (6, 3)}",
        "a foreign type": "{'descr': 'nonsense', 'fortran_order': False, 'shape': (6, 3)}",
        "code": "__import__('os').abort()",
        "brackets": "(" * 9000,
        "letters": "\udcff",
        "a shape of words": "{'descr': '<f8', 'fortran_order': False, 'shape': ('6', 3)}",
    }.items():
        header = text.encode("utf-8", "surrogateescape")
        files[name] = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + RIGHT.tobytes()
    return files


def npz_files() -> dict[str, bytes]:
    """The content of archives that hold no packing and no counts, by what is wrong with them."""
    whole = npz({"vectors": npy(RIGHT)})
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[whole.rindex(b"PK\x01\x02") + 8] |= 1
    method = bytearray(whole)
    method[8] = method[whole.rindex(b"PK\x01\x02") + 10] = 77
    damaged = bytearray(whole)
    damaged[len(whole) // 3] ^= 255
    lying = bytearray(npz({"vectors": npy(RIGHT)}, zipfile.ZIP_DEFLATED))
    place = lying.rindex(b"PK\x01\x02") + 24
    lying[place : place + 4] = struct.pack("<I", 2**32 - 2)
    return {
        "empty": b"",
        "noise": bytes(range(256)),
        "an array": npy(RIGHT),
        "no member": npz({}),
        "half": whole[: len(whole) // 2],
        "without its beginning": whole[20:],
        "encrypted": bytes(encrypted),
        "a foreign method": bytes(method),
        "damaged": bytes(damaged),
        "a lying length": bytes(lying),
        "other names": npz({"a": npy(RIGHT), "b": npy(RIGHT)}),
        "names with power": npz({"\x1b[31mred": npy(RIGHT), "[bold]x": npy(RIGHT), "../../x": npy(RIGHT)}),
        "long names": npz({"x" * 60_000: npy(RIGHT), "y": b""}),
        "an archive within": npz({"vectors": npz({"vectors": npy(RIGHT)})}),
        "a bomb": npz({"vectors": npy(np.zeros((10**6, 128)))}, zipfile.ZIP_DEFLATED),
        "words": npz({"vectors": npy(np.array(["a"]))}),
        "objects": npz({"vectors": npy(np.array([None]), allow_pickle=True)}),
        "nan": npz({"vectors": npy(np.full((6, 3), np.nan))}),
        "foreign objects": npz({"vectors": npy(RIGHT), "objects": npy(np.array("\x1b[31mcubes"))}),
        "many members": npz({str(number): b"" for number in range(3000)}),
        "a pickle": npz({"vectors": b"\x80\x04K\x01."}),
        **{f"vectors of {name}": npz({"vectors": content}) for name, content in list(npy_files().items())[:12]},
    }


def npy(array: npt.ArrayLike, *, allow_pickle: bool = False) -> bytes:
    """The bytes of an `.npy` file."""
    stream = io.BytesIO()
    np.save(stream, np.asarray(array), allow_pickle=allow_pickle)
    return stream.getvalue()


def npz(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """The bytes of an archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return stream.getvalue()
