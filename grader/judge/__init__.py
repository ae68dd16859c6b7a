"""The judge: reads submissions, asks the sandbox, compares, and writes nbgrader's gradebook."""

import sys

# jsonschema, which nbgrader imports, would build grammars of internet addresses for seconds each
# time it starts; it goes without where they cannot be imported, and no notebook's schema has one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
