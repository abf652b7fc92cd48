import io

import pytest

from pledges.cli.progress import progress


class Terminal(io.StringIO):
    """Standard error where a person watches."""

    def isatty(self) -> bool:
        """Whether it is a terminal: it is."""
        return True


def drawn(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, seconds_a_file: float) -> str:
    """Return what is drawn while four files are read."""
    clock = iter(range(100))
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("pledges.cli.progress.time.monotonic", lambda: next(clock) * seconds_a_file)
    with progress("Reading returns") as told:
        for done in range(1, 5):
            told(done, 4)
    return stream.getvalue()


def test_long_work_shows_a_bar_to_somebody_who_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the work and comes to its end."""
    text = drawn(Terminal(), monkeypatch, seconds_a_file=1.5)

    assert "Reading returns" in text
    assert "100%" in text


@pytest.mark.parametrize(("stream", "seconds"), [(io.StringIO(), 1.5), (Terminal(), 0.01)])
def test_short_work_and_a_file_show_no_bar(
    stream: io.StringIO, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is drawn where nobody watches, or where the work is done before anybody wonders."""
    assert drawn(stream, monkeypatch, seconds_a_file=seconds) == ""
