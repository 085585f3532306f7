"""What PyInstaller can't see of docgen: modules named in texts, and the files beside the code."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = collect_submodules("docgen")
datas = collect_data_files("docgen")
# as source files: digests of rules and of compiled templates are taken of them (docgen/rules/text_rules.py,
# docgen/ooxml/compiled.py), and are to be those of every other installation
module_collection_mode = {"docgen": "py", "jinja2": "py", "docxtpl": "py"}
