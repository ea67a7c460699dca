#!/usr/bin/env bash
# Types five commands, from the installation to a file of predictions, for record.sh beside it. The folder it runs in holds
# darcy.mat and new.mat, and packages/ with the tool.
set -euo pipefail

say() {
    printf '\e[1;32m$\e[0m '
    for ((i = 0; i < ${#1}; i++)); do printf '%s' "${1:i:1}"; sleep 0.03; done
    sleep 0.5
    printf '\n'
    eval "$1"
    printf '\n'
    sleep 2
}

sleep 0.5
say 'dotnet tool install --global Microsoft.ML.NeuralOperators.CommandLine --source "$PWD/packages"'
say 'neuralop inspect darcy.mat'
say 'neuralop train darcy.mat --input coeff --output sol --model fno --set Modes=6,6 Channels=16 --epochs 200 -o darcy.zip'
say 'neuralop evaluate darcy.zip new.mat --output sol'
say 'neuralop predict darcy.zip new.mat -o predictions.mat'
# The last line stays for a while before pictures begin again.
printf '\e[1;32m$\e[0m '
for _ in 1 2; do sleep 2; printf ' '; done
