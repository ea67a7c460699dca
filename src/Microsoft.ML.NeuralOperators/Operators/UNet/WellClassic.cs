namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// U-net classic of The Well (Ohana et al. 2024, arXiv:2412.00568), by whose names its weights are read: four levels of
/// convolution pairs with batch norm and tanh, zeros outside the grid.
/// </summary>
internal sealed class WellClassic : GridOperator
{
    private const int Levels = 4;
    private readonly UNetLevel[] _levels;
    private readonly ConvolutionPair _bottom;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public WellClassic(PublishedSizes sizes)
        : base(Rules.Require(sizes).Dimensions, sizes.InputChannels, sizes.OutputChannels)
    {
        int dimensions = sizes.Dimensions, channels = sizes.Channels;
        BoundaryCondition[] zeros = [.. Enumerable.Repeat(BoundaryCondition.Dirichlet, dimensions)];
        _levels = [.. Enumerable.Range(0, Levels).Select(level =>
        {
            int width = channels << level, number = level + 1;
            ConvolutionPair encode = Pair($"encoder{number}", $"enc{number}",
                level == 0 ? sizes.InputChannels : width / 2, width);
            Prolongation up = Compose($"upconv{number}",
                new Prolongation(zeros, 2 * width, width, kernel: 2, padding: 0, hasBias: true));
            ConvolutionPair decode = Pair($"decoder{number}", $"dec{number}", 2 * width, width);
            return new UNetLevel(v => [encode.Apply(v)],
                v => v.ContinueToMultiple(zeros, 2).Apply(new MaxPool(2)), up.Apply,
                (w, kept) => decode.Apply(Value.Concat(1, w, kept[0])));
        })];
        _bottom = Pair("bottleneck", "bottleneck", channels << Levels - 1, channels << Levels);
        // A transposed convolution of one point, which keeps its channels in the other order.
        _weight = Declare("conv.weight", [sizes.OutputChannels, channels, .. Enumerable.Repeat(1L, dimensions)],
            Initializer.FanIn(channels), [1, 0, .. Enumerable.Range(2, dimensions)]);
        _bias = Declare("conv.bias", [sizes.OutputChannels], Initializer.FanIn(channels));

        ConvolutionPair Pair(string name, string prefix, int from, int to) => Compose(name, new ConvolutionPair(
            (inputs, outputs) => new(zeros, inputs, outputs, 3, hasBias: false), Normalization.Batch, Activation.Tanh,
            from, to, to, new([$"{prefix}conv1", $"{prefix}conv2"], [$"{prefix}norm1", $"{prefix}norm2"])));
    }

    protected override Value Forward(Value a)
    {
        Value u = UNetLevel.Run(_levels, _bottom.Apply, a);
        return u.Interpreter.Apply(new Convolution(1, 0), u, u.Bind(_weight), u.Bind(_bias));
    }
}
