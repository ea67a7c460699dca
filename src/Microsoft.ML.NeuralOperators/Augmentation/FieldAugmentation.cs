using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// More rows for training, made from those that are there: every row is followed by copies whose fields are changed so
/// that they solve the same equation. What a copy looks like depends on the seed, the row's position and the copy
/// alone, so that every pass gives the same rows.
/// </summary>
public abstract record FieldAugmentation : IRules
{
    // Only this library knows how rows are changed.
    private protected FieldAugmentation()
    {
    }

    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Whether the row itself comes before its copies; otherwise they take its place.</summary>
    public bool KeepsOriginal { get; init; } = true;

    /// <summary>Random changes are a function of it.</summary>
    public int Seed { get; init; }

    IEnumerable<string> IRules.Faults() => Faults();

    /// <summary>What is said of the columns.</summary>
    /// <exception cref="FormatException">It cannot be read; the text says why.</exception>
    internal abstract IReadOnlyList<FieldRule> Rules();

    /// <summary>The changes of fields on their grids.</summary>
    /// <param name="fields">The columns of <see cref="Rules"/>, in that order.</param>
    /// <exception cref="ArgumentException">A field does not fit; the text says why.</exception>
    internal abstract BoundAugmentation Bind(IReadOnlyList<AugmentedField> fields);

    private protected virtual IEnumerable<string> Faults()
    {
        string? fault = null;
        try
        {
            Rules();
        }
        catch (FormatException error)
        {
            fault = error.Message.TrimEnd('.');
        }
        return fault is null ? [] : [fault];
    }

    /// <summary>Sentences for axes that the fields do not have.</summary>
    private protected IEnumerable<string> AxisFaults(IReadOnlyList<int>? axes)
    {
        if (axes is null) yield break;
        if (axes.Count == 0 || axes.Any(a => a < 0 || a >= Dimensions) || axes.Distinct().Count() < axes.Count)
            yield return $"Axes is [{string.Join(", ", axes)}]; expected different numbers of 0 to {Dimensions - 1}";
    }

    /// <exception cref="ArgumentException">The fields have different grids.</exception>
    private protected static int[] CommonGrid(IReadOnlyList<AugmentedField> fields)
    {
        int[] grid = fields[0].Grid;
        if (fields.FirstOrDefault(f => !f.Grid.SequenceEqual(grid)) is { } odd)
            throw new ArgumentException($"Column '{odd.Name}' is on a grid of {string.Join("×", odd.Grid)}, column "
                + $"'{fields[0].Name}' on {string.Join("×", grid)}; fields that are changed together are on one grid.");
        return grid;
    }
}
