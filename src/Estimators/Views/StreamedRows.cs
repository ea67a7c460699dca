using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// Rows of an array in a file. They are read in blocks, so that rows in their order cost one read for many.
/// </summary>
/// <param name="array">The array.</param>
/// <param name="arrangement">How it becomes rows.</param>
/// <param name="from">The first sample that may be asked for.</param>
/// <param name="end">The one after the last.</param>
internal sealed class StreamedRows(StreamedArray array, Arrangement arrangement, int from, int end) : RowSource
{
    // Numbers of a block, and of one that is extended to whole chunks.
    private const long BlockNumbers = 4 << 20, MostNumbers = 4 * BlockNumbers;

    public StreamedRows(StreamedArray array, Arrangement arrangement)
        : this(array, arrangement, 0, arrangement.Samples)
    {
    }

    public override bool HasSamples => arrangement.HasSamples;

    public override int Samples => arrangement.Samples;

    public override int Frames => arrangement.Frames;

    public override FrameWindow? Window => arrangement.Window;

    public override IReadOnlyList<int> Dimensions => arrangement.Dimensions;

    public override bool IsInMemory => false;

    public override RowReader Open() => new Reader(array, arrangement, from, end);

    public override RowSource Only(int from, int end)
        => HasSamples ? new StreamedRows(array, arrangement, from, end) : this;

    private sealed class Reader : RowReader
    {
        private readonly StreamedArray _array;
        private readonly Arrangement _arrangement;
        // Samples of a block, and frames.
        private readonly int _samples, _frames;
        // The samples that may be read.
        private readonly int _from, _end;
        private float[] _block = [];
        private int _sample, _frame, _heldSamples, _heldFrames;

        public Reader(StreamedArray array, Arrangement arrangement, int from, int end)
        {
            (_array, _arrangement, _from, _end) = (array, arrangement, from, end);
            long sample = (long)arrangement.Frames * arrangement.FrameLength, frame = arrangement.FrameLength;
            int needed = arrangement.Window?.Count ?? arrangement.Frames;
            bool isWhole = sample <= BlockNumbers || arrangement.Window is null;
            _samples = isWhole && arrangement.HasSamples ? Together(sample, arrangement.Samples) : 1;
            _frames = isWhole ? arrangement.Frames
                : Math.Min(arrangement.Frames, needed + Together(frame, arrangement.Frames));
        }

        public override ReadOnlySpan<float> Read(int sample, int frame)
        {
            sample = _arrangement.HasSamples ? sample : 0;
            int first = _arrangement.Window is { } window ? frame + window.From : 0,
                frames = _arrangement.Window?.Count ?? _arrangement.Frames;
            if (sample < _sample || sample >= _sample + _heldSamples
                || first < _frame || first + frames > _frame + _heldFrames) Fill(sample, first, frames);
            int at = ((sample - _sample) * _heldFrames + first - _frame) * _arrangement.FrameLength;
            return _block.AsSpan(at, frames * _arrangement.FrameLength);
        }

        private void Fill(int sample, int first, int frames)
        {
            // The old block goes before the new one comes.
            _block = [];
            _heldSamples = 0;
            int block = sample / _samples * _samples, start = Math.Max(block, _from),
                samples = Math.Min(block + _samples, _end) - start;
            int from = _frames == _arrangement.Frames ? 0 : first,
                held = Math.Min(Math.Max(_frames, frames), _arrangement.Frames - from);
            _block = _arrangement.Read(_array, start, samples, from, held);
            (_sample, _heldSamples, _frame, _heldFrames) = (start, samples, from, held);
        }

        // As many as make up a block, and whole chunks of them where those are not too large.
        private int Together(long length, int count)
        {
            long fit = Math.Max(1, BlockNumbers / length);
            long chunk = _arrangement.OuterAxis < 0 ? 1
                : Math.Max(1, _array.Together(_arrangement.OuterAxis) / _arrangement.OuterStep);
            if (chunk > 1 && chunk * length <= MostNumbers) fit = (fit + chunk - 1) / chunk * chunk;
            return (int)Math.Min(count, fit);
        }
    }
}
