"""Makes sinenet_*.npz: python3 sinenet.py <folder of the clone of divelab/AIRS>.

Inputs and outputs keep the program's shape, [samples, times, channels, height, width]; the tests join times and
channels.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from commits import commit_of

clone = Path(sys.argv[1])
sys.path.insert(0, str(clone / "OpenPDE/SineNet/pdearena"))
# The package's own initialisation asks for libraries that the network does not need.
sys.modules["pdearena"] = package = type(sys)("pdearena")
package.__path__ = [str(clone / "OpenPDE/SineNet/pdearena/pdearena")]
from pdearena.modules.sinenet_dual import sinenet  # noqa: E402

USUAL = dict(n_input_scalar_components=1, n_input_vector_components=1, n_output_scalar_components=1,
             n_output_vector_components=1, time_history=2, time_future=1, hidden_channels=2, padding_mode="zeros",
             activation="gelu", num_layers=4, num_waves=2, num_blocks=1, norm=True, mult=1.5, residual=True,
             wave_residual=True, disentangle=True, down_pool=True, avg_pool=True, up_interpolation=True,
             interpolation_mode="bicubic")
SCALAR = dict(n_input_vector_components=0, n_output_vector_components=0)
# The first grid of each has the fewest points on one axis that the program can take.
FORMS = {
    "zeros": (dict(), [(2, 16, 32), (1, 48, 16)]),
    "circular": (SCALAR | dict(padding_mode="circular", time_future=2), [(2, 32, 48), (1, 48, 32)]),
    "tangled": (SCALAR | dict(disentangle=False, num_blocks=2, num_waves=1, activation="silu",
                              padding_mode="circular"), [(2, 48, 32)]),
    "plain": (dict(norm=False, residual=False, wave_residual=False, avg_pool=False, interpolation_mode="bilinear",
                   activation="tanh"), [(2, 32, 16)]),
}

for seed, (name, (changes, grids)) in enumerate(FORMS.items(), 41):
    torch.manual_seed(seed)
    arguments = USUAL | changes
    model = sinenet(**arguments).eval()
    # Norms would be 1 and 0.
    for parameter in (p for n, p in model.named_parameters() if "norm" in n):
        parameter.data = parameter.data + 0.3 * torch.randn_like(parameter)
    arrays = {"state." + key: value.numpy() for key, value in model.state_dict().items()}
    for i, (samples, *grid) in enumerate(grids):
        x = torch.randn(samples, arguments["time_history"],
                        arguments["n_input_scalar_components"] + 2 * arguments["n_input_vector_components"], *grid)
        with torch.no_grad():
            y = model(x)
        arrays |= {f"input{i}": x.numpy(), f"output{i}": y.numpy()}
    config = {"program": "divelab/AIRS", "commit": commit_of(clone),
              "class": "pdearena.modules.sinenet_dual.sinenet", "seed": seed, "redrawn": "norms"} | arguments
    np.savez_compressed(Path(__file__).parent.parent / f"sinenet_{name}.npz", config=json.dumps(config), **arrays)
