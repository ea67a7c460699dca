namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A tensor of a training state, in host memory.</summary>
/// <param name="Type">Name of the element type.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Its elements, row-major: an array of float, double or long.</param>
internal sealed record StateVector(string Type, long[] Shape, Array Values)
{
    /// <summary>Copies a tensor of any device.</summary>
    public static StateVector Of(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor host = tensor.detach().cpu().contiguous();
        return new StateVector(host.dtype.ToString(), host.shape, host.dtype switch
        {
            torch.ScalarType.Float64 => host.data<double>().ToArray(),
            torch.ScalarType.Int64 => host.data<long>().ToArray(),
            _ => host.data<float>().ToArray(),
        });
    }

    /// <summary>An array for elements of a type, or null for a type that no state holds.</summary>
    public static Array? Allocate(string type, int count) => type switch
    {
        nameof(torch.ScalarType.Float32) => GC.AllocateUninitializedArray<float>(count),
        nameof(torch.ScalarType.Float64) => GC.AllocateUninitializedArray<double>(count),
        nameof(torch.ScalarType.Int64) => GC.AllocateUninitializedArray<long>(count),
        _ => null,
    };

    /// <summary>Bytes of an element, or 0 for a type that no state holds.</summary>
    public static int ElementSize(string? type) => type switch
    {
        nameof(torch.ScalarType.Float32) => sizeof(float),
        nameof(torch.ScalarType.Float64) => sizeof(double),
        nameof(torch.ScalarType.Int64) => sizeof(long),
        _ => 0,
    };

    /// <summary>Overwrites a tensor of the same type and shape.</summary>
    public void CopyTo(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        tensor.copy_(Values switch
        {
            double[] numbers => torch.tensor(numbers, Shape, tensor.dtype),
            long[] numbers => torch.tensor(numbers, Shape, tensor.dtype),
            _ => torch.tensor((float[])Values, Shape, tensor.dtype),
        });
    }

    /// <summary>Whether all elements are numbers.</summary>
    public bool IsFinite() => Values switch
    {
        float[] numbers => Array.TrueForAll(numbers, float.IsFinite),
        double[] numbers => Array.TrueForAll(numbers, double.IsFinite),
        _ => true,
    };
}
