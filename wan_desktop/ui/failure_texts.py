"""The sentences for every kind of failure: what happened, what it means, what to do now.

English source, translated where they are used (``ui.messages``). Titles fit a row of the list (about 34
characters); no sentence blames the user or speaks of codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from wan_desktop.core.errors import ErrorKind
from wan_desktop.ui.database_texts import DATABASE_TEXTS
from wan_desktop.ui.failure_text import Text, text
from wan_desktop.ui.upload_texts import UPLOAD_TEXTS

__all__ = ["FAILURE_TEXTS", "Text", "text"]

FAILURE_TEXTS: Mapping[ErrorKind, Text] = {
    ErrorKind.INVALID_PARAMETER: text(
        QT_TRANSLATE_NOOP("Messages", "A setting cannot be used"),
        QT_TRANSLATE_NOOP("Messages", "One of the values is outside of what the service takes."),
        QT_TRANSLATE_NOOP("Messages", "Correct the value that is marked in the form and try again."),
    ),
    ErrorKind.FILE_MISSING: text(
        QT_TRANSLATE_NOOP("Messages", "The file is gone"),
        QT_TRANSLATE_NOOP("Messages", "The file was moved, renamed or deleted since it was chosen."),
        QT_TRANSLATE_NOOP("Messages", "Choose the file again."),
    ),
    ErrorKind.FILE_FORBIDDEN: text(
        QT_TRANSLATE_NOOP("Messages", "The file may not be opened"),
        QT_TRANSLATE_NOOP("Messages", "Your account has no permission to read this file."),
        QT_TRANSLATE_NOOP(
            "Messages", "Copy it to a folder of your own, or change its permissions, and choose it again."
        ),
    ),
    ErrorKind.FILE_EMPTY: text(
        QT_TRANSLATE_NOOP("Messages", "The file is empty"),
        QT_TRANSLATE_NOOP(
            "Messages", "There is nothing in this file. A download or copy may have been cut short."
        ),
        QT_TRANSLATE_NOOP("Messages", "Fetch or copy the file again."),
    ),
    ErrorKind.NOT_AN_IMAGE: text(
        QT_TRANSLATE_NOOP("Messages", "This is not an image"),
        QT_TRANSLATE_NOOP(
            "Messages", "What the file holds is no kind of image that can be read, whatever its name says."
        ),
        QT_TRANSLATE_NOOP("Messages", "Choose a JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF image."),
    ),
    ErrorKind.IMAGE_BROKEN: text(
        QT_TRANSLATE_NOOP("Messages", "The image is damaged"),
        QT_TRANSLATE_NOOP("Messages", "The file begins like an image, but part of it is missing or wrong."),
        QT_TRANSLATE_NOOP(
            "Messages", "Open it in an image editor and save it anew, or choose another image."
        ),
    ),
    ErrorKind.IMAGE_TOO_MANY_PIXELS: text(
        QT_TRANSLATE_NOOP("Messages", "The image has too many pixels"),
        QT_TRANSLATE_NOOP("Messages", "Opening it would need more memory than is sensible."),
        QT_TRANSLATE_NOOP(
            "Messages", "Make it smaller in an image editor. 2000 pixels on the longer side are enough."
        ),
    ),
    ErrorKind.IMAGE_TOO_SMALL: text(
        QT_TRANSLATE_NOOP("Messages", "The image is too small"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service needs at least 360 pixels on each side, and enlarging this one would look poor.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Choose a larger image."),
    ),
    ErrorKind.IMAGE_TOO_NARROW: text(
        QT_TRANSLATE_NOOP("Messages", "The image is too long and narrow"),
        QT_TRANSLATE_NOOP("Messages", "No size keeps each side between 360 and 2000 pixels with this shape."),
        QT_TRANSLATE_NOOP("Messages", "Crop the image to a less extreme shape."),
    ),
    ErrorKind.IMAGE_TOO_LARGE: text(
        QT_TRANSLATE_NOOP("Messages", "The image file is too large"),
        QT_TRANSLATE_NOOP("Messages", "Even compressed, it has more than the 10 MB that the service takes."),
        QT_TRANSLATE_NOOP("Messages", "Make the image smaller and choose it again."),
    ),
    ErrorKind.NOT_A_SOUND: text(
        QT_TRANSLATE_NOOP("Messages", "This is not a sound file"),
        QT_TRANSLATE_NOOP("Messages", "What the file holds cannot be played as sound."),
        QT_TRANSLATE_NOOP(
            "Messages", "Choose a sound file (MP3, WAV, FLAC, M4A, OGG…) or a video that has sound."
        ),
    ),
    ErrorKind.SOUND_BROKEN: text(
        QT_TRANSLATE_NOOP("Messages", "Nothing can be heard there"),
        QT_TRANSLATE_NOOP("Messages", "The sound ends before this part, or is damaged there."),
        QT_TRANSLATE_NOOP("Messages", "Choose an earlier part, or another file."),
    ),
    ErrorKind.SOUND_TOO_LONG: text(
        QT_TRANSLATE_NOOP("Messages", "The sound is too long"),
        QT_TRANSLATE_NOOP("Messages", "Sounds of up to 6 hours can be cut here."),
        QT_TRANSLATE_NOOP("Messages", "Save the part you need as a file of its own, and choose that."),
    ),
    ErrorKind.NOT_PRESETS: text(
        QT_TRANSLATE_NOOP("Messages", "No presets in this file"),
        QT_TRANSLATE_NOOP("Messages", "It was not exported by this program, or it is damaged."),
        QT_TRANSLATE_NOOP("Messages", "Choose a file that was exported from the presets."),
    ),
    ErrorKind.IMAGE_LINK_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "This link is not opened"),
        QT_TRANSLATE_NOOP(
            "Messages", "Images are fetched from public web addresses, not from inside a network."
        ),
        QT_TRANSLATE_NOOP("Messages", "Save the image in the browser, then drop its file."),
    ),
    ErrorKind.IMAGE_LINK_FAILED: text(
        QT_TRANSLATE_NOOP("Messages", "The image could not be fetched"),
        QT_TRANSLATE_NOOP("Messages", "The website did not hand the image over, or not in time."),
        QT_TRANSLATE_NOOP("Messages", "Save the image in the browser, then drop its file."),
    ),
    ErrorKind.LINK_WITHOUT_IMAGE: text(
        QT_TRANSLATE_NOOP("Messages", "There is no image at this link"),
        QT_TRANSLATE_NOOP(
            "Messages", "It leads to a page without a picture of its own, or to another kind of file."
        ),
        QT_TRANSLATE_NOOP("Messages", "Save the image in the browser, then drop its file."),
    ),
    ErrorKind.LIMIT_PER_CLICK: text(
        QT_TRANSLATE_NOOP("Messages", "More than your limit per click"),
        QT_TRANSLATE_NOOP(
            "Messages", "This would have cost more than you allow for one click, so it was not sent."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Choose a shorter or smaller video, or raise the limit in the settings, and try again.",
        ),
    ),
    ErrorKind.LIMIT_PER_DAY: text(
        QT_TRANSLATE_NOOP("Messages", "Your limit per day is reached"),
        QT_TRANSLATE_NOOP(
            "Messages", "With today’s other videos this would have passed your limit, so it was not sent."
        ),
        QT_TRANSLATE_NOOP("Messages", "Try again tomorrow, or raise the limit in the settings."),
    ),
    ErrorKind.PRICE_UNKNOWN: text(
        QT_TRANSLATE_NOOP("Messages", "Price unknown, limit set"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service does not say what this video costs, so your limit cannot be checked. "
            "It was not sent.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Try again to be asked whether to send it anyway, or take the limit away."
        ),
    ),
    ErrorKind.KEY_MISSING: text(
        QT_TRANSLATE_NOOP("Messages", "No API key yet"),
        QT_TRANSLATE_NOOP(
            "Messages", "The service can only be used with an API key, and none is stored for it."
        ),
        QT_TRANSLATE_NOOP("Messages", "Add your API key in the settings, then try again."),
    ),
    ErrorKind.KEY_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "The API key is not accepted"),
        QT_TRANSLATE_NOOP("Messages", "The service does not know this key, or it was withdrawn."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check the key in the settings. Keys of other services do not work here."
        ),
    ),
    ErrorKind.NOT_ALLOWED: text(
        QT_TRANSLATE_NOOP("Messages", "Model not open to this account"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The key is right, but this account has no access to Wan 2.6, or it is not verified yet.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Look at your account on the service’s website."),
    ),
    ErrorKind.BALANCE_TOO_LOW: text(
        QT_TRANSLATE_NOOP("Messages", "The balance is too low"),
        QT_TRANSLATE_NOOP("Messages", "The account at the service has too little money left for this clip."),
        QT_TRANSLATE_NOOP("Messages", "Top up on the service’s website, then try again."),
    ),
    ErrorKind.BAD_REQUEST: text(
        QT_TRANSLATE_NOOP("Messages", "Settings refused by the service"),
        QT_TRANSLATE_NOOP("Messages", "The service refused the image, the sound or one of the values."),
        QT_TRANSLATE_NOOP(
            "Messages", "Look at the service’s own words below, change the settings and try again."
        ),
    ),
    ErrorKind.CONTENT_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "Refused by the content check"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service’s automatic check objected to the prompt, the image or the finished video. It does "
            "not tell which of them it was.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Change the prompt or use another image. The check is sometimes wrong; other words can help.",
        ),
    ),
    ErrorKind.COPYRIGHT_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "Refused by the copyright check"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service suspects that the image or the prompt shows something protected. It does not tell "
            "which of them it is.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Use another image, or leave names of brands and characters out of the prompt."
        ),
    ),
    ErrorKind.MEDIA_UNREACHABLE: text(
        QT_TRANSLATE_NOOP("Messages", "A file could not be fetched"),
        QT_TRANSLATE_NOOP(
            "Messages", "The link to the sound, or the image, could not be opened by the service."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Check that the link opens in a private browser window, or choose another sound."
        ),
    ),
    ErrorKind.RATE_LIMITED: text(
        QT_TRANSLATE_NOOP("Messages", "The service asks for a pause"),
        QT_TRANSLATE_NOOP(
            "Messages", "More requests came from this account than the service takes in a minute."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Wait a minute before the next one. What is under way goes on by itself."
        ),
    ),
    ErrorKind.SERVICE_TROUBLE: text(
        QT_TRANSLATE_NOOP("Messages", "The service has trouble"),
        QT_TRANSLATE_NOOP("Messages", "Something went wrong at the service, not with your settings."),
        QT_TRANSLATE_NOOP("Messages", "Try again in a few minutes."),
    ),
    ErrorKind.BAD_ANSWER: text(
        QT_TRANSLATE_NOOP("Messages", "The answer makes no sense"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "What came back is not what this service should answer. A proxy or a login page "
            "may be in between.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Check the service’s address in the settings and your network."),
    ),
    ErrorKind.TASK_FAILED: text(
        QT_TRANSLATE_NOOP("Messages", "The service could not make it"),
        QT_TRANSLATE_NOOP("Messages", "The service took the request and gave up while generating."),
        QT_TRANSLATE_NOOP("Messages", "Try again; a different image or prompt often helps."),
    ),
    ErrorKind.TASK_NOT_FOUND: text(
        QT_TRANSLATE_NOOP("Messages", "No longer known to the service"),
        QT_TRANSLATE_NOOP(
            "Messages", "The service forgets videos after a while, and those that failed in its queue."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Look again in a few minutes. If it stays unknown, it will not come any more."
        ),
    ),
    ErrorKind.REFUSED_BEFORE: text(
        QT_TRANSLATE_NOOP("Messages", "Not sent: refused before"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service’s content check had refused this very request before this one was sent, so it "
            "stayed on your computer.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Change the prompt, the image or a setting. To send it unchanged all the same, retry: you are "
            "asked first.",
        ),
    ),
    ErrorKind.CONSENT_TOO_OLD: text(
        QT_TRANSLATE_NOOP("Messages", "Not sent within a day"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "For a day after you pressed Generate, this video could not be sent. It was not taken, and "
            "nothing is charged.",
        ),
        QT_TRANSLATE_NOOP("Messages", "If you still want this video, try again: that asks for it anew."),
    ),
    ErrorKind.OFFLINE: text(
        QT_TRANSLATE_NOOP("Messages", "No connection"),
        QT_TRANSLATE_NOOP("Messages", "This computer cannot reach the service at the moment."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check your network. What is already running at the service goes on there."
        ),
    ),
    ErrorKind.TLS_UNTRUSTED: text(
        QT_TRANSLATE_NOOP("Messages", "The connection is not secure"),
        QT_TRANSLATE_NOOP(
            "Messages", "The service could not prove that it is the real one, so nothing was said to it."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check this computer’s date and time, and whether a virus scanner or company "
            "network looks into connections.",
        ),
    ),
    ErrorKind.PROXY_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "Refused by the proxy"),
        QT_TRANSLATE_NOOP("Messages", "Your network’s proxy refused the connection to the service."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check the proxy settings of this computer, or ask whoever runs the network."
        ),
    ),
    ErrorKind.TIMED_OUT: text(
        QT_TRANSLATE_NOOP("Messages", "No answer for a long while"),
        QT_TRANSLATE_NOOP(
            "Messages", "The service did not answer in time. That says nothing about the video itself."
        ),
        QT_TRANSLATE_NOOP("Messages", "Wait a little. What is already running at the service goes on there."),
    ),
    ErrorKind.CONNECTION_LOST: text(
        QT_TRANSLATE_NOOP("Messages", "Connection lost"),
        QT_TRANSLATE_NOOP("Messages", "The connection broke before the whole answer was here."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check your network. What is already running at the service goes on there."
        ),
    ),
    ErrorKind.UNCONFIRMED: text(
        QT_TRANSLATE_NOOP("Messages", "Sent, but no answer arrived"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The request left this computer, but no usable answer came back. The service may "
            "have accepted it.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Decide what to do. Nothing is sent again unless you say so."),
    ),
    **UPLOAD_TEXTS,
    ErrorKind.LINK_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "The video’s link is unusable"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The link leads where no video can be, or to something else than a video, so nothing of "
            "it is kept.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Look again to ask the service for another link."),
    ),
    ErrorKind.LINK_MISSING: text(
        QT_TRANSLATE_NOOP("Messages", "Finished, but without a link"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The service says that the video is finished, but its answer holds no link to it. The "
            "answer is kept.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Look again later. If it stays so, ask the service about the task’s number."
        ),
    ),
    ErrorKind.LINK_EXPIRED: text(
        QT_TRANSLATE_NOOP("Messages", "The download link has expired"),
        QT_TRANSLATE_NOOP(
            "Messages", "The service keeps a finished video for a limited time, and the link no longer works."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Look again soon to ask for a fresh link; later the video may be gone."
        ),
    ),
    ErrorKind.VIDEO_BROKEN: text(
        QT_TRANSLATE_NOOP("Messages", "The video arrived damaged"),
        QT_TRANSLATE_NOOP("Messages", "What was downloaded is cut short or is not a playable video."),
        QT_TRANSLATE_NOOP("Messages", "Look again to download it once more."),
    ),
    ErrorKind.DISK_FULL: text(
        QT_TRANSLATE_NOOP("Messages", "The disk is full"),
        QT_TRANSLATE_NOOP("Messages", "There is no room left for what was to be written."),
        QT_TRANSLATE_NOOP("Messages", "Free some space, then try again."),
    ),
    ErrorKind.FOLDER_MISSING: text(
        QT_TRANSLATE_NOOP("Messages", "The folder is missing"),
        QT_TRANSLATE_NOOP("Messages", "The folder or drive that was to be used is not there."),
        QT_TRANSLATE_NOOP("Messages", "Connect the drive, or choose another folder."),
    ),
    ErrorKind.FOLDER_READ_ONLY: text(
        QT_TRANSLATE_NOOP("Messages", "The folder is write-protected"),
        QT_TRANSLATE_NOOP("Messages", "Files may not be written to this folder."),
        QT_TRANSLATE_NOOP("Messages", "Change the folder’s permissions, or choose another folder."),
    ),
    ErrorKind.FOLDER_UNUSABLE: text(
        QT_TRANSLATE_NOOP("Messages", "The folder cannot be used"),
        QT_TRANSLATE_NOOP("Messages", "What stands there is no folder, or a name or path is too long."),
        QT_TRANSLATE_NOOP("Messages", "Choose another folder, or a shorter name."),
    ),
    ErrorKind.DRIVE_TROUBLE: text(
        QT_TRANSLATE_NOOP("Messages", "The drive has errors"),
        QT_TRANSLATE_NOOP("Messages", "This computer could not read from the drive, or not write to it."),
        QT_TRANSLATE_NOOP("Messages", "Check the drive and its cable, or choose another folder."),
    ),
    ErrorKind.FILE_HELD: text(
        QT_TRANSLATE_NOOP("Messages", "Open in another program"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The file cannot be replaced while another program has it open, or while it is write-protected.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Close it there and try again, or choose another name."),
    ),
    ErrorKind.DATA_UNWRITABLE: text(
        QT_TRANSLATE_NOOP("Messages", "The job list cannot be written"),
        QT_TRANSLATE_NOOP(
            "Messages", "The program’s own folder is write-protected or gone, or its drive has errors."
        ),
        QT_TRANSLATE_NOOP("Messages", "See that the program’s own folder can be written to."),
    ),
    ErrorKind.KEYRING_LOCKED: text(
        QT_TRANSLATE_NOOP("Messages", "The system’s keyring is locked"),
        QT_TRANSLATE_NOOP(
            "Messages", "Your API key is kept in the system’s keyring, and that could not be opened."
        ),
        QT_TRANSLATE_NOOP("Messages", "Unlock the keyring, then try again."),
    ),
    ErrorKind.KEY_NOT_KEPT: text(
        QT_TRANSLATE_NOOP("Messages", "The API key could not be kept"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The file for it could not be written. The disk may be full, or the file may belong to another "
            "user of this computer.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Free some space, or use a folder of your own, then try again."),
    ),
    **DATABASE_TEXTS,
    ErrorKind.INTERNAL: text(
        QT_TRANSLATE_NOOP("Messages", "Something unexpected went wrong"),
        QT_TRANSLATE_NOOP("Messages", "This is a fault in the program, not in what you did."),
        QT_TRANSLATE_NOOP("Messages", "Try again. If it happens again, copy the details and report it."),
    ),
}
