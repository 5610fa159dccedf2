"""Certificates on disk: JSON with exact numbers as text; read with limits on size and depth, written whole.

A file holds one certificate, an object with `schema` and `kind`, or a collection: an object with `schema` and a list
`certificates`. What the other entries mean stands in the README of this folder; `packing.kernel` checks them.
"""

from packing.certificates.format import Certificate as Certificate
from packing.certificates.reading import read as read
from packing.certificates.verifying import CheckedCertificate as CheckedCertificate
from packing.certificates.verifying import verdicts as verdicts
from packing.certificates.verifying import verify as verify
from packing.certificates.writing import write as write
from packing.doors import moved, shown

__dir__ = shown("packing.certificates")
__getattr__ = moved("packing.certificates", {"Verdict": "packing.certificates.verifying:CheckedCertificate"})
