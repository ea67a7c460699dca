namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>What the channels of a field are called.</summary>
internal static class PartNames
{
    /// <summary>The frame and the channel in it; empty for the only channel of the only frame.</summary>
    public static string Of(int channels, int? frameChannels, int channel)
        => frameChannels is not { } frame ? channels == 1 ? "" : $"channel {channel + 1}"
            : frame == 1 ? $"step {channel + 1}" : $"step {channel / frame + 1}, channel {channel % frame + 1}";
}
