namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// What differs between trials: the model, where several took part, and every option that was tried. Options of the
/// same name and the same values are one dimension for all models.
/// </summary>
/// <param name="Name">What is shown; the model's name is in front of options that only it has.</param>
/// <param name="Option">What was tried.</param>
/// <param name="Spaces">Names of the spaces that have it.</param>
/// <param name="IsModel">Whether its value is the space itself.</param>
internal sealed record SweptDimension(string Name, DescribedOption Option, IReadOnlyList<string> Spaces, bool IsModel)
{
    /// <summary>A trial's value; null where it has none.</summary>
    public object? ValueOf(SweepTrial trial) => IsModel ? trial.Space
        : Spaces.Contains(trial.Space) ? trial.Options.GetValueOrDefault(Option.Name) : null;

    /// <summary>Whether values have an order.</summary>
    public bool IsOrdered => Option.IsOrdered || Option.Values?.Count > Dimension.MostCategories;

    /// <summary>The coordinate for a forest.</summary>
    public Dimension Coordinate => new(Name, IsOrdered ? 0 : Option.Values!.Count);

    /// <summary>A trial's coordinate for a forest; NaN where it has none.</summary>
    public double CoordinateOf(SweepTrial trial) => ValueOf(trial) is not { } value ? double.NaN
        : IsOrdered ? Option.Place(value) : Option.At(value);

    /// <summary>All dimensions of a study that have more than one value.</summary>
    public static IReadOnlyList<SweptDimension> Of(IReadOnlyList<DescribedSpace> spaces)
    {
        var all = new List<SweptDimension>();
        string[] names = [.. spaces.Select(s => s.Name)];
        if (spaces.Count > 1)
            all.Add(new("model", new DescribedOption("model") { Values = names, IsOrdered = false }, names, true));
        foreach (var option in spaces.SelectMany(s => s.Options.Select(o => (Space: s.Name, Option: o)))
            .GroupBy(o => o.Option.Name))
        {
            // What was tried of it, each with the spaces that tried just that.
            var kinds = option.GroupBy(o => $"{o.Option}{o.Option.IsWhole}").ToArray();
            foreach (var kind in kinds)
            {
                string[] owners = [.. kind.Select(o => o.Space)];
                DescribedOption first = kind.First().Option;
                if (first.Values is { Count: < 2 }) continue;
                string name = ShortName(first.Name);
                all.Add(new(owners.Length == spaces.Count ? name : $"{string.Join(", ", owners)}: {name}", first,
                    owners, false));
            }
        }
        return all;
    }

    /// <summary>An option without the word that only tells where it belongs.</summary>
    public static string ShortName(string option) => option.Replace("Training.", "", StringComparison.Ordinal);
}
