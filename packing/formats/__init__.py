"""Packings on disk: one reader for what people have, and what is written; never pickled, never half written."""

from packing.doors import shown
from packing.formats.held import READABLE as READABLE
from packing.formats.held import Held as Held
from packing.formats.held import held_in as held_in
from packing.formats.layout import Form as Form
from packing.formats.layout import Layout as Layout
from packing.formats.layout import parse_layout as parse_layout
from packing.formats.reading import BARE as BARE
from packing.formats.reading import Reading as Reading
from packing.formats.reading import how_read as how_read
from packing.formats.reading import interpret as interpret
from packing.formats.reading import load as load
from packing.formats.reading import read as read
from packing.formats.reading import read_rows as read_rows
from packing.formats.reading import rows_alone as rows_alone
from packing.formats.reading import rows_in as rows_in
from packing.formats.reading import said_objects as said_objects
from packing.formats.reading import stored_distance as stored_distance
from packing.formats.saving import SUFFIXES as SUFFIXES
from packing.formats.saving import check_suffix as check_suffix
from packing.formats.saving import save as save

__dir__ = shown(__name__)
