namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The convolution of a Fourier layer, with a learned kernel on few modes, on values laid out grid first, [grid…,
/// batch, channels].
/// </summary>
internal interface IKernelIntegral
{
    /// <summary>b [out], which <see cref="Apply"/> leaves out; or null.</summary>
    ParameterDeclaration? Bias { get; }

    /// <summary>The convolution without its bias.</summary>
    Value Apply(Value x);
}
