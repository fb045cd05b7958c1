"""The dialogs as they are asked for over the window, each with what it says at its fullest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import screenshot_jobs
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog
from screenshot_batch import BATCH_DIALOGS
from screenshot_framing import FRAMING_DIALOGS
from screenshot_jobs import NOW, PRICE
from screenshot_sound import SOUND_DIALOGS

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.bundled_parts import find_parts, text_of
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.ledger import Entry, fate_of
from wan_desktop.core.money import Money
from wan_desktop.core.paths import licences_folder
from wan_desktop.core.restored import Restored
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.ui.about_dialog import AboutDialog
from wan_desktop.ui.crash_dialog import CrashDialog
from wan_desktop.ui.presets_dialog import PresetsDialog
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog, RefusedVideo
from wan_desktop.ui.report_dialog import ReportDialog
from wan_desktop.ui.restore_dialog import RestoreDialog
from wan_desktop.ui.save_preset_dialog import SavePresetDialog
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.settings_dialog import SettingsDialog
from wan_desktop.ui.spend_dialog import SpendDialog
from wan_desktop.ui.spend_model import Grouping
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog

if TYPE_CHECKING:
    from make_screenshots import Scene

LONG_LINK = "https://python-path-specification.readthedocs.io/en/latest/development/changes.html"


def settings_dialog(scene: Scene) -> QDialog:
    dialog = SettingsDialog(scene.theme, check_base_url, Path.home() / "Videos" / "Wan", scene.window)
    limited = Settings(service=HOSTS[0][1], limit_per_day="20")
    dialog.edit(limited, with_keys=[HOSTS[0][1]])
    return dialog


def demo_settings_dialog(scene: Scene) -> QDialog:
    dialog = SettingsDialog(scene.theme, check_base_url, Path.home() / "Videos" / "Wan", scene.window)
    dialog.edit(Settings(service=DEMO))
    return dialog


def unconfirmed_dialog(scene: Scene) -> QDialog:
    dialog = UnconfirmedDialog(scene.window)
    dialog.ask(next(job for job in scene.jobs if job.id == screenshot_jobs.UNCONFIRMED), PRICE)
    balance = Money(Decimal("12.30"), "$")
    dialog.balance.show_balance(balance, balance, others=False)
    dialog.again.radio.click()
    return dialog


def restore_dialog(scene: Scene) -> QDialog:
    dialog = RestoreDialog(scene.window)
    found = Restored(copy_day="2026-03-12", changes=9, jobs=128, followed=2, in_doubt=1, unsent=1, videos=3)
    dialog.ask(ErrorKind.DATABASE_DAMAGED, found)
    return dialog


def restore_in_use_dialog(scene: Scene) -> QDialog:
    dialog = RestoreDialog(scene.window)
    dialog.ask(ErrorKind.DATABASE_LOST, Restored())
    dialog.show_problem(failure_sentence(Failure(ErrorKind.DATABASE_IN_USE)))
    return dialog


def unknown_price_dialog(scene: Scene) -> QDialog:
    dialog = UnknownPriceDialog(scene.window)
    dialog.ask()
    return dialog


def spend_dialog(scene: Scene) -> QDialog:
    dialog = SpendDialog(scene.window, clock=lambda: NOW)
    entries = [
        Entry(
            job.id,
            job.created_at,
            job.service,
            f"{job.request.resolution} {job.request.duration} s",
            fate_of(job),
            sent=job.submitted_at,
            title=job.title,
            estimate=job.estimate,
        )
        for job in scene.jobs
    ]
    dialog.show_ledger(entries, Decimal(20))
    dialog.grouping.set_value(Grouping.JOB)
    dialog.open()
    return dialog


def crash_dialog(scene: Scene) -> QDialog:
    dialog = CrashDialog(scene.window)
    dialog.report('Traceback (most recent call last):\n  File "window.py", line 1\nZeroDivisionError')
    return dialog


def report_dialog(scene: Scene) -> QDialog:
    dialog = ReportDialog(scene.window)
    dialog.ask()
    facts = (
        "Wan Desktop: 1.0\nSystem: Linux\nData folder: ~/.local/share/wan-desktop: writable, 9 bytes free\n"
    )
    files = {"system.txt": facts, "settings.json": "{}", "jobs.txt": "128 jobs\n", "log.txt": "INFO closed\n"}
    dialog.show_files([(name, text * 40) for name, text in files.items()])
    dialog.show_outcome(Sentence(_saved_words), "ok")
    return dialog


def _saved_words() -> str:
    words = QCoreApplication.translate("Help", "Saved as {file}")
    return words.format(file="/home/alice/Documents/wan-desktop-report-2026-11-25.zip")


def refused_again_dialog(scene: Scene) -> QDialog:
    dialog = RefusedAgainDialog(scene.window)
    job = next(job for job in scene.jobs if job.id == screenshot_jobs.REFUSED)
    said = job.error.detail if job.error is not None else ""
    picture = scene.picture(job)
    dialog.ask([RefusedVideo("", job.request.prompt, picture, 1, NOW - 1200, said)], 1, NOW)
    return dialog


def refused_batch_dialog(scene: Scene) -> QDialog:
    dialog = RefusedAgainDialog(scene.window)
    refused = [
        RefusedVideo(job.source_name, job.request.prompt, scene.picture(job), 1, NOW - 1200, "")
        for job in scene.jobs[:3]
    ]
    dialog.ask(refused, 24, NOW)
    return dialog


def presets_dialog(scene: Scene) -> QDialog:
    dialog = PresetsDialog(scene.window)
    dialog.ask(scene.texts.presets)
    return dialog


def presets_undo_dialog(scene: Scene) -> QDialog:
    dialog = PresetsDialog(scene.window)
    dialog.ask(scene.texts.presets[1:])
    dialog.say(scene.texts.preset_deleted, undo=True)
    return dialog


def no_presets_dialog(scene: Scene) -> QDialog:
    dialog = PresetsDialog(scene.window)
    dialog.ask([])
    return dialog


def save_preset_dialog(scene: Scene) -> QDialog:
    dialog = SavePresetDialog(scene.window)
    dialog.ask(scene.texts.presets, scene.texts.presets[0])
    return dialog


def about_dialog(scene: Scene) -> QDialog:
    dialog = AboutDialog(scene.window)
    dialog.ask((("Wan Desktop", "1.0"), ("Qt", "6.11.3"), ("Python", "3.11.7"), ("FFmpeg", "8.0")), home=None)
    found = find_parts(licences_folder())
    first = replace(found.parts[0], source=LONG_LINK)
    dialog.show_parts(replace(found, parts=(first, *found.parts[1:])))
    dialog.show_text(first, text_of(first))
    return dialog


DIALOGS: dict[str, Callable[[Scene], QDialog]] = {
    "about": about_dialog,
    "settings": settings_dialog,
    "settings-demo": demo_settings_dialog,
    "unconfirmed-dialog": unconfirmed_dialog,
    "restore": restore_dialog,
    "restore-in-use": restore_in_use_dialog,
    "unknown-price": unknown_price_dialog,
    "refused-again": refused_again_dialog,
    "refused-batch": refused_batch_dialog,
    "presets": presets_dialog,
    "presets-undo": presets_undo_dialog,
    "presets-none": no_presets_dialog,
    "preset-save": save_preset_dialog,
    "spending": spend_dialog,
    "crash": crash_dialog,
    "report": report_dialog,
    **FRAMING_DIALOGS,
    **SOUND_DIALOGS,
    **BATCH_DIALOGS,
}
