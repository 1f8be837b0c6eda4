"""Channel: an S3-compatible bucket; the prefix decides who sent an object (keys are given per prefix)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from s3fs import S3FileSystem

from ingestion.connectors.remote_folder import RemoteFolder
from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.connectors.source_model import S3Bucket, secret

_CONNECT_SECONDS = 15
_REFUSED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403", "NoSuchBucket"}


def connect(source: S3Bucket) -> RemoteFolder:
    """The bucket below its prefix. Objects appear whole, so no second look is needed.

    Raises:
        SourcesError: a secret is not set.
    """
    files = S3FileSystem(
        key=secret(source.name, source.key_id_env),
        secret=secret(source.name, source.secret_env),
        endpoint_url=source.endpoint,
        use_listings_cache=False,  # a listing kept from before would hide what came since
        skip_instance_cache=True,
        config_kwargs={"connect_timeout": _CONNECT_SECONDS, "read_timeout": 60, "retries": {"max_attempts": 1}},
    )
    root = f"{source.bucket}/{source.prefix}".rstrip("/")
    return RemoteFolder(source, files, root, lambda: _translated(source), atomic=True)


@contextmanager
def _translated(source: S3Bucket) -> Iterator[None]:
    where = f"{source.endpoint}/{source.bucket}/{source.prefix}"
    try:
        yield
    except SourceError:
        raise
    except PermissionError as error:
        advice = "Check the key and which prefix it may read."
        raise RefusedBySourceError(source.name, f"{where} refused the key", advice) from error
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind = RefusedBySourceError if code in _REFUSED else NotReachableError
        raise kind(source.name, f"{where}: {code or error}", "Check bucket, key and prefix.") from error
    except FileNotFoundError as error:
        raise RefusedBySourceError(source.name, f"{where} does not exist", "Check bucket and prefix.") from error
    except (OSError, BotoCoreError) as error:
        advice = "It is tried again; if it stays so, ask the store's owner."
        raise NotReachableError(source.name, f"{where}: {error}", advice) from error
