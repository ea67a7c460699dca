namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Output layers of the authors' programs.</summary>
internal enum PublishedOutput
{
    /// <summary>A pointwise linear layer.</summary>
    Linear,
    /// <summary>A pointwise linear layer with a bias.</summary>
    Affine,
    /// <summary>Two pointwise linear layers with GELU between them.</summary>
    Mlp,
    /// <summary>One more cycle.</summary>
    Cycle,
}

/// <summary>The output layer of one of the authors' programs, under its name there.</summary>
internal sealed class PublishedOutputLayer : Layer
{
    private readonly Func<Value, Value> _apply;

    public PublishedOutputLayer(MgnoOptions options, PublishedForm published, int outputs)
    {
        string name = published.OutputName;
        _apply = published.Output switch
        {
            PublishedOutput.Cycle => Compose(name, new MultigridCycle(options, options.Channels, outputs)).Apply,
            PublishedOutput.Mlp => TwoLayers(Compose($"{name}.0",
                Pointwise(options.Channels, published.OutputWidth, hasBias: true)),
                Compose($"{name}.2", Pointwise(published.OutputWidth, outputs, hasBias: false))),
            _ => Compose(name, Pointwise(options.Channels, outputs,
                hasBias: published.Output == PublishedOutput.Affine)).Apply,
        };

        GridConvolution Pointwise(int from, int to, bool hasBias)
            => new(options.Dimensions, from, to, 1, options.Boundary, hasBias);

        static Func<Value, Value> TwoLayers(GridConvolution first, GridConvolution second) => u
            => second.Apply(first.Apply(u).Gelu());
    }

    public Value Apply(Value u) => _apply(u);
}
