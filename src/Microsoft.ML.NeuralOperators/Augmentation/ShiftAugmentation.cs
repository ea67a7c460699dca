using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Copies of rows under random shifts of the periodic domain, all fields of a row by the same distance. For equations
/// whose coefficients are constant or shifted with the fields.
/// </summary>
/// <param name="Columns">The columns to shift.</param>
public sealed record ShiftAugmentation(params IReadOnlyList<string> Columns) : FieldAugmentation
{
    /// <summary>The columns to shift.</summary>
    public IReadOnlyList<string> Columns { get; init => field = value.Copied(); } = Columns.Copied();

    /// <summary>Copies of every row.</summary>
    [Range(1, Limits.Depth)]
    public int Copies { get; init; } = 1;

    /// <summary>The periodic axes; null for all.</summary>
    public IReadOnlyList<int>? Axes { get; init => field = value.Copied(); }

    /// <summary>
    /// Whether distances are between whole numbers of points, by Fourier interpolation: exact for fields that the grid
    /// resolves, with ripples at jumps.
    /// </summary>
    public bool IsSubGrid { get; init; }

    internal override IReadOnlyList<FieldRule> Rules()
    {
        if (Columns is null || Columns.Count == 0 || Columns.Any(string.IsNullOrEmpty))
            throw new FormatException("No columns are named, or one has no name");
        return Columns.Distinct(StringComparer.Ordinal).Count() == Columns.Count
            ? [.. Columns.Select(name => new FieldRule(name, []))]
            : throw new FormatException("A column is named twice");
    }

    internal override BoundAugmentation Bind(IReadOnlyList<AugmentedField> fields)
    {
        int[] grid = CommonGrid(fields);
        return new BoundShifts(this, fields, [.. Axes ?? [.. Enumerable.Range(0, grid.Length)]]);
    }

    private protected override IEnumerable<string> Faults() => base.Faults().Concat(AxisFaults(Axes));
}
