# Files as NumPy, SciPy and h5py write them, and the seconds that these take to read them.
import json
import os
import resource
import sys
import time

import h5py
import numpy as np
import scipy.io


def write(folder, megabytes):
    n = max(1, megabytes * (1 << 20) // (4 * 256 * 256))
    rng = np.random.default_rng(0)
    # Fields that compress as measured data does: smooth, with a little noise.
    x = np.linspace(0, 1, 256)
    smooth = np.sin(7 * x[:, None] + 5 * x[None, :] ** 2)
    u = np.empty((n, 256, 256), "f4")
    for i in range(n):
        u[i] = np.round(smooth * rng.uniform(0.5, 2) + 1e-3 * rng.standard_normal((256, 256)), 4)
    at = lambda name: os.path.join(folder, name)
    np.save(at("plain.npy"), u)
    np.savez(at("stored.npz"), u=u)
    np.savez_compressed(at("packed.npz"), u=u)
    scipy.io.savemat(at("plain.mat"), {"u": u})
    scipy.io.savemat(at("packed.mat"), {"u": u}, do_compression=True)
    with scipy.io.netcdf_file(at("plain.nc"), "w") as f:
        for name, size in zip("nxy", u.shape):
            f.createDimension(name, size)
        f.createVariable("u", "f4", ("n", "x", "y"))[:] = u
    chunks = (8, 256, 256)
    for name, options in {
        "contiguous": {},
        "chunked": {"chunks": chunks},
        "gzip": {"chunks": chunks, "compression": "gzip", "shuffle": True},
        "lzf": {"chunks": chunks, "compression": "lzf", "shuffle": True},
    }.items():
        with h5py.File(at(name + ".h5"), "w") as f:
            f.create_dataset("u", data=u, **options)


def read(path):
    if path.endswith(".npy"):
        return np.load(path)
    if path.endswith(".npz"):
        return np.load(path)["u"]
    if path.endswith(".mat"):
        return scipy.io.loadmat(path)["u"]
    if path.endswith(".nc"):
        with scipy.io.netcdf_file(path, "r", mmap=False) as f:
            return f.variables["u"][:].astype("f4")
    with h5py.File(path, "r") as f:
        return f["u"][:]


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def sparse(path, gigabytes):
    # Chunks that were never written take no room in the file.
    with h5py.File(path, "w") as f:
        u = f.create_dataset("u", (10_000, gigabytes * 50, 512), "f4", chunks=(4, gigabytes * 50, 512))
        u[17] = 3
        u[9_999] = 5


if sys.argv[1] == "write":
    write(sys.argv[2], int(sys.argv[3]))
elif sys.argv[1] == "sparse":
    sparse(sys.argv[2], int(sys.argv[3]))
else:
    # One line an answer, so that the two programs can take turns.
    for line in sys.stdin:
        start, used = time.perf_counter(), cpu()
        u = read(line.strip())
        seconds, used = time.perf_counter() - start, cpu() - used
        print(json.dumps({"seconds": seconds, "cpu": used, "sum": float(u.sum(dtype="f8"))}), flush=True)
        del u
