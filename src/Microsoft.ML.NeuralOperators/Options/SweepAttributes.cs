namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What is worth trying when options are swept: numbers from a range. What is valid is another matter, and wider.
/// </summary>
/// <param name="minimum">The smallest number worth trying.</param>
/// <param name="maximum">The largest number worth trying.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SweepRangeAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The smallest number worth trying.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The largest number worth trying.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>Whether factors count, not differences: as for learning rates and numbers of channels.</summary>
    public bool IsLogarithmic { get; init; }
}

/// <summary>What is worth trying when options are swept: some values.</summary>
/// <param name="values">The values.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SweepChoiceAttribute(params object[] values) : Attribute
{
    /// <summary>The values.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}

/// <summary>
/// The option only takes effect, and is only swept, when another option of the same record has one of the given values:
/// a rank, for example, only matters when weights are factorised. If there are several such attributes, all must hold.
/// </summary>
/// <param name="option">The other option.</param>
/// <param name="values">Its values.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class SweepWhenAttribute(string option, params object?[] values) : Attribute
{
    /// <summary>The other option.</summary>
    public string Option { get; } = option;

    /// <summary>Its values.</summary>
    public IReadOnlyList<object?> Values { get; } = values;
}

/// <summary>
/// The option is ignored, and so not swept, when another option of the same record has one of the given values: the
/// axes to pad, for example, do not matter when nothing is padded.
/// </summary>
/// <param name="option">The other option.</param>
/// <param name="values">Its values.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class SweepUnlessAttribute(string option, params object?[] values) : Attribute
{
    /// <summary>The other option.</summary>
    public string Option { get; } = option;

    /// <summary>Its values.</summary>
    public IReadOnlyList<object?> Values { get; } = values;
}
