"""What PyInstaller can't see of docgen: modules named in texts, and the files beside the code."""

import sys
import sysconfig
from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

hiddenimports = collect_submodules("docgen")
datas = collect_data_files("docgen")
# whoever gets the folder gets the licences of all that is in it: docgen, its extras, and what these need
for name in ("docgen", "pypdf", "python-multipart", "starlette", "uvicorn"):
    datas += copy_metadata(name, recursive=True)
python_licences = [Path(each, "LICENSE.txt") for each in (sysconfig.get_path("stdlib"), sys.base_prefix)]
datas += [(str(path), "python-licence") for path in python_licences if path.is_file()]
# as source files: digests of rules and of compiled templates are taken of them (docgen/rules/text_rules.py,
# docgen/ooxml/compiled.py), and are to be those of every other installation
module_collection_mode = {"docgen": "py", "jinja2": "py", "docxtpl": "py"}
