using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="SpecBoost"/>.</summary>
public sealed record SpecBoostOptions : GridOperatorOptions
{
    /// <summary>The operator of the first stage, any of the library's on grids.</summary>
    public GridOperatorOptions First { get; init; } = new FnoOptions();

    /// <summary>
    /// The operator of every later stage, any of the library's on grids of as many axes. More modes than
    /// <see cref="First"/> has let it learn what that one cannot.
    /// </summary>
    public GridOperatorOptions Second { get; init; } = new FnoOptions { Modes = [32, 32] };

    /// <summary>Operators in all; the third and later ones are as the second.</summary>
    [Range(2, 8)]
    public int Stages { get; init; } = 2;

    /// <summary>
    /// Share of the training's epochs that the first stage has; the others have equal shares of the rest.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true), SweepChoice(0.3, 0.5, 0.7)]
    public double FirstShare { get; init; } = 0.5;

    /// <summary>
    /// How many spacings of the data's grid one of the first stage's grid has: with 2, a field of 64×64 points goes
    /// through the first stage on 32×32. Its epochs then take a fraction of the time, and fine structures are left to
    /// the second stage. 1, the default, is the data's own grid.
    /// </summary>
    [Range(1, 8), SweepChoice(1, 2)]
    public int FirstCoarsening { get; init; } = 1;

    /// <summary>Where the grid points are, which matters to <see cref="FirstCoarsening"/> alone.</summary>
    public PointPlacement Points { get; init; } = PointPlacement.CellCentres;

    /// <summary>
    /// Cross-fitting, for stages that learn their training rows by heart and leave nothing there: the rows are split
    /// into so many folds, and what later stages learn from is left by operators that did not see a row's fold. Every
    /// stage but the last is trained once more for each fold. 1, the default, for none.
    /// </summary>
    [Range(1, 64)]
    public int Folds { get; init; } = 1;

    /// <summary>Whether later stages see the sum of those before, as further channels of their input.</summary>
    public bool SeesPrediction { get; init; } = true;

    /// <inheritdoc/>
    public override int AxisCount => First.AxisCount;

    internal override IReadOnlyList<GridAxis> Axes => [.. First.Axes.Zip(Second.Axes, (first, second) => first with
    {
        MinimumToTrain = Math.Max(GridCoarsening.Finest(first.MinimumToTrain, FirstCoarsening, Points),
            second.MinimumToTrain),
        MultipleOf = Common(first.MultipleOf == 1 ? 1 : first.MultipleOf * FirstCoarsening, second.MultipleOf),
    })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new SpecBoost(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (First is null || Second is null) yield break;
        if (First is SpecBoostOptions || Second is SpecBoostOptions)
            yield return $"{(First is SpecBoostOptions ? nameof(First) : nameof(Second))} is SpecBoostOptions; "
                + "expected an operator of one stage, and Stages for more of them";
        else if (First.AxisCount != Second.AxisCount)
            yield return $"First is for grids of {First.AxisCount} axes, Second of {Second.AxisCount}; expected as "
                + "many";
        else if (FirstCoarsening > 1 && Points == PointPlacement.EndPoints && First.Axes.Any(a => a.MultipleOf > 1))
            yield return $"{nameof(First)} needs sizes that are multiples of a number, which a coarser grid with both "
                + $"ends does not give; expected {nameof(FirstCoarsening)} 1 or another {nameof(Points)}";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels) => First is null
        || Second is null ? [] :
        [
            .. First.Faults(inputChannels, outputChannels).Select(fault => $"{nameof(First)}: {fault}"),
            .. Second.Faults(InputsOfSecond(inputChannels, outputChannels), outputChannels)
                .Select(fault => $"{nameof(Second)}: {fault}"),
        ];

    internal int InputsOfSecond(int inputChannels, int outputChannels)
        => inputChannels + (SeesPrediction ? outputChannels : 0);

    private static int Common(int a, int b) => a / (int)System.Numerics.BigInteger.GreatestCommonDivisor(a, b) * b;
}
