namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The neural spectral block (Wu et al. 2023, arXiv:2301.12664, section 3.2), on every patch of a field by itself:
/// attention projects the points to a few latent tokens, a sum of sines and cosines of the tokens is added to them, and
/// attention brings them back to the points. [batch, channels, grid…] → the same shape; the number of patches divides
/// the grid.
/// </summary>
internal sealed class NeuralSpectralBlock : Layer
{
    private readonly int _channels;
    private readonly int _heads;
    private readonly int _tokens;
    private readonly int _functions;
    private readonly int _patches;
    private readonly ParameterDeclaration _series;
    private readonly ParameterDeclaration _latent;
    private readonly Linear _encoder;
    private readonly Linear _decoder;

    /// <summary>Declares the block.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="channels">Channels of the field.</param>
    /// <param name="patches">Patches along each axis.</param>
    public NeuralSpectralBlock(LsmOptions options, int channels, int patches)
    {
        (_channels, _heads, _tokens, _functions, _patches) =
            (channels, options.Heads, options.Tokens, options.BasisFunctions, patches);
        var first = new Initializer.UniformAboveZero(1.0 / channels);
        _series = Declare("weights", [channels, 2 * _functions], first);
        _latent = Declare("latent", [_heads, _tokens, channels / _heads], first);
        _encoder = Compose("encoder_attn", new Linear(channels, 2 * channels));
        _decoder = Compose("decoder_attn", new Linear(channels, channels));
    }

    public Value Apply(Value x)
    {
        var patches = new Patches(x.Shape, _patches);
        Value points = patches.Split(x);
        Value tokens = Transform(Encode(points));
        return patches.Join(points + Decode(points, tokens));
    }

    // [patches, points, channels] → [patches, heads, tokens, width]: softmax(T₀ Kᵀ) V + T₀.
    private Value Encode(Value x)
    {
        Value latent = x.Bind(_latent);
        Value weights = latent.MatMul(Map(0).SplitHeads(_heads).SwapLast()).Softmax(-1);
        return weights.MatMul(Map(1).SplitHeads(_heads)) + latent;

        // Keys and values alternate in the rows of the weight.
        Value Map(int which) => x.Linear(
            x.Bind(_encoder.Weight).Slice(0, which, 2L * _channels - which, 2),
            x.Bind(_encoder.Bias!).Slice(0, which, 2L * _channels - which, 2));
    }

    // t + Σ_m w_m sin(π m t/M) + w_{M+m} cos(π m t/M), with weights of its own for every channel.
    private Value Transform(Value tokens)
    {
        Interpreter interpreter = tokens.Interpreter;
        Value frequencies = interpreter.Table($"half waves {_functions}", () => interpreter.Constant(
            [.. Enumerable.Range(0, _functions).Select(m => Math.PI * m / _functions)], _functions));
        Value angles = tokens.Reshape([.. tokens.Shape, 1]) * frequencies;
        Value weights = tokens.Bind(_series).Reshape(_heads, 1, _channels / _heads, 2L * _functions);
        Value sum = angles.Sin() * weights.Slice(-1, 0, _functions)
            + angles.Cos() * weights.Slice(-1, _functions, _functions);
        return tokens + sum.Reduce(Reduction.Sum, -1).Reshape(tokens.Shape);
    }

    // softmax(Q Tᵀ) T: [patches, points, channels].
    private Value Decode(Value x, Value tokens)
    {
        Value weights = _decoder.Apply(x).SplitHeads(_heads).MatMul(tokens.SwapLast()).Softmax(-1);
        return weights.MatMul(tokens).JoinHeads();
    }
}
