"""Channel: WebDAV (Nextcloud and others); the folder a file lies in decides who sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import httpx
from webdav4.client import BadGatewayError, ClientError, ForbiddenOperation, HTTPError, ResourceNotFound
from webdav4.fsspec import WebdavFileSystem

from ingestion.connectors.remote_folder import RemoteFolder
from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.connectors.source_model import WebDav, secret

_TIMEOUT_SECONDS = 30
_PASSES = {408, 423, 425, 429, 500, 502, 503, 504}


def connect(source: WebDav) -> RemoteFolder:
    """The folder, with the account's name and password.

    Raises:
        SourcesError: the secret is not set.
    """
    login = (source.user, secret(source.name, source.password_env))
    files = WebdavFileSystem(source.url, auth=login, timeout=_TIMEOUT_SECONDS, skip_instance_cache=True)

    def fetch(path: str) -> bytes:
        # the library asks for names with # and ? as they are, and the server then sees half of them
        response = files.client.http.get(files.client.join_url(quote(path)))
        response.raise_for_status()
        return bytes(response.content)

    return RemoteFolder(source, files, source.root, lambda: _translated(source), atomic=False, fetch=fetch)


@contextmanager
def _translated(source: WebDav) -> Iterator[None]:
    where = f"{source.url} ({source.user})"
    again = "It is tried again; if it stays so, ask the server's owner."
    try:
        yield
    except SourceError:
        raise
    except ForbiddenOperation as error:
        raise RefusedBySourceError(source.name, f"{where} refused", "Check the rights on the folder.") from error
    except (ResourceNotFound, FileNotFoundError) as error:
        raise RefusedBySourceError(source.name, f"{where}: no folder {source.root}", "Check url and root.") from error
    except HTTPError as error:
        if error.status_code in _PASSES:
            raise NotReachableError(source.name, f"{where}: status {error.status_code}", again) from error
        advice = "Check the user and the (app) password."
        raise RefusedBySourceError(source.name, f"{where}: status {error.status_code}", advice) from error
    except (httpx.TransportError, httpx.HTTPStatusError, BadGatewayError, ClientError, OSError) as error:
        raise NotReachableError(source.name, f"{where}: {error or type(error).__name__}", again) from error
