"""How works take turns: on threads, and on one thread, with the same results."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from select import POLLIN, POLLOUT
from threading import Lock, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcard.cache import Cached
from callcard.errors import UnavailableError
from callcard.strands import Strands
from callcard.threads import Threads, spread
from callcard.turns import Turns, held, ready, rest, soon, take_turns, undone
from callcard.waves import Budget, within

LONG = 20  # seconds; nothing waits for so long unless it is broken
SHORT = 0.03
WAYS: dict[str, Callable[[], Turns]] = {"threads": Threads, "strands": Strands}


@pytest.fixture(params=WAYS, autouse=True)
def turns(request: pytest.FixtureRequest) -> Iterator[Turns]:
    """Take turns in each way."""
    made = WAYS[request.param]()
    before = take_turns(made)
    yield made
    take_turns(before)
    if isinstance(made, Threads):
        made.end()


@pytest.fixture
def pipe() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give the two ends of a line."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def heard(end: socket.socket, seconds: float = LONG) -> bytes:
    """Wait for a word from the other end."""
    if not ready(end.fileno(), POLLIN, seconds):
        raise TimeoutError
    return end.recv(100)


def test_a_result_is_taken_later_and_so_is_an_error() -> None:
    good, bad = soon(lambda: 7), soon(lambda: int("x"))
    assert (good.result(), good.exception(), good.done()) == (7, None, True)
    with pytest.raises(ValueError, match="invalid literal"):
        bad.result(LONG)
    assert isinstance(bad.exception(LONG), ValueError)


def test_works_go_on_while_others_wait(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    waiting = soon(lambda: heard(one))

    def talk() -> int:
        rest(SHORT)
        return other.send(b"at last")

    talking = soon(talk)
    assert (waiting.result(LONG), talking.result(LONG)) == (b"at last", 7)


def test_a_work_may_begin_others_and_wait_for_them(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe

    def outer() -> bytes:
        inner = soon(lambda: heard(one))
        other.send(b"x")
        return inner.result(LONG)

    assert soon(outer).result(LONG) == b"x"


def test_what_is_late_is_left_and_ends_when_it_can(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    late = soon(lambda: heard(one))
    with pytest.raises(TimeoutError):
        late.result(SHORT)
    assert undone([late, soon(int)], SHORT) == {late}
    assert not late.done()
    assert not late.cancel()
    other.send(b"x")
    assert late.result(LONG) == b"x"


def test_waiting_has_an_end(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    assert not ready(one.fileno(), POLLIN, SHORT)
    assert not ready(one.fileno(), POLLIN, -1)
    assert ready(one.fileno(), POLLOUT, 0)
    other.close()
    assert ready(one.fileno(), POLLIN, LONG), "a line that is cut can be read to its end"


def test_a_wave_gives_up_on_the_rest(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    assert within(SHORT, [int, lambda: heard(one, 1)]) == 1
    budget = Budget(SHORT)
    assert len(budget.wait([soon(lambda: heard(other, 1)), soon(int)])) == 1
    with pytest.raises(TimeoutError):
        budget.take(soon(lambda: rest(1)))


def test_who_holds_a_lock_may_wait(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    lock, inside = Lock(), list[str]()

    def hold(name: str, wait: Callable[[], object]) -> None:
        with held(lock):
            inside.append(name)
            wait()
            inside.append(name)

    first = soon(partial(hold, "first", lambda: heard(one)))
    rest(SHORT)
    second = soon(partial(hold, "second", int))
    rest(SHORT)
    other.send(b"x")
    assert undone([first, second], LONG) == set()
    assert inside == ["first", "first", "second", "second"]


def test_a_value_that_somebody_reads_is_read_once(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    reads = list[bytes]()

    def read() -> int:
        reads.append(heard(one))
        return len(reads)

    cached = Cached(read, LONG)
    asking = [soon(cached.get) for _ in range(3)]
    other.send(b"x")
    assert [each.result(LONG) for each in asking] == [1, 1, 1]


def test_a_reading_that_was_given_up_on_stops_nobody(pipe: tuple[socket.socket, socket.socket]) -> None:
    one, other = pipe
    said: Iterator[object] = iter([UnavailableError("unavailable"), b"there"])

    def read() -> bytes:
        heard(one)
        answer = next(said)
        if isinstance(answer, UnavailableError):
            raise answer
        assert isinstance(answer, bytes)
        return answer

    cached = Cached(read, LONG)
    left = soon(cached.get)
    with pytest.raises(TimeoutError):
        left.result(SHORT)
    other.send(b"x")
    again = soon(cached.get)
    rest(SHORT)
    other.send(b"x")
    assert again.result(LONG) == b"there"
    with pytest.raises(UnavailableError):
        left.result(LONG)


def waited(number: int) -> int:
    """Wait a little, then give the number back."""
    rest(SHORT)
    return number


def test_every_thread_has_turns_of_its_own() -> None:
    def inside() -> int:
        return soon(partial(waited, 1)).result(LONG)

    assert spread([inside] * 3, 3) == [1, 1, 1]
    found: list[int] = []
    others = [Thread(target=lambda: found.append(inside())) for _ in range(2)]
    for other in others:
        other.start()
    assert soon(partial(waited, 2)).result(LONG) == 2
    for other in others:
        other.join()
    assert found == [1, 1]


class Day:
    """What works do by chance: wait a little, wait for each other's words, begin others, fail."""

    def __init__(self, ends: list[tuple[socket.socket, socket.socket]]) -> None:
        self._ends = ends

    def work(self, steps: tuple[Any, ...]) -> list[Any]:
        """Take some steps; what each came to."""
        return [self._take(step) for step in steps]

    def _take(self, step: Any) -> Any:
        match step:
            case "rest":
                return rest(0.001)
            case ("say", int(line)):
                return self._ends[line][0].send(b"x")
            case ("hear", int(line)):
                return heard(self._ends[line][1], 5)[:1]
            case ("begin", tuple(steps)):
                return soon(partial(self.work, steps)).result(LONG)
            case _:
                raise LookupError(step)


STEP = st.one_of(
    st.just("rest"),
    st.tuples(st.just("say"), st.integers(0, 2)),
    st.tuples(st.just("begin"), st.lists(st.just("rest") | st.just("fail"), max_size=2).map(tuple)),
)


def expected(steps: tuple[Any, ...]) -> list[Any] | None:
    """Say what steps come to; None when one of them fails."""
    came: list[Any] = []
    for step in steps:
        match step:
            case "rest":
                came.append(None)
            case ("say", _):
                came.append(1)
            case ("begin", inner):
                came.append(expected(inner))
                if came[-1] is None:
                    return None
            case _:
                return None
    return came


@given(works=st.lists(st.lists(STEP, max_size=5).map(tuple), max_size=8), hearers=st.lists(st.integers(0, 2)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_works_come_to_the_same_in_every_order(works: list[tuple[Any, ...]], hearers: list[int]) -> None:
    with ExitStack() as stack:
        pairs = [socket.socketpair() for _ in range(3)]
        for end in [end for pair in pairs for end in pair]:
            stack.enter_context(closing(end))
        day = Day(pairs)
        hearing = {line: soon(partial(day.work, (("hear", line),))) for line in set(hearers)}
        doing = [soon(partial(day.work, steps)) for steps in works]
        assert undone(doing, LONG) == set()
        for steps, done in zip(works, doing, strict=True):
            came = None if done.exception() else done.result()
            assert came == expected(steps)
        for line, ear in hearing.items():
            pairs[line][0].send(b"x")
            assert ear.result(LONG) == [b"x"]
