namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A part of a definition: declares parameters by name and shape and composes other layers. It holds no values, so one
/// definition serves training, export and counting, and many threads at once.
/// </summary>
public abstract class Layer
{
    private readonly List<ParameterDeclaration> _parameters = [];
    private readonly List<Layer> _children = [];
    // Lists of names would make deep operators quadratic.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal),
        _parameterNames = new(StringComparer.Ordinal);
    private Layer? _parent;
    private string _localName = "";

    /// <summary>The dotted name within the whole definition; empty for the outermost layer.</summary>
    public string Path => _parent is null ? "" : _localName.Length == 0 ? _parent.Path : _parent.Path.Length == 0
        ? _localName : $"{_parent.Path}.{_localName}";

    /// <summary>The name within the parent; may hold dots.</summary>
    public string LocalName => _localName;

    /// <summary>The layers this one composes, in order of declaration.</summary>
    public IReadOnlyList<Layer> Children => _children;

    /// <summary>The parameters of this layer alone.</summary>
    public IReadOnlyList<ParameterDeclaration> OwnParameters => _parameters;

    /// <summary>All parameters, those of composed layers included, in order of declaration.</summary>
    public IEnumerable<ParameterDeclaration> Parameters => _parameters.Concat(_children.SelectMany(c => c.Parameters));

    /// <summary>Declares a trained parameter.</summary>
    /// <param name="name">Name within the layer.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="initializer">Initial values.</param>
    /// <param name="publishedAxes">See <see cref="ParameterDeclaration.PublishedAxes"/>.</param>
    protected ParameterDeclaration Declare(string name, long[] shape, Initializer initializer,
        int[]? publishedAxes = null)
        => Add(new(this, name, shape, initializer, true) { PublishedAxes = publishedAxes });

    /// <summary>Declares a trained parameter that published checkpoints hold under two names.</summary>
    private protected ParameterDeclaration DeclareTwin(string name, string twin, long[] shape, Initializer initializer)
        => Add(new(this, name, shape, initializer, true) { PublishedTwin = twin });

    /// <summary>Declares a constant that is stored with the model but not trained.</summary>
    protected ParameterDeclaration DeclareBuffer(string name, long[] shape, Initializer initializer)
        => Add(new(this, name, shape, initializer, false));

    /// <summary>
    /// Declares a running statistic, which training moves towards what an <see cref="Observe"/> sees.
    /// </summary>
    private protected ParameterDeclaration DeclareStatistic(string name, long[] shape, Initializer initializer)
        => Add(new(this, name, shape, initializer, false) { IsStatistic = true });

    /// <summary>
    /// Composes a layer under a name, which may hold dots. Under an empty one, which several may have, its parameters
    /// have the names of this layer's.
    /// </summary>
    protected T Compose<T>(string name, T layer)
        where T : Layer
    {
        if (layer._parent is not null)
            throw new InvalidOperationException($"The layer '{layer.Path}' already belongs to another layer.");
        if (name.Length > 0 && !_names.Add(name))
            throw new InvalidOperationException($"The name '{name}' is taken in the layer '{Path}'.");
        (layer._parent, layer._localName) = (this, name);
        _children.Add(layer);
        return layer;
    }

    /// <summary>The value itself: a step that the options leave out.</summary>
    protected static Value Identity(Value x) => x;

    private ParameterDeclaration Add(ParameterDeclaration declaration)
    {
        if (!_parameterNames.Add(declaration.LocalName))
            throw new InvalidOperationException($"The name '{declaration.LocalName}' is taken in the layer '{Path}'.");
        _parameters.Add(declaration);
        return declaration;
    }
}
