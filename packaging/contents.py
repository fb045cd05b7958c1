"""What of the wheels and of this system goes into the frozen program, and what stays out, with the reason.

FFmpeg goes in twice on purpose: Qt's player links the one that Qt brings (libavcodec 61, 21 MB), and PyAV's
(libavcodec 62, with its encoders 72 MB) makes and checks videos; neither can stand in for the other.

Names alone: nothing here reads a file or needs PyInstaller. The spec asks :func:`left_out` of every file that
PyInstaller found; ``tests/packaging/test_contents.py`` holds the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

#: Qt's plugins in use, by kind. What another kind or another name has is left out.
QT_PLUGINS: Mapping[str, frozenset[str]] = {
    "platforms": frozenset({"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"}),
    # Native file dialogs through the desktop's portal. Not "qgtk3": GNOME's start would have all of GTK in
    # the process, which is 69 MB of memory, and libraries of the system between ours.
    "platformthemes": frozenset({"qxdgdesktopportal"}),
    # Typing Chinese under X11; Wayland's own text input is in its platform plugin.
    "platforminputcontexts": frozenset(
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    ),
    "xcbglintegrations": frozenset({"qxcb-egl-integration", "qxcb-glx-integration"}),
    "wayland-shell-integration": frozenset({"xdg-shell"}),
    "wayland-decoration-client": frozenset({"adwaita", "bradient"}),
    "wayland-graphics-integration-client": frozenset({"qt-plugin-wayland-egl"}),
    # Posters and samples are JPEG, the style sheet's marks SVG; PNG and BMP are in QtGui. What a user
    # drops is decoded by Pillow.
    "imageformats": frozenset({"qjpeg", "qsvg"}),
    "iconengines": frozenset({"qsvgicon"}),
    "multimedia": frozenset({"ffmpegmediaplugin"}),
    "styles": frozenset({"qmodernwindowsstyle", "qmacstyle"}),
}

#: Qt's libraries that only plugins left out want, and its OpenGL in software for Windows, where nothing here
#: is drawn by OpenGL. Quick and Qml stay: the media plugin links them.
QT_LIBRARIES_LEFT_OUT = re.compile(
    r"opengl32sw\b"
    r"|(?:lib)?Qt6?(?:Pdf|VirtualKeyboard\w*|EglFS\w*|EglFs\w*|WlShellIntegration|MultimediaWidgets)\b"
)

#: Libraries of the building system that go along: Python's own, and those of Qt that a desktop may lack.
BUNDLED_SYSTEM_LIBRARIES = re.compile(
    r"lib(?:python3\.\d+|ssl|crypto|sqlite3|ffi|lzma|bz2|brotlidec|brotlicommon"
    r"|xcb-(?:cursor|icccm|image|keysyms|render-util|shape|util|xkb)|xkbcommon|xkbcommon-x11)\.so(?:\.[\d.]+)?"
)

#: Of Qt's translations only its own words for dialogs and menus, in the language that the program speaks.
QT_TRANSLATIONS = frozenset({"qtbase_zh_CN.qm"})

#: Of an installed package's notes, what importlib.metadata is asked for: versions and entry points.
METADATA_KEPT = frozenset({"METADATA", "entry_points.txt"})

#: Of resources/, what the program never opens.
RESOURCES_LEFT_OUT = re.compile(r"resources/(?:screenshots/.*|languages/.*\.ts|samples/README\.md)")

#: Modules that something names and this program never runs.
MODULES_LEFT_OUT = (
    "PySide6.QtConcurrent",
    "PySide6.QtMultimediaWidgets",
    "PySide6.QtTest",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "IPython",
    "_curses",
    "_tkinter",
    "_uuid",
    "curses",
    "distutils",
    "ensurepip",
    "lib2to3",
    "mypy",
    "numpy",
    "pip",
    "pkg_resources",
    "pydoc_data",
    "pytest",
    "readline",
    "rich",
    "setuptools",
    "tkinter",
    "trio",
    "turtle",
    "uvloop",
    "wheel",
)

_QT_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?(.+?)\.(?:so|dll|dylib)$")
_QT_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(.+)$")
_METADATA = re.compile(r"[^/]+\.dist-info/(.+)$")
_SYSTEM_FOLDER = re.compile(r"/(?:usr/)?lib(?:32|64)?/")


def left_out(name: str, source: str) -> str | None:
    """Why a file stays out, in two or three words; None for one that goes in.

    ``name`` is its path in the program's folder, ``source`` its path on this computer (where a link points
    to, for a link); both may have either kind of slash.
    """
    name, source = name.replace("\\", "/"), source.replace("\\", "/")
    if plugin := _QT_PLUGIN.match(name):
        kind, stem = plugin.groups()
        return None if stem in QT_PLUGINS.get(kind, frozenset()) else "Qt's plugins"
    if translation := _QT_TRANSLATION.match(name):
        return None if translation[1] in QT_TRANSLATIONS else "Qt's translations"
    if notes := _METADATA.match(name):
        return None if notes[1] in METADATA_KEPT else "notes of packages"
    if RESOURCES_LEFT_OUT.fullmatch(name):
        return "sources of resources"
    file = PurePosixPath(name).name
    # On macOS a library is a folder; what of it stayed without the rest could not be signed.
    if any(map(QT_LIBRARIES_LEFT_OUT.match, PurePosixPath(name).parts)):
        return "Qt's libraries"
    if _SYSTEM_FOLDER.match(source) and not BUNDLED_SYSTEM_LIBRARIES.fullmatch(file):
        return "the system's libraries"
    return None
