"""Order is kept, and only what the peer makes us say is limited."""

from __future__ import annotations

from telnet_client.protocol.send_queue import ANSWER_LIMIT, SendQueue


def test_order_is_kept() -> None:
    queue = SendQueue()
    queue.put(b"typed ")
    assert queue.put_answer(b"answer ")
    queue.put(b"typed")
    assert queue.take() == b"typed answer typed"
    assert queue.take() == b""


def test_answers_are_limited_and_typing_is_not() -> None:
    queue = SendQueue()
    assert queue.put_answer(b"a" * ANSWER_LIMIT)
    assert not queue.put_answer(b"a")
    queue.put(b"t" * ANSWER_LIMIT)
    assert queue.take() == b"a" * ANSWER_LIMIT + b"t" * ANSWER_LIMIT
    assert queue.put_answer(b"a")
