"""What macOS is told of the program: the ``Info.plist`` of its bundle, for the spec's ``BUNDLE``.

The keys are Apple's ("Information Property List" in the developer documentation); PyInstaller writes those of
its own (executable, icon, package type) and lets these go before them.
"""

from __future__ import annotations

from typing import Any

NAME = "Wan Desktop"
IDENTIFIER = "io.github.wan-desktop.WanDesktop"
MINIMUM_SYSTEM = "14.0"
"""Qt 6.11 wants 13; the wheel of PyAV for Apple's processors is made for 14."""

#: Uniform type identifiers, all declared by the system, of what can be the image of a video.
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
    """The keys for one version ("1.2.3")."""
    return {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
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
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "GPL-3.0-or-later",
        "NSPrincipalClass": "NSApplication",
        # Dark mode and the dock's wake-up are Qt's affair; the integrated GPU is enough.
        "NSRequiresAquaSystemAppearance": False,
        "NSSupportsAutomaticGraphicsSwitching": True,
    }
