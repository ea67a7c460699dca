namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Transolver++ from a state dictionary of the authors' program. With a condition, such as
/// angles and a Mach number, the operator has an input for it before that of the points.
/// </summary>
internal sealed class TransolverPlusPlusWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(MeshWeights.Attention + "proj_temperature.0.weight") is not { } head
            || state.Find(MeshWeights.Attention + "in_project_x.weight") is not { } projection) return null;
        MeshFields fields = MeshWeights.Fields(state, projection);
        if (state.Find("embedding.weight") is { } condition) fields = fields with { Parameters = condition.Shape[1] };
        return new TransolverPlusPlus(fields, MeshWeights.Sizes(state, projection, head,
            new TransolverPlusPlusOptions { Slices = head.Shape[0] }));
    }
}
