"""A register and a period in, the workbooks that people fill in out, as bytes.

`starter` makes a case folder's files, `return_form` the forms for suppliers; `register` and `filled` write what is
known already. `plan` describes sheets, and `workbook` alone knows how an Excel file is made of them.
"""

from __future__ import annotations
