"""Networks under the names of the scripts of 2021 and after, as they stand in programs that compare with them.

python fno_scripts.py <clone of NUNO> <clone of AIRS> <clone of torch-cfd>
"""
import ast
import json
import os
import sys

import numpy as np
import torch
from commits import commit_of

folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def classes(path, **names):
    """The classes of a file, without what it runs."""
    body = [n for n in ast.parse(open(path).read()).body if isinstance(n, ast.ClassDef)]
    space = dict(torch=torch, nn=torch.nn, F=torch.nn.functional, np=np, **names)
    exec(compile(ast.Module(body, []), path, "exec"), space)
    return space


def write(name, clone, file, network, arguments, channels, grids, run=None, **config):
    # From [batch, channels, grid…], as fields are stored, to the same.
    run = run or (lambda model, x: model(x.movedim(1, -1)).movedim(-1, 1))
    torch.manual_seed(len(name))
    model = network(**arguments).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            spread = parameter.shape[0] if parameter.is_complex() else parameter[0].numel()
            parameter.copy_(torch.randn_like(parameter) * spread ** -0.5)
        arrays = {"state." + n: p.numpy() for n, p in model.state_dict().items()}
        for i, grid in enumerate(grids):
            x = torch.randn(2, channels, *grid)
            arrays[f"input{i}"], arrays[f"output{i}"] = x.numpy(), run(model, x).numpy()
    config = {"program": clone[1], "commit": commit_of(clone[0]), "file": file,
              "class": network.__name__, "arguments": arguments,
              "layout": "fields are stored with their channels first", **config}
    np.savez_compressed(os.path.join(folder, name + ".npz"), config=json.dumps(config), **arrays)


nuno, airs = (sys.argv[1], "thu-ml/NUNO"), (sys.argv[2], "divelab/AIRS")
file = "src/elasticity/interp_fno.py"
write("fno2d_2021", nuno, file, classes(os.path.join(nuno[0], file))["FNO2d"],
      dict(modes1=4, modes2=3, width=5), 1, [(24, 18)], act="gelu", padding=9, s=[24, 18],
      get_grid=True)
file = "src/heatsink/interp_fno.py"
write("fno3d_with_mlps", nuno, file, classes(os.path.join(nuno[0], file))["FNO3d"],
      dict(modes1=2, modes2=3, modes3=4, width=4, in_channels=2, out_channels=3), 2, [(7, 8, 16), (9, 6, 16)],
      padding=6, T=16, get_grid=True)
base = os.path.join(airs[0], "OpenPDE/G-FNO")
grid = classes(os.path.join(base, "utils.py"), h5py=None, Dataset=object)["grid"]
file = "OpenPDE/G-FNO/models/FNO.py"
network = classes(os.path.join(airs[0], file), grid=grid)["FNO2d"]
write("fno2d_with_mlps_and_norms", airs, file, network,
      dict(num_channels=2, modes1=3, modes2=4, width=5, initial_step=2, grid_type="cartesian"), 4,
      [(14, 11), (12, 16)], lambda model, x: model(x.movedim(1, -1)).squeeze(-2).movedim(-1, 1), padding=0, norm=True,
      get_grid=True)
cfd, file = (sys.argv[3], "scaomath/torch-cfd"), "fno/fno3d.py"
network = classes(os.path.join(cfd[0], file), fft=torch.fft)["FNO3d"]
for name, active in ("fno3d_torch_cfd", False), ("fno3d_torch_cfd_last_activation", True):
    write(name, cfd, file, network,
          dict(modes1=2, modes2=3, modes3=2, width=4, input_channel=2, num_spectral_layers=2, channel_expansion=7,
               last_activation=active), 5, [(7, 8, 6), (9, 6, 8)], lambda model, x: model(x)[0].unsqueeze(1), padding=0,
          last_activation=active)
