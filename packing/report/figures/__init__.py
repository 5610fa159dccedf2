"""Pictures in one style, drawn by matplotlib and written as PNG, PDF or SVG."""
