"""With whose credentials, and in which region, a stack is deployed."""

import boto3
from botocore.exceptions import NoCredentialsError, NoRegionError

from byline_tools.deploy.stack_settings import Settings


def session_for(settings: Settings) -> boto3.Session:
    """The session of boto3 for a stack. Raises ProfileNotFound, NoRegionError and NoCredentialsError; asks AWS nothing."""
    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    if session.region_name is None:
        raise NoRegionError
    if session.get_credentials() is None:
        raise NoCredentialsError
    return session
