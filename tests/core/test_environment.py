"""What programs that a frozen one starts inherit."""

from __future__ import annotations

from wan_desktop.core.environment import give_back


def test_the_users_own_library_path_comes_back() -> None:
    variables = {
        "LD_LIBRARY_PATH": "/opt/wan/_internal:/theirs",
        "LD_LIBRARY_PATH_ORIG": "/theirs",
        "HOME": "/h",
    }
    give_back(variables)
    assert variables == {"LD_LIBRARY_PATH": "/theirs", "HOME": "/h"}


def test_where_the_user_had_none_there_is_none() -> None:
    variables = {"LD_LIBRARY_PATH": "/opt/wan/_internal", "HOME": "/h"}
    give_back(variables)
    assert variables == {"HOME": "/h"}


def test_an_empty_one_stays_empty() -> None:
    variables = {"LD_LIBRARY_PATH": "/opt/wan/_internal:", "LD_LIBRARY_PATH_ORIG": ""}
    give_back(variables)
    assert variables == {"LD_LIBRARY_PATH": ""}


def test_what_the_loader_tells_itself_is_told_to_nobody_else() -> None:
    variables = {
        "_PYI_ARCHIVE_FILE": "/opt/wan/wan-desktop",
        "_PYI_PARENT_PROCESS_LEVEL": "-1",
        "_": "/bin/sh",
    }
    give_back(variables)
    assert variables == {"_": "/bin/sh"}
