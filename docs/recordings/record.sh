#!/usr/bin/env bash
# Records five-commands.sh in a clean folder with a clean home, and draws it:
#   docs/recordings/record.sh PACKAGES TRAINING.mat NEW.mat
# PACKAGES is the folder that the two 'dotnet pack' commands of docs/command-line.md filled. Needs asciinema, Node.js and npm.
set -euo pipefail
[ $# = 3 ] || { sed -n '2,4p' "$0"; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/home" "$folder/project"
ln -s "$(realpath "$1")" "$folder/project/packages"
cp "$2" "$folder/project/darcy.mat"
cp "$3" "$folder/project/new.mat"

cd "$folder/project"
HOME="$folder/home" DOTNET_CLI_HOME="$folder/home" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    PATH="$folder/home/.dotnet/tools:$PATH" TERM=xterm-256color \
    asciinema rec --quiet --overwrite --cols 120 --rows 30 --title "From install to predictions in five commands" \
    --command "bash '$here/five-commands.sh'" "$folder/whole.cast"
[ -f predictions.mat ] || { cat "$folder/whole.cast"; exit 1; }

node "$here/shorten.mjs" "$folder/whole.cast" "$here/five-commands.cast"
npm install --prefix "$folder" --silent --no-audit --no-fund svg-term-cli@2.1.1
"$folder/node_modules/.bin/svg-term" --in "$here/five-commands.cast" --out "$here/five-commands.svg" --window --no-cursor
ls -l "$here"/five-commands.*
