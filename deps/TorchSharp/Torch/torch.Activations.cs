namespace TorchSharp;

// What neural networks put between their layers: the functions; the methods of the same names do the work.
public static partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
}
