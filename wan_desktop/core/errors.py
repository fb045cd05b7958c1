"""Everything that can go wrong, as values. The screen alone (``ui.failure_texts``) has words for them.

::

    WanError                     carries one Failure, the value that is stored and shown
      InputError                 nothing was sent: the image, the sound or a parameter is unusable
      LimitError                 nothing was sent: one of the user's own limits forbids it
      UploadError                nothing was sent: the sound could not be put where the service fetches it
      ServiceError               the service answered, and it is a refusal or nonsense
      NetworkError               no answer, or only half of one
      DownloadError              the finished video could not be fetched or is not a video
      DiskError                  this computer could not write or read a file

A :class:`Failure` says what happened (``kind``), the other side's own words (``detail``), whether it passes
by itself on the way of an unsent job (``retryable``), and whether money may have been taken
(``may_be_billed``). The first is a closed list, :class:`ErrorKind`; whoever adds a kind gives it words in
``ui.failure_texts`` in the same commit (a test compares the two).
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """What went wrong. Values are stored and printed by ``--json``: never rename one."""

    # Input: decided on this computer, nothing was sent.
    INVALID_PARAMETER = "invalid_parameter"
    FILE_MISSING = "file_missing"
    FILE_FORBIDDEN = "file_forbidden"
    FILE_EMPTY = "file_empty"
    NOT_AN_IMAGE = "not_an_image"
    IMAGE_BROKEN = "image_broken"
    IMAGE_TOO_MANY_PIXELS = "image_too_many_pixels"
    IMAGE_TOO_SMALL = "image_too_small"
    IMAGE_TOO_NARROW = "image_too_narrow"
    IMAGE_TOO_LARGE = "image_too_large"
    NOT_A_SOUND = "not_a_sound"
    NOT_PRESETS = "not_presets"
    IMAGE_LINK_REFUSED = "image_link_refused"
    """Where a link that was dropped leads is no place to fetch an image from."""
    IMAGE_LINK_FAILED = "image_link_failed"
    LINK_WITHOUT_IMAGE = "link_without_image"
    SOUND_BROKEN = "sound_broken"
    SOUND_TOO_LONG = "sound_too_long"

    # The user's own limits: decided on this computer, nothing was sent.
    LIMIT_PER_CLICK = "limit_per_click"
    LIMIT_PER_DAY = "limit_per_day"
    PRICE_UNKNOWN = "price_unknown"

    # The service said no.
    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    NOT_ALLOWED = "not_allowed"
    BALANCE_TOO_LOW = "balance_too_low"
    BAD_REQUEST = "bad_request"
    CONTENT_REFUSED = "content_refused"
    COPYRIGHT_REFUSED = "copyright_refused"
    MEDIA_UNREACHABLE = "media_unreachable"
    RATE_LIMITED = "rate_limited"
    SERVICE_TROUBLE = "service_trouble"
    BAD_ANSWER = "bad_answer"
    TASK_FAILED = "task_failed"
    TASK_NOT_FOUND = "task_not_found"

    # The program keeps its own law: nothing was sent.
    CONSENT_TOO_OLD = "consent_too_old"
    REFUSED_BEFORE = "refused_before"

    # Nothing, or half of something, was heard.
    OFFLINE = "offline"
    TLS_UNTRUSTED = "tls_untrusted"
    PROXY_REFUSED = "proxy_refused"
    TIMED_OUT = "timed_out"
    CONNECTION_LOST = "connection_lost"

    # The paid request left and no usable answer came: it may have been accepted.
    UNCONFIRMED = "unconfirmed"

    # The sound's way to where the service fetches it: nothing was sent to the service.
    UPLOAD_UNREACHABLE = "upload_unreachable"
    UPLOAD_UNTRUSTED = "upload_untrusted"
    UPLOAD_TROUBLE = "upload_trouble"
    UPLOAD_KEY_REFUSED = "upload_key_refused"
    UPLOAD_NO_BUCKET = "upload_no_bucket"
    UPLOAD_CLOCK_WRONG = "upload_clock_wrong"
    UPLOAD_REFUSED = "upload_refused"
    SOUND_WAY_CLOSED = "sound_way_closed"
    """The settings allow the way no more, or lack what it needs."""
    SOUND_NOT_AGREED = "sound_not_agreed"
    """It would have been put where others can read it, and this click did not agree to that."""

    # The finished video.
    LINK_REFUSED = "link_refused"
    LINK_EXPIRED = "link_expired"
    LINK_MISSING = "link_missing"
    VIDEO_BROKEN = "video_broken"

    # This computer.
    DISK_FULL = "disk_full"
    FOLDER_MISSING = "folder_missing"
    FOLDER_READ_ONLY = "folder_read_only"
    FOLDER_UNUSABLE = "folder_unusable"
    DRIVE_TROUBLE = "drive_trouble"
    FILE_HELD = "file_held"
    """Another program has the file open: on Windows nobody can replace, rename or remove it then."""
    DATA_UNWRITABLE = "data_unwritable"
    """The program's own folder, where the jobs are kept; the ones above are of whatever was written to."""
    KEYRING_LOCKED = "keyring_locked"
    KEY_NOT_KEPT = "key_not_kept"
    DATABASE_NEWER = "database_newer"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_LOST = "database_lost"
    DATABASE_IN_USE = "database_in_use"
    DATABASE_FORBIDDEN = "database_forbidden"
    HOME_IN_USE = "home_in_use"
    INTERNAL = "internal"


