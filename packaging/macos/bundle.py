"""What macOS is told of the program: the ``Info.plist`` of its bundle, for the spec's ``BUNDLE``.

The keys are Apple's ("Information Property List" in the developer documentation); PyInstaller 6.22.3 writes
those of its own (executable, icon, package type) and lets these go before them (``building/osx.py``).
"""

from __future__ import annotations

from typing import Any

from version_numbers import numbers

NAME = "Wan Desktop"
IDENTIFIER = "io.github.wan-desktop.WanDesktop"
MINIMUM_SYSTEM = (15, 0)
"""On both processors: the wheel of PySide6 6.11.3 says 13, but its modules and Shiboken's are made for 15.

Qt itself is made for 13, PyAV for 14 (Apple's processors) and 11 (Intel's), all else for less, by what each
file says of itself; ``disk_image.py`` refuses a bundle in which one says more.
"""

#: Uniform type identifiers, all declared by the system (``UTType``: WebP since macOS 11), of what can be the
#: image of a video.
IMAGE_TYPES = (
    "public.jpeg",
    "public.png",
    "public.heic",
    "public.heif",
    "public.avif",
    "org.webmproject.webp",
    "com.compuserve.gif",
    "com.microsoft.bmp",
    "public.tiff",
)


def info_plist(version: str) -> dict[str, Any]:
    """The keys for one version, of which macOS takes three numbers alone: of "1.2.3rc1" it is 1.2.3."""
    number = ".".join(map(str, numbers(version, 3)))
    return {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleShortVersionString": number,
        "CFBundleVersion": number,
        "CFBundleDevelopmentRegion": "en",
        # Native dialogs and the system's entries in the menu speak the program's language too.
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleAllowMixedLocalizations": True,
        # Offered under "Open with", and the default for nothing.
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Image",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": list(IMAGE_TYPES),
            }
        ],
        "LSApplicationCategoryType": "public.app-category.video",
        "LSMinimumSystemVersion": ".".join(map(str, MINIMUM_SYSTEM)),
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "GPL-3.0-or-later",
        "NSPrincipalClass": "NSApplication",
        # Dark mode and the dock's wake-up are Qt's affair; the integrated GPU is enough.
        "NSRequiresAquaSystemAppearance": False,
        "NSSupportsAutomaticGraphicsSwitching": True,
    }
