namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The fields of an operator on a mesh: how its input and its output are given.</summary>
/// <param name="InputChannels">Channels of the input; 0 on point sets where the points alone are read.</param>
/// <param name="OutputChannels">Channels of the output.</param>
internal sealed record MeshFields(int InputChannels, int OutputChannels)
{
    /// <summary>Name of the point set's axis, and of the field of its coordinates.</summary>
    public const string Points = PointFields.OutputAxis;

    /// <summary>Coordinates of a point of a point set; null on grids.</summary>
    public int? Coordinates { get; init; }

    /// <summary>
    /// Whether the coordinates are the first channels of the input, as published programs have it, and no field of
    /// their own.
    /// </summary>
    public bool HasCoordinatesInInput { get; init; }

    /// <summary>Global parameters of a sample, seen at every point of a point set; 0 for none.</summary>
    public int Parameters { get; init; }

    /// <summary>Whether the operator takes a mask, so that samples with fewer points can be padded.</summary>
    public bool HasMask { get; init; }

    /// <summary>Channels of the values at a point, positions not counted.</summary>
    public int ValueChannels => HasCoordinatesInInput ? InputChannels - Coordinates!.Value : InputChannels;

    /// <summary>The fields that are read: input; or points, parameters, input and mask.</summary>
    /// <param name="grid">The axes on grids.</param>
    public IEnumerable<FieldPort> Inputs(IReadOnlyList<GridAxis> grid)
    {
        IReadOnlyList<GridAxis> axes = Axes(grid);
        if (Coordinates is { } coordinates && !HasCoordinatesInInput) yield return new(Points, coordinates, axes);
        if (Parameters > 0) yield return new("parameters", Parameters, []);
        if (InputChannels > 0) yield return new("input", InputChannels, axes);
        if (HasMask) yield return FieldPort.Mask($"{Points}_mask", axes[0]);
    }

    /// <summary>The field that is written.</summary>
    public FieldPort Output(IReadOnlyList<GridAxis> grid) => new("output", OutputChannels, Axes(grid));

    /// <summary>Sentences for numbers of channels that make no operator.</summary>
    public IEnumerable<string> Faults()
    {
        int least = Coordinates is null ? 1 : 0;
        if (ValueChannels < least) yield return $"the input has {ValueChannels} channels; expected at least {least}";
        if (OutputChannels < 1) yield return $"the output has {OutputChannels} channels; expected at least 1";
        if (Coordinates < 1) yield return $"points have {Coordinates} coordinates; expected at least 1";
    }

    private IReadOnlyList<GridAxis> Axes(IReadOnlyList<GridAxis> grid)
        => Coordinates is null ? grid : [GridAxis.Points(Points, allowsPadding: HasMask)];
}
