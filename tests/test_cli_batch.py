"""``generate`` for several videos: sent in their order, paused by doubt, resumed by their user."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.fakes.command_line import Home, ended, objects, wait_for_line
from tests.test_cli import IMAGE, Service, home, posix, service
from wan_desktop.demo.faults import Endpoint, Fault, Kind, Stage

__all__ = ["home", "service"]


def test_of_several_the_refused_ones_are_named_and_none_is_sent_without_its_option(
    home: Home, service: Service, tmp_path: Path
) -> None:
    images = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for image in images:
        shutil.copy(IMAGE, image)
    sheet = tmp_path / "prompts.tsv"
    sheet.write_text("image\tprompt\na.jpg\tmist\nb.jpg\t[demo:refuse] dance\n", encoding="utf-8")
    call = ("generate", images[0], images[1], "--prompts", sheet, *service.options)
    assert home.run(*call).returncode == 3, "the other one is made all the same"
    assert [job.state for job in home.stored()] == ["done", "failed"]
    again = home.run(*call)
    assert again.returncode == 2
    assert "(b.jpg)" in again.stderr
    assert service.received() == 2
    assert home.run(*call, "--send-refused-again").returncode == 3
    assert service.received() == 4


class TestABatch:
    @pytest.fixture
    def pictures(self, tmp_path: Path) -> Path:
        folder = tmp_path / "图 in"
        folder.mkdir()
        for name in ("b 2.jpg", "a 10.jpg", "c.jpg"):
            shutil.copy(IMAGE, folder / name)
        (folder / "notes.txt").write_text("no image")
        return folder

    def test_a_folder_with_prompts_and_variations_ends_as_files_in_a_folder(
        self, home: Home, service: Service, pictures: Path, tmp_path: Path
    ) -> None:
        sheet, out = tmp_path / "prompts.tsv", tmp_path / "out"
        sheet.write_text('image\tprompt\nc.jpg\t"Rain,\nthen sun"\nnobody\tx\n', encoding="utf-8")
        options = ("--prompts", sheet, "-p", "Mist", "--variations", "2", "--resolution", "720P", "-o", out)
        result = home.run("generate", pictures, *service.options, *options, "--json")
        jobs = objects(result)
        assert (result.returncode, [job["state"] for job in jobs]) == (0, ["done"] * 6), result.stderr
        names = [Path(job["video"]).name.split(" ", 1)[1] for job in jobs]
        assert names == [
            "a 10 01 Mist 720P.mp4",
            "a 10 02 Mist 720P.mp4",
            "b 2 03 Mist 720P.mp4",
            "b 2 04 Mist 720P.mp4",
            "c 05 Rain, 720P.mp4",
            "c 06 Rain, 720P.mp4",
        ]
        assert sorted(path.name for path in out.iterdir()) == sorted(Path(job["video"]).name for job in jobs)
        assert "1 rows belong to no image" in result.stderr
        seeds = [job.request.seed for job in home.stored()]
        assert len(set(seeds)) == 6
        assert None not in seeds

    def test_an_unconfirmed_one_in_the_middle_pauses_the_rest_and_resume_paused_sends_it(
        self, home: Home, service: Service, pictures: Path
    ) -> None:
        service.faults.order(
            Fault(Endpoint.SUBMIT, Kind.DELAY, seconds=0.0),
            Fault(Endpoint.SUBMIT, Kind.DROP, Stage.HANDLED),
        )
        result = home.run("generate", pictures, *service.options, "--json")
        assert [job["state"] for job in objects(result)] == ["done", "unconfirmed", "waiting"]
        assert result.returncode == 4
        assert "1 of 3 were not sent: the batch is paused" in result.stderr
        assert service.received() == 2
        assert home.run("resume").returncode == 5
        assert service.received() == 2
        resumed = home.run("resume", "--paused", "--json")
        assert (resumed.returncode, [job["state"] for job in objects(resumed)]) == (0, ["done"])
        assert service.received() == 3

    def test_one_that_is_no_image_sends_none(self, home: Home, service: Service, pictures: Path) -> None:
        (pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
        result = home.run("generate", pictures / "c.jpg", pictures / "broken.jpg", *service.options)
        assert result.returncode == 2
        assert "broken.jpg: " in result.stderr
        assert service.received() == 0

    def test_killed_between_two_nothing_is_sent_twice_and_nothing_lost(
        self, home: Home, service: Service, pictures: Path
    ) -> None:
        service.faults.order(
            Fault(Endpoint.SUBMIT, Kind.DELAY, seconds=0.0),
            Fault(Endpoint.SUBMIT, Kind.DELAY, Stage.HANDLED, seconds=4.0),
        )
        process = home.start("generate", pictures, *service.options)
        wait_for_line(process, "queued")
        while service.accepted() < 2:
            time.sleep(0.01)
        process.kill()
        ended(process)
        assert home.run("resume").returncode == 4
        # The second one was sent and not heard of: the third waits for the user, not for a start.
        assert [job.state for job in home.stored()] == ["done", "unconfirmed", "waiting"]
        assert [job.paused for job in home.stored()][2] == "unconfirmed"
        assert service.received() == 2
        assert objects(home.run("resume", "--paused", "--json"))[0]["state"] == "done"
        assert service.received() == 3

    @posix
    @pytest.mark.parametrize("service", [3.0], indirect=True)
    def test_interrupted_the_rest_waits_for_its_user(
        self, home: Home, service: Service, pictures: Path
    ) -> None:
        service.faults.order(
            Fault(Endpoint.SUBMIT, Kind.DELAY, seconds=0.0),
            Fault(Endpoint.SUBMIT, Kind.DELAY, seconds=2.0),
        )
        process = home.start("generate", pictures, *service.options)
        wait_for_line(process, "queued")
        while service.received() < 2:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        stopped = ended(process)
        assert "the batch is paused" in stopped.stderr
        assert home.stored()[2].paused == "user"
        assert service.received() == 2
