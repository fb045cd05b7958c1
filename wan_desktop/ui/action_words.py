"""What can be done with a job, as buttons, menus and tooltips say it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.ui.actions import Action

translate = QCoreApplication.translate


def action_words(action: Action) -> str:
    """An act as a button or menu entry says it. Three dots: a question comes first."""
    return {
        Action.PLAY: translate("Messages", "Play"),
        Action.DECIDE: translate("Messages", "Decide…"),
        Action.EDIT_AND_RETRY: translate("Messages", "Edit and retry"),
        Action.RETRY: translate("Messages", "Retry"),
        Action.LOOK_AGAIN: translate("Messages", "Look again"),
        Action.FOLLOW: translate("Messages", "Follow again"),
        Action.STOP: translate("Messages", "Stop following"),
        Action.CONTINUE: translate("Messages", "Continue from last frame"),
        Action.REUSE: translate("Messages", "Reuse settings"),
        Action.SAVE_AS: translate("Messages", "Save as…"),
        Action.SHOW_IN_FOLDER: translate("Messages", "Show in folder"),
        Action.STAR: translate("Messages", "Add star"),
        Action.UNSTAR: translate("Messages", "Remove star"),
        Action.COPY_DETAILS: translate("Messages", "Copy details"),
        Action.DELETE: translate("Messages", "Delete"),
        Action.PAUSE_BATCH: translate("Messages", "Pause the batch"),
        Action.RESUME_BATCH: translate("Messages", "Resume the batch"),
        Action.STOP_BATCH: translate("Messages", "Stop the batch"),
    }[action]


def action_hint(action: Action) -> str:
    """What an act does beyond its name, for a tooltip; empty where the name says it all."""
    hints = {
        Action.RETRY: translate(
            "Messages", "Sends the same request once more. It is charged like a new one."
        ),
        Action.EDIT_AND_RETRY: translate("Messages", "Puts the image and the settings back into the form."),
        Action.CONTINUE: translate(
            "Messages", "Makes the last frame the image of the next video, with the same settings."
        ),
        Action.REUSE: translate("Messages", "Puts the image and the settings back into the form."),
        Action.LOOK_AGAIN: translate(
            "Messages", "Asks the service for this video again. Nothing new is sent."
        ),
        Action.FOLLOW: translate("Messages", "Asks the service for this video again. Nothing new is sent."),
        Action.DELETE: translate("Messages", "Takes it out of the list and moves its video to the trash."),
        Action.PAUSE_BATCH: translate("Messages", "Holds back what is not sent yet."),
        Action.STOP_BATCH: translate("Messages", "What is not sent yet never will be."),
        Action.STOP: translate("Messages", "The service may still finish the video and charge for it."),
    }
    return hints.get(action, "")
