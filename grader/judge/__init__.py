"""The judge: reads submissions, asks the sandbox, compares, and writes nbgrader's gradebook."""

import sys

# jsonschema, which nbgrader imports, knows formats that no notebook's schema has: it goes without
# what cannot be imported. One builds grammars of internet addresses, for seconds at each start.
for _format in ("isoduration", "rfc3986_validator", "rfc3987_syntax"):
    sys.modules.setdefault(_format, None)  # type: ignore[arg-type]
