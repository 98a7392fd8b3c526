#!/usr/bin/env bash
# The extension for VS Code: types, bundle, tests with the protocol client, and the package, made without a network:
# bash editors/try/vscode.sh PATH_TO_ZBB
set -euo pipefail
here=$(cd "$(dirname "$0")/../vscode" && pwd)
ZBB=$(realpath "$1")
export ZBB
if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
  echo "NOT TRIED: the extension for VS Code needs node and npm" >&2
  exit 0
fi
cd "$here"
if ! npm ci --ignore-scripts --no-audit --no-fund > /dev/null 2>&1; then
  echo "NOT TRIED: the packages of the extension for VS Code cannot be fetched" >&2
  exit 0
fi
npm run --silent check
npm run --silent build
if ! command -v chromium > /dev/null && ! command -v google-chrome > /dev/null; then
  echo "NOT TRIED: the panel of VS Code needs Chromium" >&2
fi
node --test --test-reporter=dot test/*.test.mjs
# Some systems let nobody take the network away; there the package is made with it.
if unshare -rn true 2> /dev/null; then
  unshare -rn npm run --silent package > /dev/null
else
  npm run --silent package > /dev/null
fi
echo "VS Code: client, status, page, colours, snippets, package"
