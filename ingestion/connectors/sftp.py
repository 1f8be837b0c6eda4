"""Channel: SFTP. The account's own jail, or the folders named in the source, decide who sent a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh
from sshfs import SSHFileSystem

from ingestion.connectors.remote_folder import RemoteFolder
from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.connectors.source_model import Sftp, secret

_CONNECT_SECONDS = 15


def connect(source: Sftp) -> RemoteFolder:
    """The source's folder, logged in.

    Raises:
        SourceError: no answer (retryable); wrong host key, password or key (not).
        SourcesError: the secret is not set.
    """
    if not Path(source.known_hosts).is_file():
        advice = "Ghi khóa máy chủ đã xác minh vào tệp known_hosts / put the server's verified host key there."
        raise RefusedBySourceError(source.name, f"no host key file {source.known_hosts}", advice)
    login: dict[str, Any] = (
        {"client_keys": [source.key_file]}
        if source.key_file
        else {"password": secret(source.name, source.password_env or ""), "client_keys": None}
    )
    with _translated(source):
        files = SSHFileSystem(
            source.host,
            port=source.port,
            username=source.user,
            known_hosts=source.known_hosts,
            connect_timeout=_CONNECT_SECONDS,
            skip_instance_cache=True,  # a login that failed or was cut is never used again
            **login,
        )
    return RemoteFolder(source, files, source.root, lambda: _translated(source), atomic=False)


@contextmanager
def _translated(source: Sftp) -> Iterator[None]:
    where = f"{source.user}@{source.host}:{source.port}"
    try:
        yield
    except SourceError:
        raise
    except asyncssh.HostKeyNotVerifiable as error:
        advice = "Do not go on: another machine may be answering. Compare its key with the server's owner."
        raise RefusedBySourceError(
            source.name, f"{where} shows a host key that known_hosts does not hold", advice
        ) from error
    except (asyncssh.PermissionDenied, asyncssh.SFTPPermissionDenied, PermissionError) as error:
        advice = "Check the user, the password or key, and the rights on the folder."
        raise RefusedBySourceError(source.name, f"{where} refused: {error}", advice) from error
    except (OSError, TimeoutError, asyncssh.Error) as error:
        advice = "It is tried again; if it stays so, ask the server's owner."
        raise NotReachableError(source.name, f"{where}: {error or type(error).__name__}", advice) from error
