@echo off
rem Plain ASCII: this shell reads other characters by the system's code page.
setlocal
set "python="
for %%p in (py.exe python.exe python3.exe) do call :look %%p
if not defined python goto missing
%python% "%~dp0install.py" %*
pause
exit /b

:look
if defined python exit /b
%1 -c "import sys, venv; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "python=%1"
exit /b

:missing
echo Python 3.11 or later was not found. The instructions are being opened.
for %%f in ("%~dp0*.txt") do start "" notepad "%%f"
pause
