"""Frames to video: times, key frames, odd sizes, and recordings that were cut off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest

from skyvern.browser.encode import Encoder, EncodingFailed, encode_recording
from skyvern.browser.host.frames import FrameWriter
from skyvern.browser.video import ABANDONED, encode


def jpeg(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    frame = av.VideoFrame(width, height, "rgb24")
    plane = frame.planes[0]
    row = bytes(colour) * width
    plane.update(row.ljust(plane.line_size, b"\0") * height)
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1, 25)
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame.reformat(format="yuvj420p")), *encoder.encode()))


def record(folder: Path, frames: Sequence[tuple[float, bytes]]) -> None:
    writer = FrameWriter(folder)
    for at, picture in frames:
        writer.append(picture, at=1000 + at, page="p")
    writer.close()
    index = folder / "index.jsonl"
    index.write_text("".join(line for line in index.read_text().splitlines(keepends=True) if "end" not in line))


def end(folder: Path, at: float) -> None:
    with (folder / "index.jsonl").open("a") as index:
        index.write(f'{{"end": {1000 + at}}}\n')


def shown(video: Path) -> list[tuple[float, bool, tuple[int, ...]]]:
    with av.open(str(video)) as container:
        frames = []
        for frame in container.decode(video=0):
            picture = frame.reformat(format="rgb24")
            middle = picture.planes[0].line_size * (picture.height // 2) + 3 * (picture.width // 2)
            frames.append((frame.time, frame.key_frame, tuple(bytes(picture.planes[0])[middle : middle + 3])))
        return frames


def length(video: Path) -> float:
    with av.open(str(video)) as container:
        assert container.duration is not None
        return container.duration / 1_000_000


RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_times_are_kept_and_the_last_picture_lasts_until_the_end(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(1280, 720, RED)), (1.25, jpeg(1280, 720, BLUE))])
    end(tmp_path / "f", 2.5)
    assert encode(tmp_path / "f", tmp_path / "v.webm")
    assert [at for at, _, _ in shown(tmp_path / "v.webm")] == [0.0, 1.25, 2.5]
    assert length(tmp_path / "v.webm") == pytest.approx(2.5, abs=0.1)
    assert not (tmp_path / "v.webm.part").exists()


def test_a_long_rest_gets_key_frames(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(1280, 720, RED)), (4.9996, jpeg(1280, 720, BLUE)), (21, jpeg(1280, 720, RED))])
    end(tmp_path / "f", 31.5)
    assert encode(tmp_path / "f", tmp_path / "v.webm")
    frames = shown(tmp_path / "v.webm")
    assert [at for at, is_key, _ in frames if is_key] == [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]
    assert frames[-1][0] == 31.5


def test_pictures_of_another_size_are_fitted_with_a_border(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(320, 240, RED)), (1, jpeg(1280, 720, BLUE)), (2, jpeg(640, 720, RED))])
    end(tmp_path / "f", 3)
    assert encode(tmp_path / "f", tmp_path / "v.webm")
    with av.open(str(tmp_path / "v.webm")) as container:
        assert {(frame.width, frame.height) for frame in container.decode(video=0)} == {(1280, 720)}
    assert [round(colour[0] / 255) for _, _, colour in shown(tmp_path / "v.webm")] == [1, 0, 1, 1]


def test_a_recording_that_was_cut_off_still_plays(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(1280, 720, RED)), (2, b"\xff\xd8 no picture"), (3, jpeg(1280, 720, BLUE))])
    assert encode(tmp_path / "f", tmp_path / "v.webm")
    assert [at for at, _, _ in shown(tmp_path / "v.webm")] == [0.0, 3.0, 4.0]


async def test_a_failure_is_told(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(1280, 720, RED))])
    with pytest.raises(EncodingFailed):
        await encode_recording(tmp_path / "f", tmp_path / "nowhere" / "v.webm")


def test_no_picture_no_video(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, b"broken")])
    assert not encode(tmp_path / "f", tmp_path / "v.webm")
    assert list(tmp_path.iterdir()) == [tmp_path / "f"]


async def test_a_recording_is_encoded_while_it_grows(tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path / "f")
    writer.append(jpeg(1280, 720, RED), at=1000, page="p")
    encoder = await Encoder.start(tmp_path / "f", tmp_path / "v.webm")
    writer.append(jpeg(1280, 720, BLUE), at=1000.5, page="p")
    writer.close()
    index = tmp_path / "f" / "index.jsonl"
    index.write_text("".join(line for line in index.read_text().splitlines(keepends=True) if "end" not in line))
    end(tmp_path / "f", 2)
    assert await encoder.finish() == tmp_path / "v.webm"
    frames = shown(tmp_path / "v.webm")
    assert [(time, colour[0] > colour[2]) for time, _, colour in frames] == [(0.0, True), (0.5, False), (2.0, False)]


async def test_an_encoder_that_is_stopped_leaves_no_video(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(64, 64, RED))])
    encoder = await Encoder.start(tmp_path / "f", tmp_path / "v.webm")
    await encoder.stop()
    assert not (tmp_path / "v.webm").exists()


def test_a_video_that_nobody_waits_for_any_more_is_not_made(tmp_path: Path) -> None:
    record(tmp_path / "f", [(0, jpeg(64, 64, RED))])
    command = [
        sys.executable,
        "-m",
        "skyvern.browser.video",
        str(tmp_path / "f"),
        str(tmp_path / "v.webm"),
        "--follow",
    ]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=60, check=False)
    assert ended.returncode == ABANDONED
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


async def test_a_recording_goes_on_after_a_writer_that_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    record(folder, [(0, jpeg(320, 200, RED))])
    with (folder / "index.jsonl").open("a") as index:
        index.write('{"at": 1000.5, "off')
    with (folder / "frames.bin").open("ab") as pictures:
        pictures.write(b"half a picture")
    record(folder, [(1, jpeg(320, 200, BLUE))])
    video = await encode_recording(folder, tmp_path / "v.webm")
    assert video is not None
    seen = {at: colour for at, _, colour in shown(video)}
    assert seen[0][0] > 200
    assert seen[1][2] > 200
