"""FNO1d, FNO2d and FNO3d of neuraloperator/physics_informed: python fno_physics_informed.py <clone>.

Also writes the one-dimensional network under the names of the scripts of 2021, whose formula is the same.
"""
import json
import os
import sys
import types

import numpy as np
import torch
from commits import commit_of

clone = sys.argv[1]
package = types.ModuleType("models")  # Its __init__ asks for packages that these networks do without.
package.__path__ = [os.path.join(clone, "models")]
sys.modules["models"] = package
from models.fourier1d import FNO1d
from models.fourier2d import FNO2d
from models.fourier3d import FNO3d

commit = commit_of(clone)
folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def write(name, network, arguments, grids, rename=lambda n: n, **config):
    torch.manual_seed(len(name))
    model = network(**arguments).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            spread = parameter.shape[0] if parameter.is_complex() else parameter.shape[-1]
            parameter.copy_(torch.randn_like(parameter) * spread ** -0.5)
        arrays = {"state." + rename(n): p.numpy() for n, p in model.state_dict().items()}
        for i, grid in enumerate(grids):
            x = torch.randn(2, *grid, arguments["in_dim"])
            arrays[f"input{i}"] = x.movedim(-1, 1).numpy()  # Stored as [batch, channels, grid…].
            arrays[f"output{i}"] = model(x).movedim(-1, 1).numpy()
    config = {"program": "neuraloperator/physics_informed", "commit": commit, "class": network.__name__,
              "arguments": arguments, "layout": "fields are stored with their channels first", **config}
    np.savez_compressed(os.path.join(folder, name + ".npz"), config=json.dumps(config), **arrays)


one = dict(modes=[5, 4, 6], width=6, layers=[6] * 4, fc_dim=9, in_dim=2, out_dim=2, act="relu")
write("pino_fno1d", FNO1d, one, [(24,), (33,)], act="relu")
scripts = {"sp_convs.": "conv", "ws.": "w"}
write("fno1d_2021_names", FNO1d, dict(one, modes=[5] * 3, act="gelu"), [(24,), (33,)],
      lambda n: next((new + n[len(old):] for old, new in scripts.items() if n.startswith(old)), n),
      act="gelu", padding=0, get_grid=False, note="names of the scripts of 2021, whose formula is the same")
two = dict(modes1=[3, 4, 2], modes2=[4, 3, 3], layers=[5, 6, 6, 4], fc_dim=9, in_dim=3, out_dim=2)
write("pino_fno2d", FNO2d, dict(two, act="gelu", pad_ratio=[0.0, 0.0]), [(12, 15), (16, 10)],
      act="gelu", pad_ratio=[0.0, 0.0])
write("pino_fno2d_end", FNO2d, dict(two, act="tanh", pad_ratio=[0.0, 0.125]), [(12, 18), (17, 10)],
      act="tanh", pad_ratio=[0.0, 0.125])
write("pino_fno2d_ends", FNO2d, dict(two, act="gelu", pad_ratio=0.1), [(12, 15), (16, 11)],
      act="gelu", pad_ratio=0.1)
three = dict(modes1=[3, 2], modes2=[2, 3], modes3=[4, 2], layers=[5, 4, 5], fc_dim=9, in_dim=4, out_dim=2)
write("pino_fno3d", FNO3d, dict(three, act="gelu", pad_ratio=[0.0, 0.125]), [(8, 7, 10), (9, 8, 17)],
      act="gelu", pad_ratio=[0.0, 0.125])
