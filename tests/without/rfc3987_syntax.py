"""Stands first on the path of the tests' programs: jsonschema goes without what is not there.

The real one builds a grammar of internet addresses, longer than a second at the start of each
program that reads notebooks, for a format that no notebook's schema has.
"""

raise ImportError("the tests do without this")
