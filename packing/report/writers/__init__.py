"""How a table leaves the package: LaTeX, Markdown, CSV, JSON, or a terminal."""

from packing.report.writers.render import Format as Format
from packing.report.writers.render import parse_format as parse_format
from packing.report.writers.render import render as render
