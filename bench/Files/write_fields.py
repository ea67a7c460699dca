"""Writes a file of fields as NumPy, SciPy and h5py do; prints the seconds of the fastest of some runs."""
import os
import sys
import time

import numpy as np

source, target, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind = os.path.splitext(target)[1]
u = np.load(source)["u"]


def write():
    if kind == ".npz":
        np.savez(target, u=u)
    elif kind == ".mat":
        import scipy.io
        scipy.io.savemat(target, {"u": u})
    else:
        import h5py
        with h5py.File(target, "w") as file:
            file["u"] = u
    # The other side makes sure of the disk, too.
    with open(target, "rb+") as file:
        os.fsync(file.fileno())


def timed():
    start = time.perf_counter()
    write()
    return time.perf_counter() - start


print(min(timed() for _ in range(runs)))
