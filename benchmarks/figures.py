"""Time and memory of counting with figures that explain themselves: 2,000 lines against 100,000.

Prints CPU seconds and peak memory of counting and of replaying every figure, and the ratio of the two sizes; the floor
to keep is that a line of the large one costs no more than one and a half times a line of the small one.
"""

from __future__ import annotations

import datetime as dt
import time
import tracemalloc
from fractions import Fraction

from pledges.assess import Intake, assess
from pledges.figures import replay
from pledges.files import default_rulebook
from pledges.model import Basis, Contract, EvidenceLine, Grade, Pledge, Register, Return, Supplier
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile

SIZES = (2_000, 100_000)
LINES_A_RETURN = 50
YEAR = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))


def case(lines: int) -> tuple[Register, Intake]:
    """Return a register and returns with this many lines, one pledge for each return."""
    place = CellRef(file="register.xlsx", sheet="Pledges", cell="A2")
    count = lines // LINES_A_RETURN
    register = Register(
        suppliers=tuple(Supplier(ref=f"S-{number}", name=f"Firm {number}", source=place) for number in range(count)),
        contracts=tuple(
            Contract(ref=f"C-{number}", title="Parks", buyer="Council", start=YEAR.start, end=YEAR.end, source=place)
            for number in range(count)
        ),
        pledges=tuple(
            Pledge(
                ref=f"P-{number}", supplier_ref=f"S-{number}", contract_ref=f"C-{number}", type="apprenticeship",
                unit="weeks", quantity=Fraction(104), due=YEAR.end, source=place, quantity_source=place,
            )
            for number in range(count)
        ),
    )  # fmt: skip
    return register, Intake(returns=tuple(sent(number) for number in range(count)))


def sent(number: int) -> Return:
    """Return a return whose lines give weeks by dates."""
    name = f"returns/{number}.xlsx"
    lines = tuple(
        EvidenceLine(
            pledge_key=f"P-{number}", grade=Grade.DOCUMENTED, start=YEAR.start + dt.timedelta(days=row),
            row_source=CellRef(file=name, sheet="Delivery", cell=f"A{row + 2}"),
        )
        for row in range(LINES_A_RETURN)
    )  # fmt: skip
    source = CellRef(file=name, sheet="About")
    return Return(
        file=SourceFile(name=name, digest=f"sha256:{number}"), layout="pledges-return/1", source=source, lines=lines,
        supplier_key=f"S-{number}", contract_key=f"C-{number}", period=YEAR, basis=Basis.IN_PERIOD,
    )  # fmt: skip


def main() -> None:
    """Print the measurements."""
    rulebook = default_rulebook()
    costs = list[float]()
    for lines in SIZES:
        register, intake = case(lines)
        started = time.process_time()
        position = assess(register, intake, rulebook, on=YEAR.end)
        counted = time.process_time()
        figures = [each.counted for contract in position.contracts for each in contract.fulfilments]
        if any(replay(figure) != figure.value for figure in figures):
            message = "a figure does not replay"
            raise AssertionError(message)
        replayed = time.process_time()
        del position, figures
        tracemalloc.start()
        assess(register, intake, rulebook, on=YEAR.end)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        costs.append((counted - started) / lines)
        print(
            f"{lines:>7} lines: assess {counted - started:6.2f} s, replay {replayed - counted:6.2f} s, "
            f"peak {peak / 2**20:7.1f} MiB ({peak / lines / 1000:.1f} kB a line)"
        )
    print(f"a line of the large one costs {costs[1] / costs[0]:.2f} times a line of the small one (floor 1.5)")


if __name__ == "__main__":
    main()
