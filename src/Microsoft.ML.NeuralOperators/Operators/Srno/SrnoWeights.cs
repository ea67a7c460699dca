using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of an SRNO from a state dictionary of the authors' program with the encoder EDSR. Where neither
/// the file nor an argument says another "res_scale", it is 1, as in edsr-baseline.
/// </summary>
internal sealed class SrnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("conv00.weight") is not { } query || state.Find("conv0.kln.weight") is not { } norm
            || state.Find("fc1.weight") is not { } hidden || state.Find("fc2.weight") is not { } output) return null;
        if (state.Find("encoder.head.0.weight") is not { } head)
            throw new FormatException("the checkpoint is an SRNO whose encoder is not an EDSR; only one with an EDSR "
                + "is read.");
        if (state.Names.FirstOrDefault(n => n.StartsWith("encoder.tail.", StringComparison.Ordinal)) is { } tail)
            throw new FormatException($"the checkpoint has the parameter '{tail}' of an encoder that enlarges images; "
                + "only one with no_upsampling = true is read.");
        if (norm.Shape[2] < 2)
            throw new FormatException("the checkpoint is an SRNO with one channel a head, whose norms divide by zero.");
        return new Srno(head.Shape[1], output.Shape[0], new SrnoOptions
        {
            Boundary = BoundaryCondition.Dirichlet,
            EncoderChannels = head.Shape[0],
            EncoderLayers = state.Count("encoder.body.") - 1,
            Channels = query.Shape[0],
            Heads = norm.Shape[0],
            Layers = Enumerable.Range(0, int.MaxValue).First(i => state.Find($"conv{i}.kln.weight") is null),
            Published = new PublishedSrno
            {
                ProjectionChannels = hidden.Shape[0],
                ResidualScale = state.Arguments.Number("res_scale") ?? Noted(state) ?? 1,
            },
        });
    }

    // The program saves the arguments of its encoder beside the weights.
    private static double? Noted(StateDictionary state)
    {
        if (state.Note("encoder_spec.args.res_scale") is { } text)
            return double.Parse(text, CultureInfo.InvariantCulture);
        return state.Note("encoder_spec.name") == "edsr" ? 0.1 : null;
    }
}
