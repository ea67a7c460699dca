namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// The three records whose options a space names: the architecture's, the training's as <c>"Training.…"</c>, and what
/// of the rows is trained on as <c>"Data.…"</c>.
/// </summary>
/// <param name="trainer">The trainer with the values of what is not tried.</param>
internal sealed class OptionRoots(NeuralOperatorTrainer trainer)
{
    public const string Training = "Training.", Data = "Data.";

    private readonly (string Prefix, object Record)[] _roots =
        [("", trainer.Options), (Training, trainer.Training), (Data, DataReduction.None)];

    /// <summary>All options by their names.</summary>
    public IEnumerable<(string Name, OptionPath Path)> All => _roots.SelectMany(root
        => OptionPath.All(root.Record).Select(option => (root.Prefix + option.Name, option.Path)));

    /// <summary>What attributes say of options that depend on others.</summary>
    public IEnumerable<SweepCondition> Conditions
        => _roots.SelectMany(root => SweepCondition.Of(root.Record.GetType(), root.Prefix)
            .Concat(OptionPath.All(root.Record).Where(o => o.Path.Steps.Count > 1)
                .Select(o => (Part: o.Path.Steps[^2].PropertyType, Prefix: o.Name[..(o.Name.LastIndexOf('.') + 1)]))
                .Distinct().SelectMany(o => SweepCondition.Of(o.Part, root.Prefix + o.Prefix))));

    /// <summary>The way to an option.</summary>
    /// <exception cref="ArgumentException">There is none; the text lists those there are.</exception>
    public OptionPath Path(string name)
    {
        var (prefix, record) = Root(name);
        try
        {
            return OptionPath.Of(record.GetType(), name[prefix.Length..]);
        }
        catch (ArgumentException error) when (prefix.Length == 0)
        {
            throw new ArgumentException($"{error.Message} Those of the training begin with {Training}, those of the "
                + $"rows with {Data}", error);
        }
    }

    /// <summary>The value of an option where it is not tried.</summary>
    public object? Value(string name) => Path(name).Get(Root(name).Record);

    /// <summary>A record with other values.</summary>
    /// <param name="prefix">Which of the three.</param>
    /// <param name="values">Values of any of them; those of others are passed over.</param>
    public object With(string prefix, IReadOnlyDictionary<string, object> values)
        => values.Where(v => Root(v.Key).Prefix == prefix)
            .Aggregate(Root(prefix).Record, (record, v) => Path(v.Key).With(record, v.Value));

    private (string Prefix, object Record) Root(string name)
        => _roots.Last(root => name.StartsWith(root.Prefix, StringComparison.Ordinal));
}