#: What ``core.restore`` mends.
RESTORABLE = frozenset({ErrorKind.DATABASE_DAMAGED, ErrorKind.DATABASE_LOST})

#: What :class:`InputError` is about: decided on this computer, before anything was sent.
INPUT_KINDS = frozenset(
    {
        ErrorKind.INVALID_PARAMETER,
        ErrorKind.FILE_MISSING,
        ErrorKind.FILE_FORBIDDEN,
        ErrorKind.FILE_EMPTY,
        ErrorKind.NOT_AN_IMAGE,
        ErrorKind.IMAGE_BROKEN,
        ErrorKind.IMAGE_TOO_MANY_PIXELS,
        ErrorKind.IMAGE_TOO_SMALL,
        ErrorKind.IMAGE_TOO_NARROW,
        ErrorKind.IMAGE_TOO_LARGE,
        ErrorKind.NOT_A_SOUND,
        ErrorKind.NOT_PRESETS,
        ErrorKind.IMAGE_LINK_REFUSED,
        ErrorKind.IMAGE_LINK_FAILED,
        ErrorKind.LINK_WITHOUT_IMAGE,
        ErrorKind.SOUND_BROKEN,
        ErrorKind.SOUND_TOO_LONG,
    }
)

#: What :class:`UploadError` is about: a sound on its way to where the service fetches it; nothing was sent.
UPLOAD_KINDS = frozenset(
    {
        ErrorKind.UPLOAD_UNREACHABLE,
        ErrorKind.UPLOAD_UNTRUSTED,
        ErrorKind.UPLOAD_TROUBLE,
        ErrorKind.UPLOAD_KEY_REFUSED,
        ErrorKind.UPLOAD_NO_BUCKET,
        ErrorKind.UPLOAD_CLOCK_WRONG,
        ErrorKind.UPLOAD_REFUSED,
        ErrorKind.SOUND_WAY_CLOSED,
        ErrorKind.SOUND_NOT_AGREED,
    }
)

#: What :class:`LimitError` is about. A request stays as it is: another day, or another limit, lets it pass.
LIMIT_KINDS = frozenset({ErrorKind.LIMIT_PER_CLICK, ErrorKind.LIMIT_PER_DAY, ErrorKind.PRICE_UNKNOWN})

