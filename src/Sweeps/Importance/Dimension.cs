namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// One coordinate of the points that a forest is grown on: a number in [0, 1], or one of some categories.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Categories">How many categories, whose coordinates are 0, 1, …; 0 for a number.</param>
internal sealed record Dimension(string Name, int Categories = 0)
{
    /// <summary>Categories that a box can hold: its set of them is the bits of a word.</summary>
    public const int MostCategories = 64;

    public bool IsCategorical => Categories > 0;
}
