@echo off
setlocal
rem Plain ASCII: this shell reads other characters by the system's code page.
for %%p in (py.exe python.exe python3.exe) do (
  %%p -c "import sys, venv; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    %%p "%~dp0install.py" %*
    goto done
  )
)
echo Python 3.11 or later was not found. The instructions are being opened.
for %%f in ("%~dp0*.txt") do start "" notepad "%%f"
:done
pause
