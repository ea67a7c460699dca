namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Options that make an operator on point sets.</summary>
internal interface IPointOptions
{
    /// <summary>The fields that are read, in order, of those that the columns give.</summary>
    IReadOnlyList<PointField> Fields(PointFields given);

    /// <summary>What is trained on the rows of those fields.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="given">The fields that the columns give.</param>
    /// <param name="findModes">Finds orthogonal modes of fields.</param>
    PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes);
}
