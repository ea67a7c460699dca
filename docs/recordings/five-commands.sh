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

# shorten.mjs shows what lies between these marks in a few seconds; terminals ignore them.
mark() { printf '\e]777;%s\a' "$1"; }

sleep 0.5
say 'dotnet tool install --global Microsoft.ML.NeuralOperators.CommandLine --source "$PWD/packages"'
say 'neuralop inspect darcy.mat'
mark long
say 'neuralop train darcy.mat --input coeff --output sol --model fno --set Modes=6,6 Channels=16 BatchSize=4 --epochs 60 -o darcy.zip'
mark end
say 'neuralop evaluate darcy.zip new.mat --output sol'
say 'neuralop predict darcy.zip new.mat -o predictions.mat'
sleep 2
