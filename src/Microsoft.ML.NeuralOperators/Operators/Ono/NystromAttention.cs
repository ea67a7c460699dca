namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Nyström attention (Xiong et al. 2021, arXiv:2102.03902): softmax(q k̃ᵀ) softmax(q̃ k̃ᵀ)⁺ softmax(q̃ kᵀ) v, with
/// means of consecutive points in q̃ and k̃ and an iterated pseudo-inverse, to which a convolution of v along the
/// points is added. [batch, points, channels] both ways.
/// </summary>
internal sealed class NystromAttention : MeshAttention
{
    private const int Iterations = 6, Kernel = 33;
    private readonly OnoOptions _options;
    private readonly double _scale;
    private readonly Linear _map;
    private readonly ParameterDeclaration _convolution;
    private readonly Linear _output;

    public NystromAttention(OnoOptions options)
    {
        _options = options;
        int channels = options.Channels;
        _scale = Math.Sqrt((double)options.Heads / channels);
        _map = Compose("to_qkv",
            new Linear(channels, 3 * channels, hasBias: false));
        _convolution = Declare("res_conv.weight", [options.Heads, 1, Kernel], Initializer.FanIn(Kernel));
        _output = Compose("to_out.0", new Linear(channels, channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        // Zeros before the first point, up to a multiple of the landmarks.
        Dim points = x.Shape[1], each = Dim.CeilingDivide(points, _options.Landmarks),
            missing = each * _options.Landmarks - points;
        Value all = _map.Apply(x.Pad(PaddingMode.Zeros, [1], [missing], [0]));
        Value query = Part(0) * _scale, key = Part(1), value = Part(2);
        Value queryMeans = Means(query, each), keyMeans = Means(key, each);
        Value y = query.MatMul(keyMeans.SwapLast()).Softmax(-1)
            .MatMul(Inverse(queryMeans.MatMul(keyMeans.SwapLast()).Softmax(-1)))
            .MatMul(queryMeans.MatMul(key.SwapLast()).Softmax(-1).MatMul(value));
        y += Convolve(value);
        return _output.Apply(y.JoinHeads().Slice(1, missing, points));

        Value Part(int which)
            => all.Slice(-1, which * _options.Channels, _options.Channels).SplitHeads(_options.Heads);
    }

    // [batch, heads, landmarks·each, width] → [batch, heads, landmarks, width]
    private Value Means(Value x, Dim each)
        => x.Reshape(x.Shape[0], x.Shape[1], _options.Landmarks, each, x.Shape[3]).Reduce(Reduction.Mean, 3)
            .Reshape(x.Shape[0], x.Shape[1], _options.Landmarks, x.Shape[3]);

    // Z ← Z(13 - A Z(15 - A Z(7 - A Z)))/4 from Z = Aᵀ/(largest sum of a column · largest sum of a row).
    private Value Inverse(Value a)
    {
        int size = _options.Landmarks;
        Interpreter interpreter = a.Interpreter;
        Value unit = interpreter.Table($"identity {size}", () => interpreter.Constant(
            [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1.0 : 0.0)], size, size));
        // As published, over the whole batch, or of every head of every sample by itself.
        int[] matrices = _options.HasMeans ? [-2, -1] : [0, 1, 2, 3];
        Value z = a.SwapLast() / (a.Reduce(Reduction.Sum, -1).Reduce(Reduction.Max, matrices)
            * a.Reduce(Reduction.Sum, -2).Reduce(Reduction.Max, matrices));
        for (int i = 0; i < Iterations; i++)
        {
            Value product = a.MatMul(z);
            z = z.MatMul(unit * 13
                - product.MatMul(unit * 15 - product.MatMul(unit * 7 - product))) * 0.25;
        }
        return z;
    }

    // Along the points, every head with weights of its own for all its channels.
    private Value Convolve(Value value)
    {
        Dim batch = value.Shape[0], heads = value.Shape[1], points = value.Shape[2], width = value.Shape[3];
        Value lines = value.Transpose(0, 3, 1, 2).Reshape(batch * width, heads, points);
        return value.Interpreter
            .Apply(new Convolution(1, Kernel / 2, _options.Heads), lines, value.Bind(_convolution))
            .Reshape(batch, width, heads, points).Transpose(0, 2, 3, 1);
    }
}
