using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Rows of an array in memory.</summary>
/// <param name="arrangement">How it becomes rows.</param>
/// <param name="values">Its numbers, arranged.</param>
internal sealed class KeptRows(Arrangement arrangement, float[] values) : RowSource
{
    public KeptRows(NamedArray array, Arrangement arrangement)
        : this(arrangement, arrangement.Arrange(array))
    {
    }

    public override bool HasSamples => arrangement.HasSamples;

    public override int Samples => arrangement.Samples;

    public override int Frames => arrangement.Frames;

    public override FrameWindow? Window => arrangement.Window;

    public override IReadOnlyList<int> Dimensions => arrangement.Dimensions;

    public override bool IsInMemory => true;

    /// <summary>Numbers in memory.</summary>
    public long Numbers => values.Length;

    public override RowReader Open() => new Reader(arrangement, values);

    private sealed class Reader(Arrangement arrangement, float[] values) : RowReader
    {
        public override ReadOnlySpan<float> Read(int sample, int frame)
        {
            int first = arrangement.Window is { } window ? frame + window.From : 0,
                frames = arrangement.Window?.Count ?? arrangement.Frames;
            int at = ((arrangement.HasSamples ? sample : 0) * arrangement.Frames + first) * arrangement.FrameLength;
            return values.AsSpan(at, frames * arrangement.FrameLength);
        }
    }
}
