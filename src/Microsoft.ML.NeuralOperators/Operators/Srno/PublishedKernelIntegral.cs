namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// <see cref="KernelIntegral"/> as the authors' program has it: one layer gives every head its query, key and value,
/// and keys and values are normalised to (x - μ)/(s + ε) with the deviation s of a sample. [batch, points, channels].
/// </summary>
internal sealed class PublishedKernelIntegral : Layer
{
    private const double Epsilon = 1e-5;
    private readonly int _heads, _width;
    private readonly Linear _projection;
    private readonly (ParameterDeclaration Weight, ParameterDeclaration Bias) _keyNorm, _valueNorm;
    private readonly Mlp _mlp;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels, a multiple of the heads.</param>
    /// <param name="heads">Heads.</param>
    public PublishedKernelIntegral(int channels, int heads)
    {
        (_heads, _width) = (heads, channels / heads);
        _projection = Compose("qkv_proj", new Linear(channels, 3 * channels));
        (_keyNorm, _valueNorm) = (Norm("kln"), Norm("vln"));
        _mlp = Compose("", new Mlp(channels, channels, channels, first: "o_proj1", last: "o_proj2"));

        (ParameterDeclaration, ParameterDeclaration) Norm(string name)
            => (Declare(name + ".weight", [heads, 1, _width], Initializer.Ones),
                Declare(name + ".bias", [heads, 1, _width], Initializer.Zeros));
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        Value all = _projection.Apply(x).SplitHeads(_heads);
        Value q = Part(0), k = Normalize(Part(1), _keyNorm), v = Normalize(Part(2), _valueNorm);
        Value kernel = k.SwapLast().MatMul(v) / x.Interpreter.Number(x.Shape[1]);
        return _mlp.Apply(q.MatMul(kernel).JoinHeads() + x) + x;

        Value Part(int index) => all.Slice(3, index * _width, _width);
    }

    private Value Normalize(Value x, (ParameterDeclaration Weight, ParameterDeclaration Bias) norm)
    {
        Value normal = x.Interpreter.InFullPrecision(x, full =>
        {
            Value centred = full - full.Reduce(Reduction.Mean, -1);
            Value variance = (centred * centred).Reduce(Reduction.Sum, -1) * (1.0 / (_width - 1));
            return centred / (variance.Sqrt() + Epsilon);
        });
        return normal * x.Bind(norm.Weight) + x.Bind(norm.Bias);
    }
}
