namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Transolver from a state dictionary of the Neural-Solver-Library or of the authors' first
/// program, which have the same names.
/// </summary>
internal sealed class TransolverWeights : PublishedWeights
{
    private const string In = MeshWeights.Attention;

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(In + "in_project_fx.weight") is not { } projection
            || state.Find(In + "in_project_slice.weight") is not { } slices
            || state.Find(In + "to_q.weight") is not { } query) return null;
        var options = new TransolverOptions
        {
            Slices = slices.Shape[0],
            HasBoundedTemperature = MeshWeights.IsGrid(projection),
        };
        return new Transolver(MeshWeights.Fields(state, projection),
            MeshWeights.Sizes(state, projection, query, options), AddsPlaceholder(state));
    }

    // An argument that the library alone has tells the two apart.
    private static bool AddsPlaceholder(StateDictionary state)
    {
        (int? adds, int? values, int? library) = (state.Arguments.Whole("adds_placeholder"),
            state.Arguments.Whole("fun_dim"), state.Arguments.Whole("psi_dim"));
        return (adds ?? (values == 0 || library is not null ? 1 : default(int?))) switch
        {
            null => throw new FormatException("The checkpoint is a Transolver, whose weights do not say whether the "
            + "learned vector 'placeholder' is added: the Neural-Solver-Library adds it always, the authors' first "
            + "program only where there are no values beside the positions. Give the argument 'adds_placeholder' (1 or "
            + "0)."),
            var known => known != 0,
        };
    }
}
