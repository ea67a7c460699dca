namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Frames in the channels, one after the other, as an axis behind those of the grid.</summary>
internal static class FrameAxis
{
    /// <summary>[grid…, batch, frames·channels] → [grid…, frames, batch, channels].</summary>
    public static Value FramesBehindGrid(this Value x, int frames)
    {
        int axes = x.Rank - 2;
        return x.Reshape([.. x.Shape.Range(0, axes + 1), frames, x.Shape[-1] / frames])
            .Transpose([.. Enumerable.Range(0, axes), axes + 1, axes, axes + 2]);
    }

    /// <summary>[grid…, frames, batch, channels] → [grid…, batch, frames·channels].</summary>
    public static Value FramesInChannels(this Value x)
    {
        int axes = x.Rank - 3;
        return x.Transpose([.. Enumerable.Range(0, axes), axes + 1, axes, axes + 2])
            .Reshape([.. x.Shape.Range(0, axes), x.Shape[axes + 1], x.Shape[axes] * x.Shape[-1]]);
    }
}
