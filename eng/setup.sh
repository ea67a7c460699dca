#!/usr/bin/env bash
# Makes a Debian 12 machine with the .NET 10 SDK ready to build: libtorch and BLAS from Debian, ONNX Runtime from npm, the
# native library from deps/TorchSharp/native. Does nothing that is done already.
#   --tests             also installs what only the tests use: the ONNX checker
#   LIBTORCH_HOME=DIR   use another libtorch (CUDA builds too) instead of Debian's 1.13.1
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

step=""
trap '[ $? -eq 0 ] || { [ -z "$step" ] || echo "setup: failed while $step; the lines above say why." >&2; }' EXIT
say() { step=$1; echo "setup: $1"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else echo "setup: '$*' needs root, and there is no sudo." >&2; return 1
    fi
}

# Installs the Debian packages among the arguments that are missing.
packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    say "installing ${missing[*]} from Debian"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

dotnet_sdk() {
    command -v dotnet >/dev/null || { echo "setup: the .NET 10 SDK is missing (dotnet is not on the path)." >&2; exit 1; }
    (cd "$root" && dotnet --version >/dev/null) || { echo "setup: the .NET SDK does not satisfy global.json." >&2; exit 1; }
}

# Debian's default BLAS is the reference one, thirty times slower; the pthread build of OpenBLAS fights with OpenMP.
select_blas() {
    local group
    for group in libblas.so.3-x86_64-linux-gnu liblapack.so.3-x86_64-linux-gnu; do
        local wanted="/usr/lib/x86_64-linux-gnu/openblas-openmp/${group%-x86_64-linux-gnu}"
        [ -e "$wanted" ] || continue
        [ "$(readlink -f "/etc/alternatives/$group")" = "$(readlink -f "$wanted")" ] && continue
        say "selecting OpenBLAS (OpenMP) for $group"
        as_root update-alternatives --set "$group" "$wanted" >/dev/null
    done
}

onnx_runtime() {
    local folder="$root/eng/onnxruntime" package=com.github.asus4.onnxruntime
    local stamp="$folder/node_modules/.installed"
    [ -e "$stamp" ] && cmp -s "$stamp" "$folder/package-lock.json" && return 0
    command -v npm >/dev/null || packages nodejs npm
    say "installing ONNX Runtime from npm"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    [ -e "$folder/node_modules/$package/Plugins/Linux/x64/libonnxruntime.so" ] \
        || { echo "setup: the npm package $package holds no Linux library." >&2; exit 1; }
    cp "$folder/package-lock.json" "$stamp"
}

native_library() {
    local source="$root/deps/TorchSharp/native" out="$root/artifacts/native"
    local library="$out/libLibTorchSharp.so" stamp="$out/.built"
    local state
    state="${LIBTORCH_HOME:-debian} $(cat "$source"/CMakeLists.txt "$source"/*.h "$source"/*.cpp 2>/dev/null | sha256sum)"
    [ -e "$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && return 0
    say "building the native library"
    mkdir -p "$out"
    rm -f "$stamp"
    cmake -S "$source" -B "$root/artifacts/native-build" -DCMAKE_BUILD_TYPE=Release \
        ${LIBTORCH_HOME:+-DLIBTORCH_HOME="$LIBTORCH_HOME"} >"$out/configure.log" 2>&1 \
        || { tail -n 20 "$out/configure.log" >&2; exit 1; }
    cmake --build "$root/artifacts/native-build" --parallel >"$out/build.log" 2>&1 \
        || { grep -m 20 -E 'error|Error' "$out/build.log" >&2 || tail -n 20 "$out/build.log" >&2; exit 1; }
    echo "$state" >"$stamp"
}

mkdir -p "$root/artifacts"
exec 9>"$root/artifacts/.setup-lock"
flock 9
dotnet_sdk
[ -n "${LIBTORCH_HOME:-}" ] || packages libtorch-dev
packages libopenblas0-openmp g++ cmake
[ "${1:-}" != --tests ] || packages python3-onnx
select_blas
onnx_runtime
native_library
step=""
echo "setup: ready"
