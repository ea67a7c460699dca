namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Fourier neural operator from a state dictionary of the library neuraloperator.
/// </summary>
internal sealed class FnoWeights : PublishedWeights
{
    // As the library's class has them.
    internal static readonly string[] Order = ["n_modes", "in_channels", "out_channels", "hidden_channels", "n_layers"];

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (LibraryNetwork.Find(state, "fno_blocks", "channel_mlp") is not { IsSpherical: false } network)
            return null;
        var metadata = new LibraryMetadata(state, nameof(Fno), Order);
        metadata.RefuseOthers(network);
        return new Fno(network.InputChannels(metadata), network.Outputs, network.Fill(new FnoOptions
        {
            Modes = network.Modes,
            Factorization = network.Weight.Factorization,
            Ranks = network.Weight.Ranks,
            Channels = network.Channels,
            Layers = network.Layers,
            MlpRatio = network.MlpRatio,
            Normalization = metadata.Normalization("fno_blocks"),
            IsPublished = true,
        }, metadata));
    }
}
