from exploring import examples
from hypothesis import given, settings
from strategies import registers, without_sources

from pledges.findings import Severity
from pledges.forms.register import write_register
from pledges.model import Register
from pledges.register import read_register
from pledges.sheets import read


@settings(max_examples=examples(25))
@given(registers())
def test_a_register_that_is_written_is_read_as_it_was(register: Register) -> None:
    """What `forms` writes is read as the same register, but for where each fact now stands."""
    workbook = read(write_register(register))

    reading = read_register([("register.xlsx", sheet) for sheet in workbook.sheets])

    assert without_sources(reading.register) == without_sources(register)
    assert reading.form == "full"
    assert {each.code for each in reading.findings if each.severity is Severity.ERROR} <= {"cell-missing"}
