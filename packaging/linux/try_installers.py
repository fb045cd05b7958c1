"""``dev.py try-installers``: what ``dev.py build`` made, as a new user meets it on a computer without Python.

The .deb and the archive are each installed in a clean root without a network, try themselves, open their
window on a screen, and are used: a sample image is clicked, Generate is pressed by its key, the video plays,
a second start hands a file over, the window manager closes the window. Then they are removed, and of all
files only the user's own may be left. Then the way of somebody whose system is Chinese, with a font for it
and without. At last two poor computers: one lacks libraries, the other fonts.
Pictures go to ``build/tried``. Standard library only; needs root.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from steps import SetupFailed, say

from linux import clean_root, screen
from linux.clean_root import USER, Root
from linux.screen import Screen, wait

NAME = "wan-desktop"
HOME = f"home/{USER}"
LIBRARY = f"{HOME}/Videos/Wan Desktop"
#: A picture of the user's own, with a space in its name as people have it.
OWN_PICTURE = f"{HOME}/Pictures/my lake.jpg"
#: Folders that the program's caches and logs are in, and one that PulseAudio's library makes for itself.
BY_THE_WAY = (f"{HOME}/.cache", f"{HOME}/.local/state", f"{HOME}/.config/pulse")
#: The middle one of the three sample images that the first start shows, in pixels of the screen.
SAMPLE = (722, 530)
#: Inside the field of the image, and inside the stage, wherever the window manager's frame is.
IMAGE: screen.Area = (40, 110, 260, 100)
STAGE: screen.Area = (380, 220, 640, 340)
#: The list of jobs.
JOBS: screen.Area = (1110, 190, 300, 300)
CHINESE = {"LANG": "zh_CN.UTF-8"}
CHINESE_FONT = "fonts-wqy-microhei"
PROMPT = "镜头缓缓推进，薄雾流动"
#: From one key to the next, in the tries to type it; seconds until the program has kept what was typed.
TYPING_MILLISECONDS = (150, 400, 1000)
DRAFT_SECONDS = 15.0


class Trial:
    """Tries the installers of one build; ``results`` gets the pictures."""

    def __init__(self, checkout: Path, display: Screen) -> None:
        build = checkout / "build"
        self._display = display
        self._build = build
        self._picture = checkout / "resources" / "samples" / "lake.jpg"
        packages = packages_of(the_one(build / "installers", "*.deb"))
        self._base = clean_root.base(build, packages)
        self._base_with_font = clean_root.base(build, [*packages, CHINESE_FONT])
        self.results = build / "tried"

    def everything(self) -> None:
        """All of it; raises SetupFailed with what did not hold."""
        shutil.rmtree(self.results, ignore_errors=True)
        self.results.mkdir(parents=True)
        for name, attempt, base, language in (
            ("the .deb", self.package, self._base, {}),
            ("the archive", self.archive, self._base, {}),
            ("a Chinese system", self.chinese, self._base_with_font, CHINESE),
            ("a Chinese system without a font for it", self.without_chinese, self._base, CHINESE),
            ("a computer that lacks libraries", self.without_libraries, self._base, {}),
            ("a computer without fonts", self.without_fonts, self._base, {}),
        ):
            say(f"Trying {name}.")
            variables = {"DISPLAY": self._display.display, **language}
            with clean_root.entered(base, self._build, variables) as root:
                prepare(root, self._picture)
                attempt(root)

    def package(self, root: Root) -> None:
        """The .deb: installed by root, used by a user, removed without a trace but the user's."""
        before = root.files()
        root.put(the_one(self._build / "installers", "*.deb"), "tmp/package.deb")
        timed("dpkg -i", lambda: root.run("dpkg", "-i", "/tmp/package.deb"))
        root.run("dpkg", "--verify", NAME)
        self._use(root, NAME, "deb")
        words = root.run("dpkg", "-r", NAME).stdout
        demand("~/.local/share/wan-desktop" in words, f"dpkg -r does not say what stays: {words}")
        root.run("dpkg", "-P", NAME)
        self._check_left(root, before)

    def archive(self, root: Root) -> None:
        """The archive: started where it was unpacked, installed by the user, upgraded, removed."""
        before = root.files()
        downloads = f"/{HOME}/Downloads/new things"
        root.run("mkdir", "-p", downloads, user=USER)
        root.put(the_one(self._build / "installers", "*-linux-*.tar.gz"), "tmp/archive.tar.gz")
        timed(
            "tar xzf",
            lambda: root.run("tar", "-xzf", "/tmp/archive.tar.gz", "-C", downloads, user=USER),
        )
        unpacked = f"{downloads}/{the_one(root.outside / downloads.lstrip('/'), f'{NAME}-*').name}"
        root.run(f"{unpacked}/{NAME}", "--version", user=USER)
        self._for_everyone(root, unpacked)
        timed("install.sh", lambda: root.run("sh", f"{unpacked}/install.sh", user=USER))
        self._use(root, f"/{HOME}/.local/bin/{NAME}", "archive")
        timed("install.sh again", lambda: root.run("sh", f"{unpacked}/install.sh", user=USER))
        words = root.run("sh", f"/{HOME}/.local/lib/{NAME}/uninstall.sh", user=USER).stdout
        demand(f"/{LIBRARY}" in words, f"uninstall.sh does not say where the videos are: {words}")
        root.run("rm", "-r", f"/{HOME}/Downloads", user=USER)
        self._check_left(root, before)

    def _for_everyone(self, root: Root, unpacked: str) -> None:
        """As root: every user's terminal finds it, and it goes without a trace."""
        before = root.files()
        root.run("sh", f"{unpacked}/install.sh")
        root.run(NAME, "--version", user=USER)
        words = root.run("sh", f"/usr/local/lib/{NAME}/uninstall.sh").stdout
        demand("each user's videos" in words, f"uninstall.sh does not say what stays: {words}")
        demand(root.files() == before, f"root's removal left {sorted(root.files() ^ before)[:9]}")

    def chinese(self, root: Root) -> None:
        """From the first start to the video, a picture of each step; then the settings and About."""
        self._install(root)
        program = start(root, NAME)
        self._display.fill_with("Wan Desktop")
        self._picture_of("chinese-1-first-start")
        self._type_prompt(root)
        seen = self._display.look(IMAGE)
        self._display.click(*SAMPLE)
        self._display.wait_for_change(seen, "picture of the sample", IMAGE)
        self._picture_of("chinese-2-ready")
        seen = self._display.look(JOBS)
        self._display.key("ctrl+Return")
        self._display.wait_for_change(seen, "row of the video", JOBS)
        self._display.picture(self.results / "chinese-3-generating.png")
        wait(lambda: any((root.outside / LIBRARY).glob("*.mp4")), "video in the user's videos folder")
        self._wait_for_playing()
        self._display.picture(self.results / "chinese-4-video.png")
        [video] = (root.outside / LIBRARY).glob("*.mp4")
        demand(PROMPT in video.name, f"what was typed is not what was sent: {video.name}")
        for keys, name in (
            (["ctrl+comma"], "chinese-5-settings"),
            (["alt+h", "Up", "Return"], "chinese-6-about"),
        ):
            self._picture_of_dialog(keys, name)
        self._close(program)

    def _type_prompt(self, root: Root) -> None:
        """Typed ever slower, until the draft that the program keeps has every letter of it."""
        draft = root.outside / HOME / ".local" / "share" / NAME / "draft.json"
        for milliseconds in TYPING_MILLISECONDS:
            self._display.key("ctrl+a")
            self._display.type(PROMPT, milliseconds)
            try:
                wait(lambda: prompt_in(draft) == PROMPT, "prompt as it was typed", seconds=DRAFT_SECONDS)
            except SetupFailed:
                say(f"    Typed a key in {milliseconds} ms, it came as: {prompt_in(draft)}")
            else:
                return
        raise SetupFailed("What is typed does not come whole.")

    def _picture_of_dialog(self, keys: list[str], name: str) -> None:
        """The dialog that the keys open, drawn to its end. Beside it the video moves on."""
        display, behind = self._display, self._display.active_window()
        for key in keys:
            display.key(key)
        wait(lambda: display.active_window() not in ("", behind), f"dialog for {name}")
        display.wait_until_still(display.area_of(display.active_window()))
        display.picture(self.results / f"{name}.png")
        display.key("Escape")
        wait(lambda: display.active_window() == behind, f"end of {name}")

    def without_chinese(self, root: Root) -> None:
        """The window speaks English, and says which package brings a font."""
        self._install(root)
        program = start(root, NAME)
        self._display.fill_with("Wan Desktop")
        self._picture_of("chinese-without-font")
        self._display.key("Escape")
        self._close(program)

    def _install(self, root: Root) -> None:
        root.put(the_one(self._build / "installers", "*.deb"), "tmp/package.deb")
        root.run("dpkg", "-i", "/tmp/package.deb")

    def _picture_of(self, name: str) -> None:
        self._display.wait_until_still()
        self._display.picture(self.results / f"{name}.png")

    def without_libraries(self, root: Root) -> None:
        """What is missing is named on the terminal, with its package, and the command line works."""
        self._install(root)
        done = root.run("env", "-u", "DISPLAY", NAME, user=USER, check=False)
        say(f"    {done.stderr.strip()}")
        demand(done.returncode == 1 and "no display" in done.stderr, f"without a display: {done}")
        for library, package in (("libX11-xcb.so.1", "libx11-xcb1"), ("libEGL.so.1", "libegl1")):
            for file in root.outside.glob(f"usr/lib/*/{library}*"):
                file.unlink()
            done = root.run(NAME, user=USER, check=False)
            say(f"    {done.stderr.strip()}")
            demand(done.returncode == 1 and f"Debian, Ubuntu: {package}" in done.stderr, f"{library}: {done}")
        root.run(NAME, "jobs", user=USER)

    def without_fonts(self, root: Root) -> None:
        """No letter can be drawn, and yet the program lives, and ends when it is told to."""
        self._install(root)
        shutil.rmtree(root.outside / "usr" / "share" / "fonts")
        program = start(root, NAME)
        self._display.fill_with("Wan Desktop")
        self._picture_of("without-fonts")
        self._close(program)

    def _use(self, root: Root, program: str, name: str) -> None:
        """What a new user does, and what must come of it."""
        tools = root.run("sh", "-c", "command -v python3 python dbus-daemon Xvfb", check=False).stdout
        demand(not tools, f"this root is not bare: {tools}")
        self._selftest(root, program, name)
        began = time.monotonic()
        running = start(root, program)
        window = self._display.fill_with("Wan Desktop")
        say(f"    {time.monotonic() - began:6.1f} s  window open")
        named = self._display.window_class(window)
        demand(named.endswith(f'"{NAME}", "{NAME}"'), f"desktops would not find its menu entry: {named}")
        self._picture_of(f"{name}-1-first-start")
        self._make_video(root, name)
        seen = self._display.look(IMAGE)
        timed("second start", lambda: root.run(program, f"/{OWN_PICTURE}", user=USER))
        self._display.wait_for_change(seen, "picture of the file handed over", IMAGE)
        self._display.wait_until_still(IMAGE)
        self._display.picture(self.results / f"{name}-3-handed-over.png")
        self._close(running)

    def _selftest(self, root: Root, program: str, name: str) -> None:
        """Out of sight, as nobody has a screen there."""
        hidden = ["env", "-u", "DISPLAY", program, "--selftest", "/tmp/selftest"]
        done = timed("self-test", lambda: root.run(*hidden, user=USER))
        say("    " + done.stdout.strip().replace("\n", "\n    "))
        shutil.copyfile(root.outside / "tmp/selftest/window.png", self.results / f"{name}-0-selftest.png")

    def _make_video(self, root: Root, name: str) -> None:
        began = time.monotonic()
        seen = self._display.look(IMAGE)
        self._display.click(*SAMPLE)
        self._display.wait_for_change(seen, "picture of the sample", IMAGE)
        self._display.wait_until_still()
        self._display.key("ctrl+Return")
        wait(lambda: any((root.outside / LIBRARY).glob("*.mp4")), "video in the user's videos folder")
        say(f"    {time.monotonic() - began:6.1f} s  from the first click to the video in its folder")
        self._wait_for_playing()
        self._display.picture(self.results / f"{name}-2-video.png")
        jobs = root.run(NAME if name == "deb" else f"/{HOME}/.local/bin/{NAME}", "jobs", "--json", user=USER)
        demand(jobs.stdout.count('"id"') == 1, f"one click made other than one job: {jobs.stdout}")

    def _wait_for_playing(self) -> None:
        """Playing, what the screen shows changes again and again."""
        for _ in range(3):
            self._display.wait_for_change(self._display.look(STAGE), "movement of the video", STAGE)

    def _close(self, program: subprocess.Popen[bytes]) -> None:
        self._display.key("alt+F4")
        try:
            status = program.wait(timeout=60)
        except subprocess.TimeoutExpired:
            program.kill()
            raise SetupFailed("The window did not close.") from None
        demand(status == 0, f"the program ended with {status}")

    def _check_left(self, root: Root, before: set[str]) -> None:
        """Removal leaves the user's own files, all of them, and nothing else."""
        gone = before - root.files()
        own = (LIBRARY, f"{HOME}/.local/share/{NAME}", *BY_THE_WAY)
        left = {path for path in root.files() - before if not path.startswith(own)}
        folders = {path for path in left if any(name.startswith(f"{path}/") for name in own)}
        demand(not gone, f"removal took other files along: {sorted(gone)[:9]}")
        demand(not left - folders, f"removal left {sorted(left - folders)[:9]}")
        demand(any((root.outside / LIBRARY).glob("*.mp4")), "removal took the user's video")
        demand((root.outside / own[1] / "jobs.sqlite3").exists(), "removal took the user's list of videos")
        say(f"    Left: {', '.join(sorted(own_files(root)))}")


