"""OpenStack Swift with its S3 door, whole and in one process: what ``tests.fakes.object_store`` starts.

Run by the system's Python, which has Swift (Debian's python3-swift): ``object_store_program.py FOLDER BUCKET
[full] [ahead SECONDS]``. Proxy, account, container and object server with one device, one replica; the S3
door checks signatures (Signature Version 4) against ``tempauth``. Prints its URL once BUCKET is there.
"""

from __future__ import annotations

# ruff: noqa: E402 - the libraries that wait must be patched before anything imports them
import eventlet

eventlet.monkey_patch(thread=False)

import array
import sys
import time
from pathlib import Path
from typing import Any

from eventlet import listen, spawn, wsgi

ACCOUNT, USER, SECRET = "test", "tester", "Tr4nsp0rtS3cret-9Zq7Xw2VtB5nM8rJ4"
REGION = "eu-test-1"
SERVERS = ("account", "container", "object")

PROXY = """
[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = {pipeline}
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
location = {region}
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""


DOOR = "catch_errors cache s3api tempauth slo dlo proxy-server"
INSIDE = "cache proxy-server"
"""Without anybody who asks for a key: for making the bucket."""


class Silence:
    """Where the servers' access logs go."""

    def write(self, _text: str) -> None:
        pass

    def flush(self) -> None:
        pass


def main(folder: Path, bucket: str, options: list[str]) -> None:
    if "ahead" in options:
        set_clock_ahead(float(options[options.index("ahead") + 1]))
    (folder / "devices" / "disk").mkdir(parents=True)
    name_cluster(folder)
    listeners = {name: listen(("127.0.0.1", 0)) for name in (*SERVERS, "proxy")}
    for name in SERVERS:
        write_ring(folder, name, listeners[name].getsockname()[1])
        spawn(wsgi.server, listeners[name], server(folder, name), Silence())
    make_bucket(make_proxy(folder, INSIDE), bucket)
    if "full" in options:
        fill_disk()
    sys.stdout.write(f"http://127.0.0.1:{listeners['proxy'].getsockname()[1]}\n")
    sys.stdout.flush()
    wsgi.server(listeners["proxy"], make_proxy(folder, DOOR), Silence())


def set_clock_ahead(seconds: float) -> None:
    real = time.time
    time.time = lambda: real() + seconds  # as Swift calls it


def name_cluster(folder: Path) -> None:
    from swift.common import storage_policy, utils

    file = folder / "swift.conf"
    file.write_text(
        "[swift-hash]\nswift_hash_path_suffix = x\n[storage-policy:0]\nname = one\ndefault = yes\n"
    )
    utils.HASH_PATH_SUFFIX = b"x"
    utils.SWIFT_CONF_FILE = storage_policy.SWIFT_CONF_FILE = str(file)
    storage_policy.reload_storage_policies()


def write_ring(folder: Path, name: str, port: int) -> None:
    from swift.common.ring import RingData

    device: dict[str, Any] = {"id": 0, "zone": 0, "region": 1, "device": "disk", "weight": 1.0, "meta": ""}
    device |= {"ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port}
    RingData([array.array("H", [0])], [device], 32).save(str(folder / f"{name}.ring.gz"))


def server(folder: Path, name: str) -> Any:
    from swift.account.server import AccountController
    from swift.container.server import ContainerController
    from swift.obj.server import ObjectController

    controllers = {"account": AccountController, "container": ContainerController, "object": ObjectController}
    values = {"devices": str(folder / "devices"), "swift_dir": str(folder), "mount_check": "false"}
    return controllers[name](values)


def fill_disk() -> None:
    """All room is held in reserve: Swift then answers as with a full disk."""
    from swift.common import utils

    utils.FALLOCATE_RESERVE, utils.FALLOCATE_IS_PERCENT = 100.0, True


def make_proxy(folder: Path, pipeline: str) -> Any:
    from swift.common.wsgi import loadapp

    file = folder / f"{len(pipeline)}.conf"
    words = {"folder": folder, "account": ACCOUNT, "user": USER, "secret": SECRET, "region": REGION}
    file.write_text(PROXY.format(pipeline=pipeline, **words))
    return loadapp(str(file), global_conf={})


def make_bucket(proxy: Any, bucket: str) -> None:
    from swift.common.swob import Request

    made = Request.blank(f"/v1/AUTH_{ACCOUNT}/{bucket}", {"REQUEST_METHOD": "PUT"}).get_response(proxy)
    if not made.is_success:
        raise SystemExit(f"no bucket: {made.status}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
