namespace Microsoft.ML.NeuralOperators;

/// <summary>Some values: numbers, names, flags, or lists such as the modes of every axis.</summary>
public sealed class SweepChoice : SweepOption
{
    internal SweepChoice(string name, IReadOnlyList<object> values) : base(name)
    {
        if (values.Count == 0) throw new ArgumentException($"{name}: there are no values; expected one or more.");
        Values = values;
    }

    /// <summary>The values.</summary>
    public IReadOnlyList<object> Values { get; }

    /// <inheritdoc/>
    public override int? Count => Values.Count;

    /// <inheritdoc/>
    public override bool IsOrdered => Values.Count > 1 && Values.All(v => v is int or double or float)
        && Values.Zip(Values.Skip(1)).All(p => Convert.ToDouble(p.First, null) < Convert.ToDouble(p.Second, null));

    /// <inheritdoc/>
    public override object At(double place) => Values[Math.Min((int)(place * Values.Count), Values.Count - 1)];

    /// <inheritdoc/>
    public override double PlaceOf(object value)
    {
        for (int i = 0; i < Values.Count; i++)
            if (OptionAccess.AreEqual(Values[i], value)) return (i + 0.5) / Values.Count;
        throw new ArgumentException($"{Name}: {OptionAccess.Text(value)} is not among the values "
            + $"{string.Join(", ", Values.Select(v => OptionAccess.Text(v)))}.", nameof(value));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {string.Join(", ", Values.Select(v => OptionAccess.Text(v)))}";
}
