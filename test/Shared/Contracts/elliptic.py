"""Elliptic equations at the nodes of a grid, as assembled matrices."""
from scipy.sparse import coo_matrix


def node_matrix(a):
    """-div(a grad u) at the inner nodes of the unit square from u at all nodes, arithmetic means of a at the faces."""
    rows, columns = a.shape
    entries = []
    for i in range(1, rows - 1):
        for j in range(1, columns - 1):
            row = (i - 1) * (columns - 2) + j - 1
            for k, l, points in ((i - 1, j, rows), (i + 1, j, rows), (i, j - 1, columns), (i, j + 1, columns)):
                face = (points - 1) ** 2 * (a[i, j] + a[k, l]) / 2
                entries += [(row, i * columns + j, face), (row, k * columns + l, -face)]
    i, j, value = zip(*entries)
    return coo_matrix((value, (i, j)), shape=((rows - 2) * (columns - 2), rows * columns)).tocsc()
