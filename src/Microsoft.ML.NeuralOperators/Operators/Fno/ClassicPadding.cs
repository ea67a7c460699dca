namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The padding of a network in its <see cref="ClassicForm"/>, as its program's arguments say it.</summary>
internal static class ClassicPadding
{
    /// <summary>The options of padding.</summary>
    public static FnoOptions Of(StateDictionary state, ClassicNames names, int axes)
    {
        if (names == ClassicNames.LesNets) return new();
        if (names == ClassicNames.PhysicsInformed) return Ratio(state, axes);
        if (names == ClassicNames.TorchCfd && state.Arguments.Whole("padding") is var cells and not 0)
            throw new FormatException($"the network pads {cells} cells by those of the other end; Fno pads zeros.");
        return Cells(state, axes);
    }

    /// <summary>
    /// physics_informed: pad_ratio, a fraction of the axis at both ends, or two fractions for the two ends. In three
    /// dimensions the last axis alone is padded.
    /// </summary>
    private static FnoOptions Ratio(StateDictionary state, int axes)
    {
        if (axes == 1) return new();
        double[] ratio = state.Arguments.Reals("pad_ratio")!;
        (double start, double end) = ratio.Length is 1 or 2 ? (ratio[0], ratio[^1])
            : throw new FormatException($"the program's argument 'pad_ratio' has {ratio.Length} numbers; expected one "
                + "or two.");
        if (start != end && start != 0)
            throw new FormatException($"the network pads {start} of an axis before the first point and {end} after the "
                + "last; Fno pads both ends alike, or the last one alone.");
        return new()
        {
            DomainPadding = end,
            DomainExtension = start == end ? DomainExtension.BothEnds : DomainExtension.End,
            PaddedAxes = axes == 3 ? [2] : null,
        };
    }

    /// <summary>
    /// The scripts: cells after the last point of every axis, in three dimensions of the last one, which is time. Here
    /// they are fractions of the grid of the training, which the scripts call s, or T for the time.
    /// </summary>
    private static FnoOptions Cells(StateDictionary state, int axes)
    {
        int cells = state.Arguments.Whole("padding")!.Value;
        string name = axes == 3 ? "T" : "s";
        int padded = axes == 3 ? 1 : axes;
        if (state.Arguments.Numbers(name) is not { } points)
        {
            if (cells == 0) return new();
            throw new FormatException($"the network pads {cells} cells, here a fraction of its training grid. Give the "
                + $"points of that grid along {(axes == 3 ? "its last axis" : "its axes")} as the argument '{name}'.");
        }
        if (points.Length != 1 && points.Length != padded || points.Any(p => p < 1))
            throw new FormatException($"the program's argument '{name}' is [{string.Join(", ", points)}]; expected the "
                + $"points of the training grid, one number{(padded == 1 ? "" : $" or {padded}")}.");
        double[] fractions = [.. Enumerable.Range(0, padded).Select(i => (double)cells / points[i % points.Length])];
        return new()
        {
            DomainPadding = fractions.Max(),
            DomainExtension = cells == 0 ? DomainExtension.BothEnds : DomainExtension.End,
            PaddedAxes = axes == 3 ? [2] : null,
            AxisPadding = fractions,
        };
    }
}
