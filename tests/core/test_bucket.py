"""The user's own object store, against a real one: put, link, compare, remove, and every way to fail."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.fakes.object_store import SECRET, ObjectStore, object_store
from tests.fakes.wire_server import Script, WireServer, answer, closed_port, read_all, untrusted_tls
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.bucket_client import LINK_SECONDS, BucketClient
from wan_desktop.core.errors import ErrorKind, UploadError
from wan_desktop.core.redaction import redact
from wan_desktop.core.transport import Patience

SOUND = bytes(range(256)) * 900
AWS_VARIABLES = {
    "AWS_ENDPOINT": "http://elsewhere.example",
    "AWS_ENDPOINT_URL": "http://elsewhere.example",
    "AWS_ENDPOINT_URL_S3": "http://elsewhere.example",
    "AWS_SESSION_TOKEN": "another-session",
    "AWS_ACCESS_KEY_ID": "AKIAANOTHER",
    "AWS_SECRET_ACCESS_KEY": "another",
    "AWS_REGION": "elsewhere-1",
    "AWS_BUCKET": "another",
    "AWS_SKIP_SIGNATURE": "true",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
    "AWS_S3_EXPRESS": "true",
    "AWS_REQUEST_PAYER": "true",
    "AWS_ROLE_ARN": "arn:aws:iam::1:role/x",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere",
}
look = httpx.get
"""As the service does it, with nothing but the link."""
SHORT = Patience(connect=2, write=2, read=0.2, total=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as running:
        yield running


def failed(error: pytest.ExceptionInfo[UploadError]) -> tuple[ErrorKind, str]:
    return error.value.kind, error.value.failure.detail


async def test_what_is_put_is_behind_its_link_with_its_type_until_it_is_removed(store: ObjectStore) -> None:
    client = store.client()
    name = store.bucket.object_name("Übung 声音/a b+c.mp3")
    await client.put(name, SOUND, "audio/mpeg")
    await client.check(name, SOUND)
    link = client.link(name)
    fetched = look(link)
    assert (fetched.status_code, fetched.content) == (200, SOUND)
    assert fetched.headers["content-type"] == "audio/mpeg"
    assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == [str(int(LINK_SECONDS))]
    assert look(link.partition("?")[0]).is_error, "the link's signature is what opens it"
    await client.put(name, SOUND[:9], "audio/wav")
    assert look(client.link(name)).content == SOUND[:9]
    await client.delete(name)
    await client.delete(name)
    assert look(client.link(name)).status_code == 404


async def test_the_test_leaves_nothing_behind_and_sees_that_this_store_is_near(store: ObjectStore) -> None:
    assert await store.client().test() is False
    assert store.objects() == {}


async def test_a_wrong_secret_is_told_from_a_bucket_that_is_not_there(store: ObjectStore) -> None:
    with pytest.raises(UploadError) as error:
        await store.client("not the secret").test()
    kind, detail = failed(error)
    assert kind is ErrorKind.UPLOAD_KEY_REFUSED
    assert "SignatureDoesNotMatch" in detail
    with pytest.raises(UploadError) as error:
        await BucketClient(replace(store.bucket, name="another"), SECRET).test()
    assert failed(error)[0] is ErrorKind.UPLOAD_NO_BUCKET


async def test_a_clock_two_hours_apart_is_named_as_such(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("ahead")
    with object_store(folder, "ahead", "7200") as ahead, pytest.raises(UploadError) as error:
        await ahead.client().test()
    assert failed(error)[0] is ErrorKind.UPLOAD_CLOCK_WRONG
    assert not error.value.failure.retryable


async def test_a_full_store_is_trouble_that_may_pass(tmp_path_factory: pytest.TempPathFactory) -> None:
    with object_store(tmp_path_factory.mktemp("full"), "full") as full:
        with pytest.raises(UploadError) as error:
            await full.client().put("a.mp3", SOUND, "audio/mpeg")
        assert full.objects() == {}
    assert failed(error)[0] is ErrorKind.UPLOAD_TROUBLE
    assert error.value.failure.retryable


async def test_nobody_there_and_silence_may_pass_too() -> None:
    nobody = Bucket(f"http://127.0.0.1:{closed_port()}", "sounds", "", "id")
    with pytest.raises(UploadError) as error:
        await BucketClient(nobody, SECRET).put("a.mp3", SOUND, "audio/mpeg")
    assert failed(error)[0] is ErrorKind.UPLOAD_UNREACHABLE
    with socket.create_server(("127.0.0.1", 0)) as silent:
        bucket = replace(nobody, endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(UploadError) as error:
            await BucketClient(bucket, SECRET, patience=SHORT).put("a.mp3", b"x", "audio/mpeg")
    assert failed(error)[0] is ErrorKind.UPLOAD_UNREACHABLE
    assert error.value.failure.retryable


async def test_a_store_whose_certificate_is_not_trusted_gets_nothing_and_is_not_tried_again(
    tmp_path: Path,
) -> None:
    async with WireServer((read_all, answer(200)), tls=untrusted_tls(tmp_path)) as server:
        with pytest.raises(UploadError) as error:
            await BucketClient(Bucket(server.url, "sounds", "", "id"), SECRET).put(
                "a.mp3", SOUND, "audio/mpeg"
            )
        assert server.requests == []
    assert failed(error)[0] is ErrorKind.UPLOAD_UNTRUSTED
    assert not error.value.failure.retryable


PORTAL = answer(200, "<html>Please sign in to this network</html>")
ODD: dict[str, tuple[Script, ErrorKind]] = {
    "a portal that takes anything": ((read_all, PORTAL), ErrorKind.UPLOAD_REFUSED),
    "a redirect": (
        (read_all, answer(301, "<Code>PermanentRedirect</Code>", "Location: http://127.0.0.1:9/")),
        ErrorKind.UPLOAD_REFUSED,
    ),
    "forbidden": ((read_all, answer(403, "")), ErrorKind.UPLOAD_KEY_REFUSED),
    "a wrong region": (
        (read_all, answer(400, "<Code>AuthorizationHeaderMalformed</Code>")),
        ErrorKind.UPLOAD_REFUSED,
    ),
    "slow down": ((read_all, answer(503, "<Code>SlowDown</Code>")), ErrorKind.UPLOAD_TROUBLE),
    "too large for it": ((read_all, answer(413, "<Code>EntityTooLarge</Code>")), ErrorKind.UPLOAD_REFUSED),
}


@pytest.mark.parametrize("case", ODD)
async def test_an_odd_answer_is_no_success(case: str) -> None:
    script, kind = ODD[case]
    async with WireServer(script) as server:
        client = BucketClient(Bucket(server.url, "sounds", "", "id"), SECRET)
        with pytest.raises(UploadError) as error:
            await client.put("a.mp3", SOUND, "audio/mpeg")
        assert len(server.requests) == 1, "redirects are not followed: the link would go with them"
    assert failed(error)[0] is kind


async def test_something_else_behind_the_link_is_no_success() -> None:
    async with WireServer((read_all, answer(206, "something else"))) as server:
        client = BucketClient(Bucket(server.url, "sounds", "", "id"), SECRET)
        with pytest.raises(UploadError) as error:
            await client.check("a.mp3", SOUND)
    assert failed(error)[0] is ErrorKind.UPLOAD_REFUSED


async def test_nothing_in_the_environment_leads_elsewhere(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in AWS_VARIABLES.items():
        monkeypatch.setenv(name, value)
    assert await store.client().test() is False
    link = store.client().link("a.mp3")
    assert link.startswith(f"{store.bucket.endpoint}/sounds/a.mp3?")
    assert "another" not in link


def test_links_of_both_styles() -> None:
    bucket = Bucket("https://oss-cn-hangzhou.aliyuncs.com", "sounds", "oss-cn-hangzhou", "LTAI123")
    path = BucketClient(bucket, SECRET).link("wan-desktop/a.mp3")
    assert path.startswith("https://oss-cn-hangzhou.aliyuncs.com/sounds/wan-desktop/a.mp3?")
    in_host = BucketClient(replace(bucket, in_host=True), SECRET).link("wan-desktop/a.mp3")
    assert in_host.startswith("https://sounds.oss-cn-hangzhou.aliyuncs.com/wan-desktop/a.mp3?")
    pasted = replace(bucket, in_host=True, endpoint="https://sounds.oss-cn-hangzhou.aliyuncs.com/")
    assert (
        BucketClient(pasted, SECRET)
        .link("a.mp3")
        .startswith("https://sounds.oss-cn-hangzhou.aliyuncs.com/a.mp3?")
    )


def test_neither_secret_nor_signature_shows_itself(store: ObjectStore) -> None:
    client = store.client()
    link = client.link("a.mp3")
    assert SECRET not in repr(client) + link
    assert "X-Amz-Signature" not in redact(f"could not fetch {link} at once")
    assert SECRET not in redact(f"secret {SECRET}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", ""),
        ("endpoint", "http://minio.example"),
        ("endpoint", "s3.example"),
        ("endpoint", "https://user:secret@s3.example"),
        ("name", ""),
        ("name", "a/b"),
        ("name", "-a"),
        ("key_id", ""),
        ("key_id", "a key"),
        ("region", "eu west"),
        ("prefix", "/sounds"),
        ("prefix", "a/../b"),
        ("prefix", "声音"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(field: str, value: str) -> None:
    good = Bucket("https://s3.example", "sounds", "eu-central-1", "AKIAEXAMPLE")
    assert good.is_whole
    wrong = replace(good, **{field: value})  # type: ignore[arg-type]  # by its name
    assert wrong.wrong == {field}
    assert not wrong.is_whole
