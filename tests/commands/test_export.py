"""EXPORT: the allow-list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fakes.scene import Scene


def test_with_a_value(scene: Scene) -> None:
    assert scene.command("export (environment variable) USER guest") == ""
    assert scene.job.settings.exports == (("USER", "guest"),)


def test_with_the_value_it_has(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert scene.command("export LANG") == ""
    assert scene.job.settings.exports == (("LANG", "en_US.UTF-8"),)


def test_the_value_is_the_rest_of_the_line(scene: Scene) -> None:
    scene.play("export MOTD good day  to (you)")
    assert scene.job.settings.exports == (("MOTD", "good day  to (you)"),)


def test_the_last_one_counts(scene: Scene) -> None:
    scene.play("export A 1", "export B 2", "export A 3")
    assert scene.job.settings.exports == (("B", "2"), ("A", "3"))


def test_names_are_case_sensitive(scene: Scene) -> None:
    scene.play("export http_proxy a", "export HTTP_PROXY b")
    assert scene.job.settings.exports == (("http_proxy", "a"), ("HTTP_PROXY", "b"))


def test_no_export(scene: Scene) -> None:
    scene.play("export A 1", "export B 2", "export C 3", "no export (environment variable) B")
    assert scene.job.settings.exports == (("A", "1"), ("C", "3"))
    assert scene.command("no export") == ""
    assert not scene.job.settings.exports


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("export", "?Null environment variable name given\n"),
        ("export NO_SUCH_VARIABLE", '?No such environment variable - "NO_SUCH_VARIABLE"\n'),
        ("export USER -froot", '?A user name cannot start with a hyphen - "-froot"\n'),
        ("export USER -", "?End of input file reached\n"),
        ("no export A", '?Not exported - "A"\n'),
        ("no export A B", "?Not confirmed\n"),
    ],
)
def test_errors(scene: Scene, line: str, said: str) -> None:
    steps = [line, None] if line.endswith("-") else [line]
    scene.play(*steps)
    assert scene.text.endswith(said)
    assert scene.job.settings.exports == ()


def test_a_user_whose_own_name_looks_like_an_option(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "-froot")
    assert scene.command("export USER") == '?A user name cannot start with a hyphen - "-froot"\n'
    assert scene.job.settings.exports == ()


def test_the_hyphen_is_a_matter_of_users_only(scene: Scene) -> None:
    scene.play("export OFFSET -3")
    assert scene.job.settings.exports == (("OFFSET", "-3"),)
