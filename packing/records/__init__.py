"""The one memory of the best packings: stores, those that come with the package, constructions and the literature.

>>> import packing as pk
>>> print(best_known(pk.lines(7, 3, "C")))
7 lines in C^3: coherence sqrt(2)/3 (conference core), optimal (proved), the Welch bound
"""

from packing.doors import shown
from packing.records.atlas import Atlas as Atlas
from packing.records.audit import Audit as Audit
from packing.records.audit import audit as audit
from packing.records.best_known import best_known as best_known
from packing.records.certified import CertifiedCoherence as CertifiedCoherence
from packing.records.certified import certified_coherence as certified_coherence
from packing.records.entry import Entry as Entry
from packing.records.entry import Run as Run
from packing.records.literature import Published as Published
from packing.records.literature import literature as literature
from packing.records.literature import published as published
from packing.records.published_values import PublishedValue as PublishedValue
from packing.records.published_values import published_value as published_value
from packing.records.published_values import published_values as published_values
from packing.records.record import Optimal as Optimal
from packing.records.record import Record as Record
from packing.records.record import Source as Source
from packing.records.scores import Meaning as Meaning
from packing.records.shipped import best_of as best_of
from packing.records.shipped import ship as ship
from packing.records.shipped import shipped_atlas as shipped_atlas
from packing.records.sourced import Better as Better
from packing.records.sourced import Sourced as Sourced
from packing.records.sourced import sourced as sourced
from packing.records.stores import Stores as Stores
from packing.records.stores import opened as opened

__dir__ = shown(__name__)
