"""The atlas as a web site of static pages: a table of all cells, a page for each, files to take away."""

from packing.report.site.build import build_site as build_site
