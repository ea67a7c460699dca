namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a LaMO on regular grids from a state dictionary of the authors' program, whose input holds the
/// points' positions before the values. How the grid was padded and cut is an argument.
/// </summary>
internal sealed class PatchLamoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("block1.0.hydra.x_proj_weight") is not { } vectors
            || state.Find("patch_embed1.WE") is not { } patch) return null;
        int height = Given("H_img"), width = Given("W_img"), paddedHeight = Given("H"), paddedWidth = Given("W");
        int scales = Enumerable.Range(1, 64).TakeWhile(s => state.Find($"patch_embed{s}.WE") is not null).Count();
        int inner = vectors.Shape[2];
        return new PatchLamo(patch.Shape[1], state["depatch_embed1.WE"].Shape[1], new PatchLamoOptions
        {
            Scales = [.. Enumerable.Range(1, scales).Select(Scale)],
            Expansion = (double)inner / patch.Shape[0],
            StateSize = (vectors.Shape[1] - CrossScan.HeadsOf(patch.Shape[0])) / 2,
            Positions = [paddedHeight / patch.Shape[2], paddedWidth / patch.Shape[3]],
            EndPadding = [(double)(paddedHeight - height) / height, (double)(paddedWidth - width) / width],
            HasGridEmbedding = false,
        }, state.Find("placeholder")?.Shape[0] ?? 0);

        PatchScale Scale(int number)
        {
            NamedArray weight = state[$"patch_embed{number}.WE"];
            return new PatchScale(weight.Shape[2], weight.Shape[0], state.Count($"block{number}."),
                (double)state[$"block{number}.0.mlp.fc1.weight"].Shape[0] / weight.Shape[0]);
        }

        int Given(string name)
            => state.Arguments.Whole(name) ?? throw new FormatException("The checkpoint is a LaMO on a "
            + "regular grid, whose weights do not say how the grid is cut. Give the program's arguments 'H_img' and "
            + "'W_img', the grid, and 'H' and 'W', the grid with its padding.");
    }
}
