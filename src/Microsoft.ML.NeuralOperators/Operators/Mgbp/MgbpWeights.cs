using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a multigrid back-projection from a state dictionary of the authors' program, MGBPv2 or the
/// mergeModel that adds several, of pnavarre/mgbpv2, with noise of no amplitude.
/// </summary>
internal sealed class MgbpWeights : PublishedWeights
{
    private const string Program = "MGBPv2", Part = "model";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (IsThere($"{Part}0."))
            // The program makes the parts without noise and with a single run.
            return new MgbpSum([.. Enumerable.Range(0, state.Count(Part)).Select(i => One(state, $"{Part}{i}.", 1))]);
        if (!IsThere("")) return null;
        state.Arguments.Require(Program, "model_id", "noise_amp");
        if (state.Arguments.Number("noise_amp") is var noise and not 0)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"The checkpoint is a {Program} with the argument noise_amp = {noise}; only one without noise, 0, is "
                + $"read."));
        return One(state, "", Runs(state.Arguments.Text("model_id")!));

        bool IsThere(string prefix) => state.Find($"{prefix}Analysis_0.weight") is not null
            && state.Find($"{prefix}Synthesis.weight") is not null;
    }

    // "CH3_LE5_MU2_NU2_…": what the weights do not say is NU, one where it is not there.
    private static int Runs(string model) => model.Split('_')
        .FirstOrDefault(part => part.StartsWith("NU", StringComparison.Ordinal)) is not { } text ? 1
        : int.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out int runs) ? runs
        : throw new FormatException($"The checkpoint is a {Program} with the argument model_id = '{model}'; expected a "
        + $"whole number after NU.");

    private static Mgbp One(StateDictionary state, string prefix, int runs)
    {
        int levels = state.Count(prefix + "Analysis_");
        NamedArray analysis = state[$"{prefix}Analysis_0.weight"], synthesis = state[prefix + "Synthesis.weight"];
        string finest = $"{prefix}Downscale_{levels - 1}-";
        NamedArray restriction = state[finest + string.Join('-', Enumerable.Repeat(0, Math.Max(levels - 1, 1)))
            + ".weight"];
        int[] widths = [.. Enumerable.Range(0, levels)
            .Select(level => state[$"{prefix}Analysis_{level}.weight"].Shape[0])];
        return new Mgbp(analysis.Shape[1], synthesis.Shape[0], new MgbpOptions
        {
            Dimensions = analysis.Shape.Count - 2,
            Boundary = BoundaryCondition.Neumann,
            Channels = widths[^1],
            Levels = levels,
            Cycles = state.Names.Count(name => name.StartsWith(finest, StringComparison.Ordinal)
                && name.EndsWith(".weight", StringComparison.Ordinal)),
            Kernel = restriction.Shape[2],
            Published = Rules.Require(new MgbpForm
            {
                Widths = widths,
                HasBias = state.Find(prefix + "Synthesis.bias") is not null,
                NoiseChannels = state[$"{prefix}AnalysisN_0.weight"].Shape[0],
                HasSynthesisTwice = state.Find(prefix + "synthesis.weight") is not null,
                Runs = runs,
                FewestPoints = 2,
                HasMoreBefore = true,
            }),
        });
    }
}
