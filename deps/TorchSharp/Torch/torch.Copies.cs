namespace TorchSharp;

// Copies, fills and gradients: the functions; the methods of the same names do the work.
public static partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();
}