def prompt_in(draft: Path) -> str:
    """What the program has kept of the form; "" while there is nothing."""
    try:
        kept = json.loads(draft.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return str(kept.get("request", {}).get("prompt", ""))


def own_files(root: Root) -> list[str]:
    """The user's videos, and the folder of the program's data."""
    videos = [f"{LIBRARY}/{file.name}" for file in (root.outside / LIBRARY).iterdir()]
    return [*videos, f"{HOME}/.local/share/{NAME}"]


def prepare(root: Root, picture: Path) -> None:
    """A user with a picture, and temporary files that everybody may make."""
    root.run("mkdir", "-p", f"/{HOME}/Pictures", user=USER)
    root.put(picture, OWN_PICTURE)


def start(root: Root, program: str) -> subprocess.Popen[bytes]:
    """The window, as from the user's terminal."""
    return subprocess.Popen(root.command([program], user=USER), stdin=subprocess.DEVNULL)


def timed(
    what: str, work: Callable[[], subprocess.CompletedProcess[str]]
) -> subprocess.CompletedProcess[str]:
    began = time.monotonic()
    done = work()
    say(f"    {time.monotonic() - began:6.1f} s  {what}")
    return done


def demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SetupFailed(otherwise)


def the_one(folder: Path, pattern: str) -> Path:
    """The only file of a pattern. Raises SetupFailed."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise SetupFailed(
            f"There are {len(found)} files {folder / pattern}, and one is wanted: dev.py build first."
        )
    return found[0]


def packages_of(package: Path) -> list[str]:
    """What a .deb depends on: the first of each line, without versions."""
    asked = ["dpkg-deb", "--field", str(package), "Depends"]
    told = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    return [line.split("|")[0].split("(")[0].strip() for line in told.split(",")]


def main(checkout: Path) -> int:
    """Tries everything; 0 where all of it held. Raises SetupFailed, OSError."""
    if os.geteuid() != 0:
        raise SetupFailed("Only root can make a clean root: start this with sudo.")
    with screen.running() as display:
        trial = Trial(checkout, display)
        trial.everything()
    say(f"Everything held; the pictures are in {trial.results}.")
    return 0
