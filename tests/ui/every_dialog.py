"""One of each dialog of the program, with as little in it as it can be open with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.framing import Framing
from wan_desktop.core.params import Request
from wan_desktop.core.restored import Restored
from wan_desktop.ui.about_dialog import AboutDialog
from wan_desktop.ui.batch_dialog import BatchDialog
from wan_desktop.ui.crash_dialog import CrashDialog
from wan_desktop.ui.framing_dialog import FramingDialog, PictureToFrame
from wan_desktop.ui.presets_dialog import PresetsDialog
from wan_desktop.ui.public_host_dialog import PublicHostDialog
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog
from wan_desktop.ui.report_dialog import ReportDialog
from wan_desktop.ui.request_dialog import RequestDialog
from wan_desktop.ui.restore_dialog import RestoreDialog
from wan_desktop.ui.save_preset_dialog import SavePresetDialog
from wan_desktop.ui.settings_dialog import SettingsDialog
from wan_desktop.ui.sound_dialog import SoundDialog
from wan_desktop.ui.spend_dialog import SpendDialog
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog


def _batch(theme: Theme) -> BatchDialog:
    made = BatchDialog(theme)
    made.start([Path("/pictures/a.jpg"), Path("/pictures/b.jpg")], Request(), 1)
    return made


def _framing(theme: Theme) -> FramingDialog:
    made = FramingDialog(theme)
    picture = QImage(160, 90, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    made.start(Framing())
    made.show_picture(PictureToFrame(picture, 1600, 900))
    return made


def _restore(_theme: Theme) -> RestoreDialog:
    made = RestoreDialog()
    made.ask(ErrorKind.DATABASE_DAMAGED, Restored(jobs=3, changes=3))
    return made


DIALOGS: dict[type[QWidget], Callable[[Theme], QWidget]] = {
    AboutDialog: lambda _theme: AboutDialog(),
    BatchDialog: _batch,
    CrashDialog: lambda _theme: CrashDialog(),
    FramingDialog: _framing,
    PresetsDialog: lambda _theme: PresetsDialog(),
    PublicHostDialog: lambda _theme: PublicHostDialog("files.example", 24),
    RefusedAgainDialog: lambda _theme: RefusedAgainDialog(),
    ReportDialog: lambda _theme: ReportDialog(),
    RequestDialog: RequestDialog,
    RestoreDialog: _restore,
    SavePresetDialog: lambda _theme: SavePresetDialog(),
    SettingsDialog: lambda theme: SettingsDialog(theme, str, Path("/videos")),
    SoundDialog: SoundDialog,
    SpendDialog: lambda _theme: SpendDialog(),
    UnconfirmedDialog: lambda _theme: UnconfirmedDialog(),
    UnknownPriceDialog: lambda _theme: UnknownPriceDialog(),
}
