namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Transolver from a state dictionary of the Neural-Solver-Library. GELU is taken for granted.
/// </summary>
internal sealed class TransolverWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
        => state.Find(MeshWeights.Attention + "in_project_fx.weight") is { } projection
            && state.Find(MeshWeights.Attention + "in_project_slice.weight") is { } slices
            && state.Find(MeshWeights.Attention + "to_q.weight") is { } query
            ? new Transolver(MeshWeights.Fields(state, projection), MeshWeights.Sizes(state, projection, query,
                new TransolverOptions { Slices = slices.Shape[0],
                    HasBoundedTemperature = MeshWeights.IsGrid(projection) }))
            : null;
}
