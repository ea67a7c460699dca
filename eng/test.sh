#!/usr/bin/env bash
# Set-up, then all tests. Arguments go to 'dotnet test', such as --filter NAME.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bash "$root/eng/setup.sh" --tests
cd "$root"
dotnet build MLNetOperators.sln -c Release -v q --nologo
dotnet format MLNetOperators.sln --verify-no-changes --no-restore
# One test project after the other: they share two cores, and each one uses both.
dotnet test MLNetOperators.sln -c Release --no-build --nologo -m:1 -tl:off "$@"
