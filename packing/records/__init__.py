"""What is remembered: stores of packings, those that come with the package, their exact coherence, and an audit.

>>> import packing as pk
>>> with shipped_atlas() as atlas:
...     print(atlas.best(pk.lines(7, 3, "C")).certified)
0.471404520791032
"""

from packing.records.atlas import Atlas as Atlas
from packing.records.atlas import Entry as Entry
from packing.records.atlas import Run as Run
from packing.records.audit import Audit as Audit
from packing.records.audit import Kind as Kind
from packing.records.audit import audit as audit
from packing.records.certified import CertifiedCoherence as CertifiedCoherence
from packing.records.certified import certified_coherence as certified_coherence
from packing.records.shipped import best_of as best_of
from packing.records.shipped import ship as ship
from packing.records.shipped import shipped_atlas as shipped_atlas
