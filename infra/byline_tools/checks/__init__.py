"""The feed checker: findings about a feed in RSS 2.0, Atom 1.0 or JSON Feed 1.1, each with its line and the specification.

check(document)          returns the findings about one document, in any of the formats
check_address(address)   returns the findings about a feed on the web: about its HTTP responses and its document
"""

from byline_tools.checks.document import check
from byline_tools.checks.finding import Finding, Severity
from byline_tools.checks.http import check_address

__all__ = ["Finding", "Severity", "check", "check_address"]
