"""An assessment's document in, files out: one format per module, each with `write(document, file)`.

What is written is bytes, and `file` is open for them; `render(document)` returns the same bytes where a module has it.
"""

from __future__ import annotations

FORMATS = (
    ("report.html", "pledges.reports.html"),
    ("report.xlsx", "pledges.reports.workbook"),
    ("assessment.json", "pledges.reports.assessment_json"),
    ("findings.csv", "pledges.reports.findings_csv"),
)
"""The files that are written, each with the module that makes it: imported only when it is needed."""
