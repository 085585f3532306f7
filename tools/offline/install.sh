#!/bin/sh
# 不连网安装 docgen：sh install.sh [装到哪个文件夹]
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
  if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" "$here/install.py" "$@"
  fi
done
echo "没有找到 Python 3.11 或更高版本，请先安装（见 安装说明.txt）；装在别处的，用 PYTHON=路径 sh install.sh 指定。" >&2
exit 2
