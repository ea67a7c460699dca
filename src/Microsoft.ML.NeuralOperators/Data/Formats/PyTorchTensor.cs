namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>A storage of a PyTorch file.</summary>
/// <param name="Code">NumPy's code of its type.</param>
/// <param name="Key">Its name among the entries.</param>
internal sealed record PyTorchStorage(string Code, string Key)
{
    /// <summary>The element at which a view of the storage begins; 0 where it is none.</summary>
    public long Begin { get; init; }
}

/// <summary>A tensor as the pickle describes it: a view of a storage.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="Offset">Of the first element, in elements.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Strides">Elements from one to the next along each axis.</param>
internal sealed record PyTorchTensor(PyTorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Whether the tensor is minus what its storage holds: PyTorch negates when it is used.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether the tensor is the complex conjugate of what its storage holds.</summary>
    public bool IsConjugated { get; init; }

    /// <summary>Whether its elements follow one another, row-major.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int axis = Shape.Length - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected) return Shape.Contains(0);
                expected *= Shape[axis];
            }
            return true;
        }
    }

    /// <summary>The position of the last element; one before the first where there are none.</summary>
    public Int128 Last => Offset
        + (Shape.Contains(0) ? -1 : Shape.Zip(Strides, (n, stride) => (n - (Int128)1) * stride)
        .Aggregate((Int128)0, (sum, n) => sum + n));
}
