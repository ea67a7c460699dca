namespace Microsoft.ML.NeuralOperators;

/// <content>Where options have an effect.</content>
public sealed partial class SweepSpace
{
    /// <summary>
    /// Tries an option only when another one has one of the given values. Otherwise trials use the trainer's value. If
    /// an option has several conditions, all must hold; the library's own records already declare theirs.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="other">The option it depends on, tried or not.</param>
    /// <param name="values">The values of the other one with which the option is tried.</param>
    /// <exception cref="ArgumentException">
    /// There is no such option, a value does not fit, or the options would depend on each other.
    /// </exception>
    public SweepSpace When(string option, string other, params object[] values)
        => Depend(option, other, values, isUnless: false);

    /// <summary>
    /// Tries an option unless another one has one of the given values; then trials use the trainer's value.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="other">The option it depends on, tried or not.</param>
    /// <param name="values">The values of the other one with which the option is not tried.</param>
    /// <exception cref="ArgumentException">
    /// There is no such option, a value does not fit, or the options would depend on each other.
    /// </exception>
    public SweepSpace Unless(string option, string other, params object[] values)
        => Depend(option, other, values, isUnless: true);

    /// <summary>
    /// Whether an option has an effect at a place, which its conditions and the values of other options decide. A tuner
    /// should learn nothing about it from trials where it has none.
    /// </summary>
    /// <param name="option">Index of the option.</param>
    /// <param name="place">A number in [0, 1) for every option.</param>
    public bool IsActive(int option, IReadOnlyList<double> place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _areAllFree || _conditions.Matters(_options[option].Name, (string name, out object? value) =>
        {
            int index = _options.Count - 1;
            while (index >= 0 && _options[index].Name != name) index--;
            value = index < 0 ? null : _options[index].At(place[index]);
            return index >= 0;
        });
    }

    /// <summary>Whether an option and all after it have an effect everywhere.</summary>
    internal bool IsFreeFrom(int option) => _options.Skip(option).All(o => !_conditions.Of(o.Name).Any());

    /// <summary>For every option, whether it has an effect at a place.</summary>
    internal bool[] Activity(IReadOnlyList<double> place)
        => [.. _options.Select((_, i) => IsActive(i, place))];

    /// <summary>The place with one and the same number for options without effect.</summary>
    internal double[] Settle(IReadOnlyList<double> place)
        => [.. _options.Select((_, i) => IsActive(i, place) ? place[i] : Nowhere)];

    /// <summary>
    /// Refuses options that somebody named and that cannot have an effect, and impossible numbers of rows.
    /// </summary>
    /// <exception cref="ArgumentException">There is such an option; the text says why.</exception>
    internal void Require()
    {
        foreach (SweepOption option in _tried.Where(o => _named.Contains(o.Name) && !_options.Contains(o)))
            throw new ArgumentException(_conditions.Fault(option.Name, _tried));
        foreach (SweepOption option in _options)
            foreach (object value in option is SweepChoice choice ? choice.Values : [option.At(0)])
                Rows(new Dictionary<string, object> { [option.Name] = value });
    }

    private SweepSpace Depend(string option, string other, object[] values, bool isUnless)
    {
        ArgumentNullException.ThrowIfNull(values);
        Property(option);
        Type type = Property(other).PropertyType;
        _conditions.Set(new SweepCondition(option, other, [.. values.Select(v => OptionAccess.Convert(v, type))],
            isUnless));
        return Changed();
    }
}
