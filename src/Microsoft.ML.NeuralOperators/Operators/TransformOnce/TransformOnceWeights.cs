namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a T1 from a state dictionary of T1_2d of the authors' program. Where nothing says otherwise, it
/// takes what all configurations of that program share: residual layers, no padding, and zeros for coefficients beyond
/// the modes.
/// </summary>
internal sealed class TransformOnceWeights : PublishedWeights
{
    private const string Program = "T1_2d";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("layers.0.ch_mixing_1") is not { } mixing || state.Find("fc0.weight") is not { } lifting
            || state.Find("fc1") is not { } first || state.Find("fc2") is not { } last) return null;
        if (mixing.Shape.Count == 3)
            throw new FormatException("the checkpoint is a T1_1d, whose program has no forward pass that runs; only "
                + "T1_2d is read.");
        if (first.Shape.Count != 2 || mixing.Shape.Count != 4)
            throw new FormatException($"the parameter 'layers.0.ch_mixing_1' has the shape "
                + $"[{string.Join(", ", mixing.Shape)}]; expected [in, out, modes, modes] of real cosine coefficients "
                + "(transform = dct).");
        int channels = mixing.Shape[0];
        var options = new TransformOnceOptions
        {
            Modes = [mixing.Shape[2], mixing.Shape[3]],
            Channels = channels,
            Layers = state.Count("layers."),
            ProjectionRatio = (double)first.Shape[1] / channels,
            Published = Form(state),
        };
        return new TransformOnce(lifting.Shape[1] - options.Modes.Count, last.Shape[1], options);
    }

    private static PublishedTransformOnce Form(StateDictionary state)
    {
        PublishedArguments arguments = state.Arguments;
        arguments.Require(Program, "act");
        Refuse("padding", 0, "gives larger fields than it gets");
        Refuse("keep_high", 0, "lets modes past the layers");
        Refuse("perform_forward", 1, "takes coefficients");
        return new PublishedTransformOnce
        {
            IsSine = arguments.Text("act") switch
            {
                "sin" => true,
                "gelu" => false,
                var other => throw new FormatException($"The checkpoint is a {Program} with the nonlinearity "
                    + $"'{other}'; expected 'gelu' or 'sin'."),
            },
            IsResidual = arguments.Whole("residual") != 0,
        };

        void Refuse(string name, int usual, string why)
        {
            if (arguments.Whole(name) is { } value && value != usual)
                throw new FormatException($"The checkpoint is a {Program} with {name} = {value}, which {why}; only "
                    + $"{usual} is read.");
        }
    }
}
