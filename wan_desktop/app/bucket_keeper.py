"""The user's object store in the settings: its secret kept as keys are kept, and its test."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.errors import WanError
from wan_desktop.core.secrets import Keys


def has_secret(keys: Keys, bucket: Bucket) -> bool:
    """Whether a secret is kept for the store. Blocks. DiskError."""
    return bucket.is_whole and bool(keys.get_kept(bucket.account))


def keep_secret(keys: Keys, old: Bucket, new: Bucket, secret: str | None, *, allow_file: bool) -> None:
    """Keeps ``secret`` for ``new``; None for the one that is kept, "" for none any more. Blocks.

    A store that merely moved (its address or name was mended) keeps the secret of its key. Raises as
    ``Keys.set``.
    """
    moved = old.account != new.account
    if secret is None and moved and old.is_whole and old.key_id == new.key_id:
        secret = keys.get_kept(old.account) or None
    if secret:
        keys.set(new.account, secret, allow_file=allow_file)
    if secret == "" or (moved and old.is_whole):
        keys.delete(old.account)
    if secret == "" and moved and new.is_whole:
        keys.delete(new.account)


async def try_bucket(keys: Keys, bucket: Bucket, secret: str) -> tuple[bool, str]:
    """Whether the store can be used, and what there is to say; ``secret`` is "" for the one kept."""
    from wan_desktop.backend import open_bucket

    try:
        client = await open_bucket(bucket, keys, secret)
        public = await client.test()
    except WanError as error:
        said = failure_sentence(error.failure)
        return False, f"{said} ({error.failure.detail})" if error.failure.detail else said
    if not public:
        return False, QCoreApplication.translate(
            "Bucket",
            "It works from here, but its address lies in a private network, where the service cannot fetch "
            "anything.",
        )
    return True, QCoreApplication.translate(
        "Bucket", "It works: a file was put there, fetched by its link, and removed."
    )
