namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a SineNet from a state dictionary of the authors' program, sinenet_dual of divelab/AIRS. The
/// channels of a field are those of all its times.
/// </summary>
internal sealed class SineNetWeights : PublishedWeights
{
    private const string Program = "SineNet", First = "down.0.0.conv.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("image_proj.weight") is not { } lifting || state.Find("final.weight") is not { } projection
            || state.Find(First + "0.conv1.weight") is null) return null;
        if (state.Find("time_embed.0.weight") is not null || state.Find(First + "0.cond_emb.weight") is not null)
            throw new FormatException($"The checkpoint is a {Program} that is told times or parameters besides its "
                + "field; only one without is read.");
        int levels = state.Count("down.0.");
        int[] widths = [lifting.Shape[0], .. Enumerable.Range(0, levels)
            .Select(level => state[$"down.0.{level}.conv.0.conv1.weight"].Shape[0])];
        state.Arguments.Require(Program, ["padding_mode", "activation", "wave_residual", "avg_pool",
            "interpolation_mode",
            // The program has four levels, but can leave the coarsest out where all are equally wide.
            .. widths.Distinct().Count() == 1 ? (string[])["num_layers"] : []]);
        if (state.Arguments.Whole("num_layers") is { } used && used != levels)
            throw new FormatException($"The checkpoint is a {Program} of {levels} levels, of which it uses {used}; "
                + "only one that uses all is read.");
        return new SineNet(lifting.Shape[1], projection.Shape[0], new SineNetOptions
        {
            Dimensions = lifting.Shape.Count - 2,
            Channels = widths[0],
            Waves = state.Count("down."),
            Levels = levels,
            Boundary = One("padding_mode", ("zeros", BoundaryCondition.Dirichlet),
                ("circular", BoundaryCondition.Periodic)),
            Normalization = state.Find(First + "0.norm1.weight") is null ? Normalization.None : Normalization.Group,
            Activation = PublishedActivation.Require(state, "activation", Program),
            Published = Rules.Require(new SineWaveForm
            {
                Widths = widths,
                Blocks = state.Count(First),
                IsDual = levels > 1 && state["down.0.1.conv.0.conv1.weight"].Shape[1] > widths[1],
                HasShortcuts = state.Find("down.0.0.shortcut.weight") is not null,
                IsAdded = state.Arguments.Whole("wave_residual") != 0,
                TakesLargest = state.Arguments.Whole("avg_pool") == 0,
                Interpolation = One("interpolation_mode", ("bicubic", SineInterpolation.Cubic),
                    ("bilinear", SineInterpolation.Linear)),
                HasKeptFirst = true,
            }),
        });

        T One<T>(string argument, (string Text, T Value) a, (string Text, T Value) b)
        {
            string text = state.Arguments.Text(argument)!;
            return text == a.Text ? a.Value : text == b.Text ? b.Value
                : throw new FormatException($"The checkpoint is a {Program} with {argument} = '{text}'; only "
                + $"'{a.Text}' and '{b.Text}' are read.");
        }
    }
}
