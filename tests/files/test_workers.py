import sys
import time
from pathlib import Path

import pytest
from worker_jobs import CANARY

from pledges.exceptions import WorkerError
from pledges.files.workers import Answer, Limits, Parcel, Workers

OBEYING = "worker_jobs:obeying"
QUICK = Limits(wall_seconds=2, cpu_seconds=1)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers fork, and are bound so, on Linux only")
FORKS = pytest.mark.parametrize("forks", [pytest.param(True, marks=ON_LINUX), False])


def parcels(*deeds: str, name: str = "file {}") -> tuple[Parcel, ...]:
    """Return a file for each deed, named by its place."""
    return tuple(Parcel(name=name.format(place), content=deed.encode()) for place, deed in enumerate(deeds))


def answers(*deeds: str, limits: Limits = QUICK, forks: bool = True, most: int = 2) -> tuple[Answer, ...]:
    """Return what workers make of files that do these deeds to them."""
    with Workers(OBEYING, limits=limits, forks=forks, most=most) as workers:
        return workers.answers(parcels(*deeds), None)


@FORKS
def test_answers_come_in_the_order_of_the_files_whatever_their_size(forks: bool) -> None:
    """Large files are read first, and every answer still belongs to its file."""
    found = answers(*(f"answer {'x' * (place * 7919 % 5000)}" for place in range(60)), forks=forks)

    assert [each.data for each in found] == [["answer", f"file {place}"] for place in range(60)]


@FORKS
@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        ("abort", {"too-costly"}),
        ("die", {"damaged", "too-costly"}),
        ("leave", {"damaged", "too-costly"}),
        ("spin", {"too-costly"}),
        ("hoard", {"too-costly"}),
        ("recurse", {"damaged"}),
        ("raise", {"damaged"}),
        ("babble", {"too-costly"}),
    ],
)
def test_whatever_a_file_does_to_its_worker_costs_that_file_alone(deed: str, refusal: set[str], forks: bool) -> None:
    """The files before and after it are read, and it is refused with a code and without a word of its own."""
    found = answers("answer", deed, "answer", "answer", forks=forks, most=1)

    assert found[1].refusal in refusal
    assert CANARY not in repr(found)
    assert [each.data for each in found[:1] + found[2:]] == [["answer", f"file {place}"] for place in (0, 2, 3)]


@ON_LINUX
def test_a_large_file_is_given_no_more_memory_than_a_small_one() -> None:
    """No process goes beyond 512 MiB, whatever the size of what it is sent."""
    small, large = answers("hoard", f"hoard {'x' * (19 * 2**20)}", limits=Limits())

    assert {small.refusal, large.refusal} == {"too-costly"}
    assert max(small.peak or 0, large.peak or 0) < 512 * 2**20


@FORKS
def test_a_worker_that_stalls_is_stopped_by_the_clock(forks: bool) -> None:
    """It sleeps for an hour, and its file is refused after the seconds that a file may take."""
    started = time.monotonic()

    found = answers("sleep", "answer", limits=Limits(wall_seconds=1, cpu_seconds=1), forks=forks, most=1)

    assert time.monotonic() - started < 60
    assert found[0].refusal == "too-costly"
    assert found[1].data == ["answer", "file 1"]


@FORKS
def test_what_a_library_prints_goes_nowhere(forks: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither to the terminal nor, on Linux, among the answers; elsewhere it can spoil only the answer it stands in."""
    found = answers("answer", "lie", forks=forks, most=1)

    assert CANARY not in "".join(capfd.readouterr())
    assert found[1].data == ["answer", "after rubbish"] or found[1].refusal is not None
    assert found[0].data == ["answer", "file 0"]


@ON_LINUX
@FORKS
def test_a_worker_has_no_environment_and_can_write_to_no_file(
    forks: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is secret on this machine is not in its reach by way of the environment, a file or many files."""
    monkeypatch.setenv("A_SECRET", CANARY)

    with Workers(OBEYING, limits=QUICK, forks=forks) as workers:
        (found,) = workers.answers(parcels("look", name=str(tmp_path / "written")), None)

    assert isinstance(found.data, dict)
    assert not set(found.data["environment"]) - {"LC_CTYPE"}
    assert found.data["wrote"] is False
    assert found.data["files"] < 40


@FORKS
def test_a_process_reads_on_unless_a_file_may_have_changed_it(forks: bool) -> None:
    """After a file that goes to native code, or that cannot even be recognised, the next one gets a fresh process."""
    found = answers(
        "process", "process", "process alone", "process", "unsure what it is", "process", forks=forks, most=1
    )

    # The larger files come first: the unsure one, the one alone, and then the four that share a process.
    numbers = [each.data for each in found]
    assert len({numbers[0], numbers[1], numbers[3], numbers[5]}) == 1
    assert len(set(numbers)) == 3


def test_progress_is_told_for_every_file() -> None:
    """It counts up to all of them."""
    seen = list[tuple[int, int]]()

    with Workers(OBEYING, limits=QUICK) as workers:
        workers.answers(parcels("answer", "raise", "answer"), None, on_progress=lambda *counts: seen.append(counts))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_no_files_start_no_worker() -> None:
    """An empty folder costs nothing."""
    with Workers("no.such.module:nothing") as workers:
        assert workers.answers((), None) == ()


@pytest.mark.parametrize("job", ["no.such.module:nothing", "worker_jobs:missing"])
def test_workers_that_cannot_be_started_stop_the_work(job: str) -> None:
    """To refuse every file would look like an answer; one sentence says that nothing was read."""
    with Workers(job) as workers, pytest.raises(WorkerError, match="could not be started"):
        workers.answers(parcels("answer", "answer"), None)


def test_a_python_that_is_not_there_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the program that starts pledges is no Python."""
    monkeypatch.setattr("pledges.files.workers.sys.executable", "/nowhere/python")

    with Workers(OBEYING) as workers, pytest.raises(WorkerError, match="could not be started"):
        workers.answers(parcels("answer"), None)


def test_what_a_reading_cost_is_told() -> None:
    """For the figures in the docs: bytes and seconds, where the system says."""
    (found,) = answers("answer", forks=sys.platform == "linux")

    assert found.peak is None or 2**20 < found.peak < 2**29
    assert found.cpu is None or found.cpu < 1
