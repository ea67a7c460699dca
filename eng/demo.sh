#!/usr/bin/env bash
# Set-up, then the main job: trains a neural operator on Darcy flow and shows what it learned. Arguments go to the sample;
# '--help' lists them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bash "$root/eng/setup.sh"
dotnet build "$root/samples/DarcyFlow" -c Release -v q --nologo
exec "$root/samples/DarcyFlow/bin/Release/net10.0/DarcyFlow" "$@"
