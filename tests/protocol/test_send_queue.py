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
    assert not queue.is_overflowing
    assert not queue.put_answer(b"a")
    assert queue.is_overflowing
    queue.put(b"t" * ANSWER_LIMIT)
    assert queue.take() == b"a" * ANSWER_LIMIT + b"t" * ANSWER_LIMIT
    assert not queue.is_overflowing
    assert queue.put_answer(b"a")


def test_what_is_typed_may_be_held_and_nothing_else_is() -> None:
    queue = SendQueue()
    queue.put_data(b"before ")
    queue.hold(True)
    queue.put_data(b"one")
    queue.put(b"command ")
    assert queue.put_answer(b"answer")
    queue.put_data(b"two")
    assert (queue.take(), queue.held_size) == (b"before command answer", 6)
    queue.hold(False)
    queue.put_data(b"three")
    assert (queue.take(), queue.held_size) == (b"onetwothree", 0)


def test_after_one_answer_was_lost_so_are_the_others_until_the_queue_is_taken() -> None:
    queue = SendQueue()
    assert queue.put_answer(b"a")
    assert not queue.put_answer(b"b" * ANSWER_LIMIT)
    assert not queue.put_answer(b"c")
    assert queue.take() == b"a"
