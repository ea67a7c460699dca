namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a LinearNO from a state dictionary of the authors' program. The program adds its learned vector
/// only when it is given positions without values, which the weights do not show.
/// </summary>
internal sealed class LinearNOWeights : PublishedWeights
{
    private const string In = MeshWeights.Attention;

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(In + "in_project_x.weight") is not { } projection
            || state.Find(In + "to_q.weight") is not { } query || state.Find(In + "to_k.weight") is null
            || state.Find(In + "in_project_slice.weight") is not null) return null;
        int values = state.Arguments.Whole("fun_dim")
            ?? throw new FormatException("The checkpoint is a LinearNO, whose "
            + "weights do not say how many of its inputs are values and not positions. Give the program's argument "
            + "'fun_dim'.");
        var options = new LinearNOOptions
        {
            Slices = query.Shape[0],
            HasTemperature = state.Find(In + "temperature_q") is not null,
            HasOutputMlp = state.Find(In + "to_out.2.weight") is not null,
        };
        return new LinearNO(MeshWeights.Fields(state, projection),
            MeshWeights.Sizes(state, projection, query, options), addsPlaceholder: values == 0);
    }
}
