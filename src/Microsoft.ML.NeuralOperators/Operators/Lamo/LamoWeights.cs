namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a LaMO with slices from a state dictionary of the authors' program, in any of its four forms:
/// on point sets or planes, one encoder for all blocks or one for each, Hydra or Mamba-2.
/// </summary>
internal sealed class LamoWeights : PublishedWeights
{
    private const string Scan = MeshWeights.Attention + "hydra.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(Scan + "A_log") is not { } rates) return null;
        bool isShared = state.Find("in_project_slice.weight") is not null;
        string encoder = isShared ? "" : MeshWeights.Attention;
        NamedArray projection = state[encoder + "in_project_x.weight"], slices =
            state[encoder + "in_project_slice.weight"];
        int width = state[Scan + "norm.weight"].Shape[0], channels = state[Scan + "out_proj.weight"].Shape[0];
        bool isGrid = MeshWeights.IsGrid(projection);
        NamedArray? first = state.Find(Scan + "init_states");
        return new Lamo(MeshWeights.Fields(state, projection), MeshWeights.Sizes(state, projection, slices,
            new LamoOptions
            {
                Slices = slices.Shape[0],
                StateSpace = first is null ? StateSpaceKind.Bidirectional : StateSpaceKind.QuasiSeparable,
                Expansion = width / channels,
                // Mamba-2 has one group, whose B and C follow the features in the convolution.
                StateSize = first?.Shape[2] ?? (state[Scan + "conv1d.weight"].Shape[0] - width) / 2,
                HeadChannels = width / rates.Shape[0],
                HasSharedSlices = isShared,
                HasBoundedTemperature = isGrid,
            }), addsPlaceholder: !isGrid);
    }
}
