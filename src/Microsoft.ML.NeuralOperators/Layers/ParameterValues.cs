namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Values for every parameter of a definition, in host memory: what training starts from and what it results in.
/// </summary>
public sealed class ParameterValues
{
    // By declaration and not by name: names grow when a definition becomes part of another.
    private readonly Dictionary<ParameterDeclaration, float[]> _values = [];

    private ParameterValues(Layer definition) => Definition = definition;

    /// <summary>The definition they belong to.</summary>
    public Layer Definition { get; }

    /// <summary>The numbers of a parameter, row-major. The array is the stored one.</summary>
    /// <exception cref="ArgumentException">The definition has no such parameter.</exception>
    public float[] this[ParameterDeclaration declaration]
        => _values.TryGetValue(declaration, out float[]? values) ? values
            : throw new ArgumentException($"The definition has no parameter '{declaration}'.", nameof(declaration));

    /// <summary>Initial values, drawn in order of declaration from one seed.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="seed">The same seed gives the same values.</param>
    public static ParameterValues Initialize(Layer definition, int seed)
    {
        var random = new SeededRandom(seed, SeedUse.Weights);
        return From(definition, declaration =>
        {
            var values = new float[declaration.Elements];
            declaration.Initializer.Draw(values, random);
            return values;
        });
    }

    /// <summary>Values given one parameter at a time, in order of declaration.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="values">Gives the numbers of a parameter, row-major.</param>
    public static ParameterValues From(Layer definition, Func<ParameterDeclaration, float[]> values)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(values);
        var result = new ParameterValues(definition);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParameterDeclaration declaration in definition.Parameters)
        {
            float[] numbers = values(declaration);
            if (numbers.Length != declaration.Elements)
                throw new ArgumentException($"The parameter '{declaration}' has {declaration.Elements} elements, got "
                    + $"{numbers.Length}.", nameof(values));
            result._values.Add(declaration, numbers);
            if (!names.Add(declaration.Name))
                throw new InvalidOperationException($"The definition declares '{declaration.Name}' twice.");
        }
        return result;
    }
}
