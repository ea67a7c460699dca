"""Networks under the names of the scripts of 2021 and after: python fno_scripts.py <clone of NUNO> <clone of AIRS>.

The scripts' FNO2d and FNO3d stand in programs that compare with them.
"""
import ast
import json
import os
import sys

import numpy as np
import torch

folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def classes(path, **names):
    """The classes of a file, without what it runs."""
    body = [n for n in ast.parse(open(path).read()).body if isinstance(n, ast.ClassDef)]
    space = dict(torch=torch, nn=torch.nn, F=torch.nn.functional, np=np, **names)
    exec(compile(ast.Module(body, []), path, "exec"), space)
    return space


def write(name, clone, file, network, arguments, channels, grids, shape=lambda y: y, **config):
    torch.manual_seed(len(name))
    model = network(**arguments).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            spread = parameter.shape[0] if parameter.is_complex() else parameter[0].numel()
            parameter.copy_(torch.randn_like(parameter) * spread ** -0.5)
        arrays = {"state." + n: p.numpy() for n, p in model.state_dict().items()}
        for i, grid in enumerate(grids):
            x = torch.randn(2, *grid, channels)
            arrays[f"input{i}"] = x.movedim(-1, 1).numpy()  # Stored as [batch, channels, grid…].
            arrays[f"output{i}"] = shape(model(x)).movedim(-1, 1).numpy()
    config = {"program": clone[1], "commit": open(os.path.join(clone[0], "COMMIT")).read().strip(), "file": file,
              "class": network.__name__, "arguments": arguments, "get_grid": True,
              "layout": "fields are stored with their channels first", **config}
    np.savez_compressed(os.path.join(folder, name + ".npz"), config=json.dumps(config), **arrays)


nuno, airs = (sys.argv[1], "thu-ml/NUNO"), (sys.argv[2], "divelab/AIRS")
file = "src/elasticity/interp_fno.py"
write("fno2d_2021", nuno, file, classes(os.path.join(nuno[0], file))["FNO2d"],
      dict(modes1=4, modes2=3, width=5), 1, [(24, 18)], act="gelu", padding=9, s=[24, 18])
file = "src/heatsink/interp_fno.py"
write("fno3d_with_mlps", nuno, file, classes(os.path.join(nuno[0], file))["FNO3d"],
      dict(modes1=2, modes2=3, modes3=4, width=4, in_channels=2, out_channels=3), 2, [(7, 8, 16), (9, 6, 16)],
      padding=6, T=16)
base = os.path.join(airs[0], "OpenPDE/G-FNO")
grid = classes(os.path.join(base, "utils.py"), h5py=None, Dataset=object)["grid"]
file = "OpenPDE/G-FNO/models/FNO.py"
network = classes(os.path.join(airs[0], file), grid=grid)["FNO2d"]
write("fno2d_with_mlps_and_norms", airs, file, network,
      dict(num_channels=2, modes1=3, modes2=4, width=5, initial_step=2, grid_type="cartesian"), 4,
      [(14, 11), (12, 16)], lambda y: y.squeeze(-2), padding=0, norm=True)