#: Kinds that may pass by themselves on the way to the service, so that an unsent job waits and is tried
#: again. An untrusted certificate is none: until the user has done something, every try ends the same way.
#: Others are not asked about here: a disk's trouble is waited for whatever its kind, ``core.service`` judges
#: what the service answers to a paid request, and what was accepted is watched whatever the trouble is. A
#: paid request is never repeated because of this table alone: first ``core.service`` has to prove that no
#: byte of it left the computer.
RETRYABLE = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.PROXY_REFUSED,
        ErrorKind.TIMED_OUT,
        ErrorKind.CONNECTION_LOST,
        ErrorKind.UPLOAD_UNREACHABLE,
        ErrorKind.UPLOAD_TROUBLE,
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be stored, shown and printed.

    ``detail`` is the other side's own wording or the operating system's, in whatever language it came, with
    no secret and no signed link in it; it may be empty. ``may_be_billed`` is true only where a paid request
    left this computer or a task was accepted.
    """

    kind: ErrorKind
    detail: str = ""
    may_be_billed: bool = False

    @property
    def retryable(self) -> bool:
        """Whether an unsent job that met this waits and is tried again (RETRYABLE)."""
        return self.kind in RETRYABLE


class WanError(Exception):
    """An error on its way to whoever stores or shows it; ``failure`` is the value to keep."""

    def __init__(self, kind: ErrorKind, detail: str = "", *, may_be_billed: bool = False) -> None:
        super().__init__(f"{kind}: {detail}" if detail else str(kind))
        self.failure = Failure(kind, detail, may_be_billed)

    @property
    def kind(self) -> ErrorKind:
        return self.failure.kind


class InputError(WanError):
    """Nothing was sent: the image, the sound or a parameter is unusable."""


class LimitError(WanError):
    """Nothing was sent: one of the user's own limits forbids it, or cannot be checked without a price."""

    @classmethod
    def of(cls, failure: Failure) -> LimitError:
        return cls(failure.kind, failure.detail)


class UploadError(WanError):
    """Nothing was sent to the service: the sound could not be put where the service fetches it."""


class ServiceError(WanError):
    """The service answered, and the answer is a refusal or nonsense.

    ``retry_after`` is the service's own wish in seconds, where it gave one.
    """

    def __init__(
        self,
        kind: ErrorKind,
        detail: str = "",
        *,
        may_be_billed: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(kind, detail, may_be_billed=may_be_billed)
        self.retry_after = retry_after


class NetworkError(WanError):
    """No answer, or only half of one."""


class DownloadError(WanError):
    """The finished video could not be fetched, or what came is not a video."""


class DiskError(WanError):
    """This computer could not write or read a file."""

    @classmethod
    def from_os_error(cls, error: OSError) -> DiskError:
        """Sorts what the system said of a file or folder; INTERNAL where it said nothing that is known."""
        kind = _WINDOWS_KINDS.get(getattr(error, "winerror", None) or 0)
        kind = kind or _OS_KINDS.get(errno.errorcode.get(error.errno or 0, ""), ErrorKind.INTERNAL)
        return cls(kind, error.strerror or str(error))


#: By name: not every system has every one.
_OS_KINDS = {
    name: kind
    for kind, names in {
        ErrorKind.DISK_FULL: ("ENOSPC", "EDQUOT"),
        ErrorKind.FOLDER_MISSING: ("ENOENT", "ENODEV", "ENXIO", "ENOMEDIUM", "ENOTCONN", "ESTALE"),
        ErrorKind.FOLDER_READ_ONLY: ("EACCES", "EPERM", "EROFS"),
        ErrorKind.FOLDER_UNUSABLE: (
            "EEXIST",
            "ENOTDIR",
            "EISDIR",
            "ENAMETOOLONG",
            "ELOOP",
            "EINVAL",
            "EFBIG",
        ),
        ErrorKind.DRIVE_TROUBLE: ("EIO", "EUCLEAN"),
        ErrorKind.FILE_HELD: ("EBUSY", "ETXTBSY"),
    }.items()
    for name in names
}

#: What Windows says more exactly than by the errno that Python makes of it, EACCES or EINVAL mostly: no room;
#: not ready, gone, cut off; too long; bad sectors; held (Microsoft Learn, "System Error Codes").
_WINDOWS_KINDS = {
    number: kind
    for kind, numbers in {
        ErrorKind.DISK_FULL: (39, 1295),
        ErrorKind.FOLDER_MISSING: (20, 21, 51, 55, 59, 64, 121, 433, 1112, 1167, 1222, 1231),
        ErrorKind.FOLDER_UNUSABLE: (206,),
        ErrorKind.DRIVE_TROUBLE: (23, 26, 27, 29, 30, 31, 483, 1117, 1392, 1393),
        ErrorKind.FILE_HELD: (32, 33, 1224),
    }.items()
    for number in numbers
}
