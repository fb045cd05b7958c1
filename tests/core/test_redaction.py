"""Keys and signed links are cut out of any text, in whatever form they come, and the rest stays."""

from __future__ import annotations

import json
import sys
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from wan_desktop.core import known_keys
from wan_desktop.core.redaction import redact, words
from wan_desktop.core.transport import ANSWER_BYTES_MAX, Answer
from wan_desktop.core.wire_errors import complaint_of
from wan_desktop.core.wire_results import result_of

KEY = 'sk.planted/K3y+0123456789"abcdef=\\xyz'
"""With signs that each encoding changes. By its looks alone nobody would know it for a key."""
SIGNATURE = "Pl4nted%2FS1gnature%3D%3D"


@pytest.fixture
def known() -> str:
    """The key, known to this process for one test."""
    known_keys.hide(KEY)
    return KEY


def every_sign_escaped(pattern: str) -> Callable[[str], str]:
    return lambda text: "".join(pattern.format(ord(sign)) for sign in text)


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in capitals": str.upper,
    "JSON": json.dumps,
    "JSON in JSON": lambda key: json.dumps(json.dumps(key)),
    "repr": repr,
    "repr of bytes": lambda key: repr(key.encode()),
    "percent-encoded": lambda key: quote(key, safe=""),
    "percent-encoded in small letters": lambda key: quote(key, safe="").lower(),
    "percent-encoded twice": lambda key: quote(quote(key, safe=""), safe=""),
    "every sign percent-encoded": every_sign_escaped("%{:02X}"),
    "every sign escaped as in JSON": every_sign_escaped("\\u{:04x}"),
    "every sign escaped as in repr": every_sign_escaped("\\x{:02x}"),
    "every sign escaped as in HTML": every_sign_escaped("&#{};"),
    "every sign escaped as in XML": every_sign_escaped("&#x{:X};"),
    "hexadecimal": lambda key: key.encode().hex(),
    "header": lambda key: f"Authorization: Bearer {key}",
    "base64": lambda key: b64encode(key.encode()).decode(),
    "base64 of the header": lambda key: b64encode(f"Bearer {key}".encode()).decode(),
    "base64 of a user and the key": lambda key: b64encode(f"me:{key}".encode()).decode(),
    "base64 for links": lambda key: urlsafe_b64encode(f"{{{key}}}".encode()).decode(),
    "in a link's path": lambda key: f"https://h.example/{quote(key, safe='')}/a.mp4",
    "as a link's user": lambda key: f"https://{quote(key, safe='')}@h.example/a.mp4",
    "its first half": lambda key: key[: len(key) // 2],
    "its second half": lambda key: key[len(key) // 2 :],
    "its middle": lambda key: key[10:26],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_known_key_is_cut_in_every_form_and_its_neighbours_stay(known: str, form: str) -> None:
    clothed = FORMS[form](known)
    shown = redact(f"said <{clothed}> twice: {clothed} and went on")
    assert not pieces_of(clothed) & pieces_of(shown), shown
    assert shown.startswith("said <")
    assert shown.endswith(" and went on")


def pieces_of(text: str) -> set[str]:
    """Every piece of the planted part of a text, of a length that no chance brings."""
    words = text.replace("Authorization", "").replace("Bearer", "").replace("https://h.example", "")
    return {words[at : at + 10].lower() for at in range(len(words) - 9)}


def test_what_is_no_key_of_any_service_is_not_hidden_everywhere() -> None:
    known_keys.hide("demo")
    known_keys.hide(" ")
    assert redact("the demo service") == "the demo service"


def test_a_key_given_for_one_text_is_cut_there_only() -> None:
    assert redact(f"a {KEY} b", KEY) == "a … b"
    assert redact(f"a {KEY} b") == f"a {KEY} b"


REDACTED = (
    ("key planted/0123!", "key …!"),
    (
        "see https://u:planted@h.example/p/a.mp4?X-Amz-Signature=planted&b=c#planted now",
        "see https://h.example/p/a.mp4?… now",
    ),
    (r'{"u":"https:\/\/h.example\/a?sig=planted"}', r'{"u":"https:\/\/h.example\/a?…"}'),
    (r'{"u":"https:\/\/h.example\/a\u003fsig=planted"}', r'{"u":"https:\/\/h.example\/a?…"}'),
    (r'"a=\"https://h.example/a?sig=planted\", b"', r'"a=\"https://h.example/a?…\", b"'),
    ("to=https%3A%2F%2Fh.example%2Fa%3Fsig%3Dplanted", "to=https%3A%2F%2Fh.example%2Fa?…"),
    ("X-Amz-Credential=planted&OSSAccessKeyId=planted", "X-Amz-Credential=…&OSSAccessKeyId=…"),
    ("sig%3Dplanted", "sig%3D…"),
    ("Authorization: Bearer planted.token", "Authorization: Bearer …"),
    ("{'authorization': 'Basic cGxhbnRlZA=='}", "{'authorization': 'Basic …'}"),
    ("Authorization: planted", "Authorization: …"),
    ("Set-Cookie: session=planted; Path=/", "Set-Cookie: …"),
    ('{"api_key": "planted-0123456789"}', '{"api_key": "…"}'),
    ('{\\"secret\\": \\"planted0123456789\\"}', '{\\"secret\\": \\"…\\"}'),
    ("Incorrect key: sk_planted0123456789abc.", "Incorrect key: …."),
    ("LTAIplanted012345 AKIAPLANTED012345678", "… …"),
    ("eyJwbGFudGVk.eyJwbGFudGVk.planted", "…"),
    ("img data:image/png;base64,planted+/= end", "img data:… end"),
    ("img data:text/plain;charset=utf-8,planted end", "img data:… end"),
    ("img " + "planted/" * 40 + " end", "img … end"),
    (
        "https://h.example/1700000000/" + "0123456789abcdef" * 2 + "/a.mp4",
        "https://h.example/1700000000/…/a.mp4",
    ),
    ("https://h.example/exp=1~hmac=planted/a.mp4", "https://h.example/…/a.mp4"),
)


@pytest.mark.parametrize(("text", "shown"), REDACTED)
def test_secrets_are_cut_and_the_rest_stays(text: str, shown: str) -> None:
    assert redact(text, "planted/0123") == shown


@pytest.mark.parametrize(
    "text",
    [
        "plain words, 3 > 2",
        "Invalid token: it has expired",
        "API key: please check it",
        "the bearers of the task-management-and-planning-desk",
        "job 3f2c9a8b7d6e4f5a9b8c7d6e5f4a3b2c: queued, task 0b8e1f6a-7c7f-4b1e-9d5e-2f1f6b0c9d11",
        'File "/usr/lib/python3.11/asyncio/base_events.py", line 640, in run_until_complete',
        "https://api.jiekou.ai/v3/async/task-result",
        "密钥无效，请检查",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


#: How the object stores and CDNs sign their links, each with the planted signature.
SIGNED_LINKS = {
    "S3": "https://b.s3.amazonaws.com/v/a.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261123"
    f"&X-Amz-Date=20261123T000000Z&X-Amz-Expires=3600&X-Amz-Security-Token={SIGNATURE}&X-Amz-Signature={SIGNATURE}",
    "S3, version 2": f"https://b.s3.amazonaws.com/a.mp4?AWSAccessKeyId={SIGNATURE}&Expires=1&Signature={SIGNATURE}",
    "OSS": f"https://b.oss-cn-x.aliyuncs.com/1d/a.mp4?Expires=1&OSSAccessKeyId={SIGNATURE}&Signature={SIGNATURE}"
    f"&security-token={SIGNATURE}",
    "OSS, version 4": f"https://b.oss-cn-x.aliyuncs.com/a.mp4?x-oss-credential={SIGNATURE}&x-oss-signature={SIGNATURE}",
    "COS": f"https://b.cos.ap-x.myqcloud.com/a.mp4?q-sign-algorithm=sha1&q-ak={SIGNATURE}&q-sign-time=1;2&q-key-time=1;2"
    f"&q-header-list=&q-url-param-list=&q-signature={SIGNATURE}&x-cos-security-token={SIGNATURE}",
    "TOS": f"https://b.tos-cn-x.volces.com/a.mp4?X-Tos-Algorithm=TOS4-HMAC-SHA256&X-Tos-Credential={SIGNATURE}"
    f"&X-Tos-Expires=86400&X-Tos-Security-Token={SIGNATURE}&X-Tos-Signature={SIGNATURE}&X-Tos-SignedHeaders=host",
    "GCS": f"https://storage.googleapis.com/b/a.mp4?X-Goog-Credential={SIGNATURE}&X-Goog-Signature={SIGNATURE}",
    "GCS, version 2": f"https://storage.googleapis.com/b/a.mp4?GoogleAccessId={SIGNATURE}&Signature={SIGNATURE}",
    "CloudFront": f"https://d1.cloudfront.net/a.mp4?Policy={SIGNATURE}&Signature={SIGNATURE}&Key-Pair-Id={SIGNATURE}",
    "Azure": f"https://a.blob.core.windows.net/c/a.mp4?sv=2022&se=2026&sr=b&sp=r&sig={SIGNATURE}",
    "a CDN": f"https://cdn.example/a.mp4?auth_key={SIGNATURE}&wsSecret={SIGNATURE}&sign={SIGNATURE}&token={SIGNATURE}",
}


@pytest.mark.parametrize("store", SIGNED_LINKS)
@pytest.mark.parametrize(
    "told",
    [
        str,
        lambda link: link.partition("?")[2],
        lambda link: quote(link.partition("?")[2], safe=""),
        lambda link: quote(link, safe=""),
        lambda link: quote(quote(link, safe=""), safe=""),
        lambda link: json.dumps(link).replace("/", "\\/").replace("&", "\\u0026").replace("=", "\\u003d"),
        lambda link: link.replace("&", "&amp;"),
        lambda link: f"fetch of '{link}' failed",
    ],
    ids=["link", "query", "encoded query", "encoded", "twice", "JSON", "HTML", "sentence"],
)
def test_nothing_of_a_signature_is_left(store: str, told: Callable[[str], str]) -> None:
    shown = redact(told(SIGNED_LINKS[store]))
    assert "Pl4nted" not in shown
    assert "S1gnature" not in shown


@pytest.mark.parametrize("store", SIGNED_LINKS)
def test_a_raw_answer_is_kept_without_its_links_secrets_and_stays_readable(store: str) -> None:
    videos = [{"video_url": SIGNED_LINKS[store], "video_url_ttl": "3600"}]
    task = {"task_id": "t-1", "status": "TASK_STATUS_SUCCEED", "reason": f"at {SIGNED_LINKS[store]}, ready"}
    result = result_of({"task": task, "videos": videos, "extra": {"seed": "7"}})
    assert result is not None
    assert "Pl4nted" not in result.raw + repr(result)
    kept = json.loads(result.raw)
    assert (kept["task"]["task_id"], kept["extra"]) == ("t-1", {"seed": "7"})
    assert kept["videos"][0]["video_url"].endswith("/a.mp4?…")


def test_words_are_one_bounded_line_that_every_file_takes() -> None:
    line = words("a\x00b\n\ud83d\u202e" + "x y " * 9999)
    assert line.startswith("a b x y x")
    assert len(line) == 500
    line.encode("utf-8")


@pytest.mark.parametrize("fill", ["word ", "data:image/png;base64,AAAA "])
def test_a_secret_at_the_edge_of_what_is_read_is_not_told_in_part(known: str, fill: str) -> None:
    for shift in range(len(known) + 2):
        start = (fill * 9999)[: 500 * 32 - shift - 1]
        assert known[:4] not in words(f"{start} {known}")


HOSTILE = (
    *(
        "a",
        "<title",
        "data:image/",
        "bearer ",
        "https://",
        "x-",
        "sig",
        "%26",
        "a.b:",
        "data:a/b;base64,",
        "\\",
    ),
    *(
        "sk.plant",
        "&#65;",
        "%2525",
        "token:",
        "token:a",
        "authorization:",
        "cookie=",
        "a=",
        "sk-",
        "eyJaaaaaaaa.",
    ),
    *("\\u0041", "%3ahttps%3a%2f%2f", "Qm", "https://h/=/", "signature=", "access_key", "&#" + "9" * 5000),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_eight_times_the_text_takes_about_eight_times_as_long(known: str, unit: str) -> None:
    """A quadratic search takes sixty-four times as long. Processor time: others do not count.

    Windows counts that in ticks of 16 ms, which are longer than most of these texts take.
    """
    clock = time.perf_counter if sys.platform == "win32" else time.process_time

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = clock()
        redact(text)
        return clock() - start

    small = min(seconds(1 << 13) for _ in range(3))
    assert min(seconds(1 << 16) for _ in range(3)) / small < 24


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_words_of_an_answer_are_read_no_further_than_they_are_shown(unit: str) -> None:
    body = (unit * (ANSWER_BYTES_MAX // len(unit))).encode()
    for answer in (b"<" + body, json.dumps({"message": body.decode()}).encode()):
        assert len(complaint_of(Answer(400, httpx.Headers(), answer)).message) <= 500
