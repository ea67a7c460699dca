"""SFNO of scaomath/torch-cfd, the spatio-temporal network of Spectral-Refiner: python st_fno.py <clone>.

Needs einops, and torch_cfd.spectral of the same clone.
"""
import json
import os
import sys

import numpy as np
import torch
from commits import commit_of

clone = sys.argv[1]
sys.path.append(clone)
from fno.sfno import SFNO

BIASES = {"backward": 50, "ortho": 2, "forward": 0.3}
commit = commit_of(clone)
folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def write(name, time_steps, grids, **arguments):
    torch.manual_seed(len(name))
    model = SFNO(**arguments).eval()
    with torch.no_grad():
        for n, parameter in model.named_parameters():
            fan = parameter.shape[0 if parameter.dim() == 6 else 1] if parameter.dim() > 4 else parameter.shape[-1]
            # Biases of modes, which have four axes, are divided by points as fft_norm says.
            spread = BIASES[arguments["fft_norm"]] if parameter.dim() == 4 else fan ** -0.5
            parameter.copy_(torch.randn_like(parameter) * spread)
        arrays = {"state." + n: p.numpy() for n, p in model.state_dict().items()}
        for i, grid in enumerate(grids):
            x = torch.randn(2, *grid, time_steps)
            arrays[f"input{i}"] = x.movedim(-1, 1).numpy()  # Stored as [batch, frames, x, y].
            arrays[f"output{i}"] = model(x).movedim(-1, 1).numpy()
    config = {"program": "scaomath/torch-cfd", "commit": commit, "class": "SFNO", "arguments": arguments,
              "time_steps": time_steps, "layout": "fields are stored with their frames first", **arguments}
    np.savez_compressed(os.path.join(folder, name + ".npz"), config=json.dumps(config), **arrays)


usual = dict(modes_x=3, modes_y=2, spatial_padding=0, temporal_padding=True)
write("st_fno", 7, [(10, 8), (9, 12)], modes_t=3, width=6, beta=-0.3, delta=0.2, num_spectral_layers=3,
      channel_expansion=2, activation="GELU", fft_norm="backward", lift_activation=True, latent_steps=6,
      output_steps=9, **usual)
write("st_fno_linear_lifting", 5, [(8, 7), (12, 10)], modes_t=2, width=4, beta=0.4, delta=0.1,
      num_spectral_layers=2, channel_expansion=3, activation="ReLU", fft_norm="ortho", lift_activation=False,
      latent_steps=4, output_steps=1, **usual)
write("st_fno_forward", 4, [(7, 9)], modes_t=3, width=4, beta=0.0, delta=0.1, num_spectral_layers=2,
      channel_expansion=2, activation="Tanh", fft_norm="forward", lift_activation=True, latent_steps=4,
      output_steps=4, **usual)
