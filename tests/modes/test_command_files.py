"""TELNET.CMD and other files of commands: where they are looked for, what they may be, and what is said of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from telnet_client.errors import CommandError
from telnet_client.mode_table import Mode
from telnet_client.modes.command_files import find_start_up_file, read_take_file, read_text, take_start_up_file

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

MEBIBYTE = 1 << 20


def write(name: str, text: str | bytes) -> Path:
    """Make a file and the folders on the way to it."""
    path = Path(name).expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture(autouse=True)
def _at_home(set_scene: SetScene) -> None:
    """In an empty home folder."""


class TestWhere:
    """The user's configuration folder, else the home folder."""

    def test_nowhere(self) -> None:
        assert find_start_up_file() is None

    @pytest.mark.parametrize("name", ["TELNET.CMD", "telnet.cmd"])
    @pytest.mark.parametrize("folder", ["~", "~/.config/telnet-client"])
    def test_in_either_folder_by_either_name(self, folder: str, name: str) -> None:
        path = write(f"{folder}/{name}", "debug\n")
        assert find_start_up_file() == str(path)

    def test_the_configuration_folder_goes_first(self) -> None:
        write("~/TELNET.CMD", "")
        path = write("~/.config/telnet-client/telnet.cmd", "")
        assert find_start_up_file() == str(path)

    def test_where_the_user_has_it(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
        path = write(str(tmp_path / "elsewhere/telnet-client/TELNET.CMD"), "")
        assert find_start_up_file() == str(path)

    def test_a_link_to_nothing_is_one(self) -> None:
        Path("TELNET.CMD").symlink_to("no-such-file")
        assert find_start_up_file() == str(Path("~/TELNET.CMD").expanduser())


class TestStartUpFile:
    """Taken silently before everything else."""

    def test_none(self, scene: Scene) -> None:
        take_start_up_file(scene.job, None)
        scene.play("exit")
        assert scene.text == "TELNET>exit\n"

    def test_silently(self, scene: Scene) -> None:
        write("~/TELNET.CMD", "; my settings\ndebug\n\nescape ^]\nlog session.log\n")
        take_start_up_file(scene.job, None)
        scene.play("exit")
        assert scene.text == "TELNET>exit\n"
        assert scene.job.settings.debug
        assert scene.job.settings.escape_character == 0x1D
        assert scene.job.settings.log_file == "session.log"

    def test_what_commands_print_is_shown(self, scene: Scene) -> None:
        write("~/TELNET.CMD", "status\n")
        take_start_up_file(scene.job, None)
        scene.play("exit")
        assert " TELNET " in scene.text.splitlines()[0]

    def test_before_the_shells_command(self, set_scene: SetScene) -> None:
        write("~/TELNET.CMD", "escape ^]\n")
        scene = set_scene(command="sierra 2323")
        take_start_up_file(scene.job, None)
        scene.play()
        assert scene.text == " Trying... Open\nEscape character is CTRL/]\n"

    def test_it_may_connect(self, set_scene: SetScene) -> None:
        write("~/TELNET.CMD", "sierra 2323\ndebug\n")
        scene = set_scene(command="score 2323")
        take_start_up_file(scene.job, None)
        scene.play(lambda: scene.host.close(), b"hi")
        assert [arguments["host"] for arguments, _ in scene.network.attempts] == ["sierra", "score"]
        assert scene.mode is Mode.TALK

    def test_an_error_is_named_and_the_prompt_comes(self, scene: Scene) -> None:
        path = write("~/TELNET.CMD", "; a remark\ndebug\ndebug now\nextended\n")
        take_start_up_file(scene.job, None)
        scene.play("exit")
        assert scene.text == f"?Not confirmed, line 3 of {path}\nTELNET>exit\n"
        assert scene.job.settings.debug
        assert not scene.job.settings.extended

    def test_an_error_does_not_stop_the_shells_command(self, set_scene: SetScene) -> None:
        write("~/TELNET.CMD", "frobozz 1 2\n")
        scene = set_scene(command="sierra 2323")
        take_start_up_file(scene.job, None)
        scene.play()
        assert scene.mode is Mode.TALK

    def test_one_that_cannot_be_read(self, scene: Scene) -> None:
        folder = Path("~/TELNET.CMD").expanduser()
        folder.mkdir()
        take_start_up_file(scene.job, None)
        scene.play("exit")
        assert scene.text.startswith(f'?Is a directory - "{folder}'[:40])
        assert scene.text.endswith("\nTELNET>exit\n")

    def test_another_file(self, scene: Scene) -> None:
        write("~/TELNET.CMD", "extended\n")
        write("other", "debug\n")
        take_start_up_file(scene.job, "other")
        scene.play("exit")
        assert scene.job.settings.debug
        assert not scene.job.settings.extended

    def test_another_file_has_to_be_there(self, scene: Scene) -> None:
        take_start_up_file(scene.job, "other")
        assert scene.text == '?No such file or directory - "other"\n'
        assert scene.job.exit_status == 2

    def test_no_file_at_all(self, scene: Scene) -> None:
        write("~/TELNET.CMD", "debug\n")
        take_start_up_file(scene.job, "")
        scene.play("exit")
        assert not scene.job.settings.debug


class TestWhat:
    """A plain file or a pipe with text."""

    @pytest.mark.parametrize("name", ["lab", "lab.cmd", "~/lab", "~/lab.cmd"])
    def test_the_type_may_be_left_out(self, name: str) -> None:
        write("~/lab.cmd", "debug\n")
        file = read_take_file(name)
        assert (file.name, file.next_command(), file.next_command()) == (name, "debug", None)

    def test_a_file_without_a_type_goes_first(self) -> None:
        write("lab", "without\n")
        write("lab.cmd", "with\n")
        assert read_take_file("lab").next_command() == "without"

    def test_a_pipe(self) -> None:
        reader, writer = os.pipe()
        os.write(writer, b"debug\n")
        os.close(writer)
        try:
            assert read_take_file(f"/dev/fd/{reader}").next_command() == "debug"
        finally:
            os.close(reader)

    @pytest.mark.parametrize(
        ("contents", "reason"),
        [
            (b"debug\0\n", "Not a text file"),
            (b"debug\n\xff\xfe\n", "Not a text file - line 2 is not UTF-8"),
            (b";" * (MEBIBYTE + 1), 'File is too large for a file of commands - "bad"'),
        ],
    )
    def test_not_text(self, contents: bytes, reason: str) -> None:
        write("bad", contents)
        with pytest.raises(CommandError) as caught:
            read_take_file("bad")
        assert str(caught.value) == reason

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            (".", 'Is a directory - "."'),
            ("/dev/null", 'Not a file of commands - "/dev/null"'),
            ("no-such", 'No such file or directory - "no-such"'),
            ("no/such", 'No such file or directory - "no/such"'),
            ("n" * 300, f'File name too long - "{"n" * 200}..."'),
            ("a\0b", 'Null character in the name - "a^@b"'),
            ("no\x1bsuch", 'No such file or directory - "no^[such"'),
        ],
    )
    def test_none(self, name: str, reason: str) -> None:
        for read in (read_take_file, read_text):
            with pytest.raises(CommandError) as caught:
                read(name)
            assert str(caught.value) == reason

    @pytest.mark.skipif(os.geteuid() == 0, reason="the super-user may read everything")
    def test_unreadable(self) -> None:
        write("secret", "debug\n").chmod(0)
        with pytest.raises(CommandError, match=r'^Permission denied - "secret"$'):
            read_take_file("secret")

    def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(self) -> None:
        os.mkfifo("pipe")
        assert read_take_file("pipe").next_command() is None
