namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Which options of a space have an effect, and where.</summary>
/// <param name="valueOf">The value of an option that is not tried.</param>
internal sealed class OptionConditions(Func<string, object?> valueOf)
{
    private readonly List<SweepCondition> _all = [];

    /// <summary>The conditions of an option.</summary>
    public IEnumerable<SweepCondition> Of(string option) => _all.Where(c => c.Option == option);

    /// <summary>Adds a condition in the place of those of the same two options.</summary>
    /// <exception cref="ArgumentException">The options would depend on each other.</exception>
    public void Set(SweepCondition condition)
    {
        if (DependsOn(condition.Other, condition.Option))
            throw new ArgumentException($"{condition.Option} cannot depend on {condition.Other}, which depends on "
                + $"{condition.Option}.");
        _all.RemoveAll(c => c.Option == condition.Option && c.Other == condition.Other);
        _all.Add(condition);
    }

    /// <summary>Adds conditions of a record beside each other.</summary>
    public void Add(IEnumerable<SweepCondition> conditions) => _all.AddRange(conditions);

    /// <summary>The options that can have an effect, each after those that it depends on.</summary>
    public IReadOnlyList<SweepOption> Arrange(IReadOnlyList<SweepOption> options)
    {
        var arranged = new List<SweepOption>();
        foreach (SweepOption option in options) Append(option);
        return arranged;

        void Append(SweepOption option)
        {
            if (arranged.Contains(option) || !CanMatter(option.Name, options)) return;
            foreach (SweepCondition condition in Of(option.Name))
                if (options.FirstOrDefault(o => o.Name == condition.Other) is { } other) Append(other);
            arranged.Add(option);
        }
    }

    /// <summary>Whether an option has an effect, given the values of others.</summary>
    /// <param name="option">The option.</param>
    /// <param name="tried">The value of an option that is tried; false where it is not tried.</param>
    public bool Matters(string option, TriedValue tried)
    {
        foreach (SweepCondition condition in _all)
        {
            if (condition.Option != option) continue;
            if (!condition.Holds(tried(condition.Other, out object? value) ? value : valueOf(condition.Other))
                || !Matters(condition.Other, tried)) return false;
        }
        return true;
    }

    /// <summary>Why an option can have no effect, whatever is tried.</summary>
    public string Fault(string option, IReadOnlyList<SweepOption> options)
    {
        SweepCondition? broken = Of(option).FirstOrDefault(c => !CanHold(c, options));
        // The option that it depends on has no effect itself.
        if (broken is null) return Fault(Of(option).First(c => !Can(c, options)).Other, options);
        return $"{option} has an effect only {broken.ToString()[(option.Length + 1)..]}, but {broken.Other} is "
            + $"{OptionAccess.Text(valueOf(broken.Other))} here. Give the trainer another {broken.Other}, or try some "
            + "values of it, too.";
    }

    private bool CanMatter(string option, IReadOnlyList<SweepOption> options) => Of(option).All(c => Can(c, options));

    private bool Can(SweepCondition condition, IReadOnlyList<SweepOption> options)
        => CanHold(condition, options) && CanMatter(condition.Other, options);

    private bool CanHold(SweepCondition condition, IReadOnlyList<SweepOption> options)
        => condition.CanHold(options.FirstOrDefault(o => o.Name == condition.Other), valueOf(condition.Other));

    private bool DependsOn(string option, string other)
        => option == other || Of(option).Any(c => DependsOn(c.Other, other));

    /// <summary>The value of an option that is tried.</summary>
    internal delegate bool TriedValue(string option, out object? value);
}
