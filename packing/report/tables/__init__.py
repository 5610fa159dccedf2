"""The tables by name: one file a subject, one function `Query -> Table` a table."""
