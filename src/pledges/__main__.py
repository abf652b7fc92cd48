"""Arguments in, an exit code out: `python -m pledges` is the command `pledges`."""

from pledges.cli import run

if __name__ == "__main__":
    run()
