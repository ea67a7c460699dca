"""References of T1_2d of DiffEqML/kairos (Transform Once).

python3 t1.py <clone of kairos>: writes ../t1_gelu.npz and ../t1_sin.npz. Needs torch, einops and hydra; the last is
imported there and not used.
"""
import json
import pathlib
import sys
import types

import numpy as np
import torch
from commits import commit_of

clone = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(clone))
# Another model's module, which nothing of T1_2d calls.
sys.modules["src.models.dfpnet"] = types.SimpleNamespace(dfpnet_adaptive=None)
from src.models.t1 import T1_2d  # noqa: E402

folder = pathlib.Path(__file__).resolve().parent.parent


def write(name, arguments, shapes, seed):
    torch.manual_seed(seed)
    model = T1_2d(**arguments).eval()
    width = arguments["width"]
    with torch.no_grad():
        # Drawn near zero; and the initial sizes of the others would take coefficients to hundreds.
        model.fc1.normal_(0, 0.3 / width ** 0.5)
        model.fc2.normal_(0, 0.3)
        for layer in model.layers:
            layer.ch_mixing_1.normal_(0, 0.8 / width ** 0.5)
    arrays = {"state." + key: value.numpy() for key, value in model.state_dict().items()}
    for i, shape in enumerate(shapes):
        x = torch.randn(shape)
        with torch.no_grad():
            y = model(x)
        # The program drops a single channel.
        arrays[f"input{i}"], arrays[f"output{i}"] = x.numpy(), y.reshape(shape[0], -1, *shape[2:]).numpy()
    config = {"program": "DiffEqML/kairos", "commit": commit_of(clone), "class": "T1_2d",
              **arguments, "seed": seed, "redrawn": ["fc1", "fc2", "ch_mixing_1"],
              "layout": "[batch, channels, x, y]; a single channel out, which the program drops, is kept"}
    np.savez_compressed(folder / name, config=json.dumps(config), **arrays)
    print(name, {k: v.shape for k, v in arrays.items()}, [float(abs(arrays[f"output{i}"]).max())
                                                          for i in range(len(shapes))])


# modes2 has no effect: layers are made with modes1 along both axes.
write("t1_gelu.npz", dict(modes1=6, modes2=6, width=10, signal_resolution=[16, 16], in_channels=2, out_channels=3,
                          nlayers=3, padding=0, perform_forward=True, perform_inverse=True, residual=True,
                          keep_high=False, act="gelu", transform="dct", weight_init=2),
      [(2, 2, 16, 16), (1, 2, 11, 11), (3, 2, 6, 6)], seed=1)
write("t1_sin.npz", dict(modes1=5, modes2=4, width=8, signal_resolution=[12, 12], in_channels=1, out_channels=1,
                         nlayers=2, padding=0, perform_forward=True, perform_inverse=True, residual=False,
                         keep_high=False, act="sin", transform="dct", weight_init=2),
      [(2, 1, 12, 12), (1, 1, 9, 9)], seed=2)
