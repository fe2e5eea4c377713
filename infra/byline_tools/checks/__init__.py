"""The feed checker: what is wrong with a feed in RSS 2.0, Atom 1.0 or JSON Feed 1.1, with the line and the specification.

check(document)   the findings of one document, whatever its format
check_address     the findings of a feed on the web: the document, and how it is served
"""

from byline_tools.checks.document import check
from byline_tools.checks.finding import Finding, Severity
from byline_tools.checks.http import check_address

__all__ = ["Finding", "Severity", "check", "check_address"]
