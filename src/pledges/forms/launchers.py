"""The Python that made a folder in, the two files to double-click out: they assess the folder they lie in.

Both ask for the day of the position, then first try the Python that made the folder and after it whatever `pledges` is
found on the machine. Python is started with -P, so that nothing lying in the folder can be taken for a part of pledges.
"""

from __future__ import annotations

import shlex

WINDOWS_NAME = "Assess this folder.bat"
UNIX_NAME = "Assess this folder.command"

_WINDOWS = """\
@echo off
rem Double-click this file: it assesses the folder it lies in and opens the report.
setlocal DisableDelayedExpansion
chcp 65001 >nul
set "NoDefaultCurrentDirectoryInExePath=1"
set "FOLDER=%~dp0."
set "MADE_WITH={python}"

set "DAY="
set "ON="
set /p "DAY=Day of the position, such as 31/03/2026 (press Enter for today): "
if not defined DAY goto have_day
set "DAY=%DAY:"=%"
if defined DAY set ON=--on "%DAY%"
:have_day

if not defined MADE_WITH goto try_py
"%MADE_WITH%" -P -c "import pledges.cli" >nul 2>nul
if errorlevel 1 goto try_py
"%MADE_WITH%" -P -m pledges assess "%FOLDER%" %ON%
goto done

:try_py
py -3 -P -c "import pledges.cli" >nul 2>nul
if errorlevel 1 goto try_pledges
py -3 -P -m pledges assess "%FOLDER%" %ON%
goto done

:try_pledges
set "FOUND="
for %%P in (pledges.exe) do set "FOUND=%%~$PATH:P"
if not defined FOUND goto not_found
"%FOUND%" assess "%FOLDER%" %ON%
goto done

:done
if errorlevel 2 goto failed
start "" "%FOLDER%\\out\\report.html"
exit /b 0

:failed
echo.
echo The folder could not be assessed. The sentence above says why.
echo Put that right, then double-click this file again.
pause
exit /b 2

:not_found
echo.
echo The program pledges was not found on this computer.
echo Install it, or ask whoever made this folder, then double-click this file again.
pause
exit /b 2
"""

_UNIX = """\
#!/bin/sh
# Double-click this file: it assesses the folder it lies in and opens the report.
folder=$(cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
made_with={python}

printf 'Day of the position, such as 31/03/2026 (press Enter for today): '
read -r day || day=
set -- assess "$folder"
if [ -n "$day" ]; then
    set -- "$@" --on "$day"
fi

if [ -n "$made_with" ] && "$made_with" -P -c 'import pledges.cli' >/dev/null 2>&1; then
    "$made_with" -P -m pledges "$@"
elif command -v pledges >/dev/null 2>&1; then
    pledges "$@"
elif python3 -P -c 'import pledges.cli' >/dev/null 2>&1; then
    python3 -P -m pledges "$@"
else
    echo
    echo "The program pledges was not found on this computer."
    echo "Install it, or ask whoever made this folder, then double-click this file again."
    printf 'Press Return to close. '
    read -r _
    exit 2
fi
outcome=$?

if [ "$outcome" -gt 1 ]; then
    echo
    echo "The folder could not be assessed. The sentence above says why."
    echo "Put that right, then double-click this file again."
    printf 'Press Return to close. '
    read -r _
    exit 2
fi

if command -v xdg-open >/dev/null 2>&1; then
    xdg-open "$folder/out/report.html"
elif command -v open >/dev/null 2>&1; then
    open "$folder/out/report.html"
else
    echo "The report is $folder/out/report.html"
fi
"""


def windows_launcher(python: str = "") -> bytes:
    """Return the batch file for Windows, with its line ends; `python` is the path of the Python to try first."""
    usable = "" if any(sign in python for sign in '"\r\n') else python.replace("%", "%%")
    return _WINDOWS.format(python=usable).replace("\n", "\r\n").encode()


def unix_launcher(python: str = "") -> bytes:
    """Return the script for macOS and Linux; `python` is the path of the Python to try first."""
    usable = "" if any(sign in python for sign in "\r\n") else python
    return _UNIX.format(python=shlex.quote(usable)).encode()
