"""The four modes and their transitions, as the specification has them."""

from telnet_client.mode_table import MODE_TRANSITIONS, Mode, Trigger
from telnet_client.modes.controller import ModeController

SPECIFICATION = """
                     CONNECTION_OPENED ESCAPE_TYPED EXTENDED_REQUESTED   COMMAND_DONE CONNECTION_CLOSED FINISH_REQUESTED
TOP_LEVEL             TALK             -            -                     TOP_LEVEL    -                FINISHED
TALK                  -                TALK_COMMAND EXTENDED_TALK_COMMAND -            TOP_LEVEL        FINISHED
TALK_COMMAND          -                -            EXTENDED_TALK_COMMAND TALK         TOP_LEVEL        FINISHED
EXTENDED_TALK_COMMAND -                -            -                     TALK         TOP_LEVEL        FINISHED
"""


def test_every_cell() -> None:
    heading, *rows = SPECIFICATION.strip().splitlines()
    triggers = [Trigger[name] for name in heading.split()]
    expected = {}
    for row in rows:
        mode, *cells = row.split()
        expected[Mode[mode]] = {t: Mode[cell] for t, cell in zip(triggers, cells, strict=True) if cell != "-"}
    assert expected == MODE_TRANSITIONS


def test_controller_follows_the_table_to_its_end() -> None:
    script = iter(
        [
            (Mode.TOP_LEVEL, Trigger.COMMAND_DONE),
            (Mode.TOP_LEVEL, Trigger.CONNECTION_OPENED),
            (Mode.TALK, Trigger.ESCAPE_TYPED),
            (Mode.TALK_COMMAND, Trigger.EXTENDED_REQUESTED),
            (Mode.EXTENDED_TALK_COMMAND, Trigger.COMMAND_DONE),
            (Mode.TALK, Trigger.CONNECTION_CLOSED),
            (Mode.TOP_LEVEL, Trigger.FINISH_REQUESTED),
        ]
    )

    def play() -> Trigger:
        expected, trigger = next(script)
        assert controller.mode is expected
        return trigger

    controller = ModeController(dict.fromkeys(Mode, play))
    controller.run()
    assert controller.mode is Mode.FINISHED
    assert next(script, None) is None
