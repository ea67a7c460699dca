namespace Microsoft.ML.NeuralOperators.Problems;

internal static class ArrayExtensions
{
    /// <summary>
    /// A tensor of double precision with a copy of the numbers: torch aligns its own memory, which complex numbers need
    /// and which keeps the bits of products the same in every run.
    /// </summary>
    public static torch.Tensor ToTensor(this double[] values, torch.Device? device, params long[] shape)
    {
        using torch.Tensor shared = torch.tensor(values, shape, torch.float64);
        return shared.clone().to(device ?? torch.CPU);
    }
}
