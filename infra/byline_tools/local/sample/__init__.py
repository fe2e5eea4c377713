"""The sample newsroom of the local server: The Harbour Gazette of Port Sorrel. All of it is invented."""

from pathlib import Path

FILES = sorted(Path(__file__).parent.glob("*.ndjson"))

PARAMETERS = {
    "SiteTitle": "The Harbour Gazette",
    "SiteDescription": "News from Port Sorrel and the sea around it.",
    "SiteUrl": "https://www.harbourgazette.example",
    "SiteLanguage": "en-GB",
    "SiteRights": "© The Harbour Gazette",
    "SiteIcon": "https://media.harbourgazette.example/icon.png",
    "SiteLogo": "https://media.harbourgazette.example/logo.png",
    "IdAuthority": "example.com,2026",
}
"""The template's parameters for the sample newsroom, without the address of the feeds."""
