namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Lifts frames [height, width, frames, batch, components] to channels and adds where and when each is: x and y from 0
/// to 1 with the end left out, the time in hundreds of frames, and waves of it that grow as exp(βt). The published form
/// gives every channel the same number, has the end at 1, the first frame at 1/100, and a wave for each channel.
/// </summary>
internal sealed class FrameEmbedding : Layer
{
    // Frames of a unit of time.
    private const double Unit = 100;
    private const int Coordinates = 3;
    private readonly Linear? _lifting;
    private readonly int _channels, _frames;
    private readonly double _growth;
    private readonly bool _isPublished;

    public FrameEmbedding(int components, int channels, int frames, double growth, bool isPublished = false)
    {
        (_channels, _frames, _growth, _isPublished) = (channels, frames, growth, isPublished);
        _lifting = isPublished ? null : Compose("linear", new Linear(components, channels));
    }

    /// <summary>[height, width, frames, batch, components] → [height, width, frames, batch, channels].</summary>
    public Value Apply(Value frames)
    {
        Interpreter interpreter = frames.Interpreter;
        Dim height = frames.Shape[0], width = frames.Shape[1];
        string key = $"frames {height} {width} {_frames} {_channels} {_growth} {_isPublished}";
        Value places = interpreter.Table(key, () =>
            Coordinate(interpreter, height, 0) + Coordinate(interpreter, width, 1) + Times(interpreter));
        return (_lifting?.Apply(frames) ?? frames) + places;
    }

    // i/n, or i/(n-1), in one channel, along one axis.
    private Value Coordinate(Interpreter interpreter, Dim size, int axis)
    {
        var channel = new double[_channels];
        channel[axis] = 1;
        Dim cells = _isPublished ? Dim.Max(size - 1, 1) : size;
        return (interpreter.Sequence(size) / interpreter.Number(cells)).AlongAxis(axis, 5)
            * interpreter.Constant(channel, 1, 1, 1, 1, _channels);
    }

    private Value Times(Interpreter interpreter)
    {
        var numbers = new double[_frames * _channels];
        for (int frame = 0; frame < _frames; frame++)
        {
            double t = (_isPublished ? frame + 1 : frame) / Unit;
            numbers[frame * _channels + Coordinates - 1] = t;
            for (int k = Coordinates; k < _channels; k++)
            {
                // Sines at odd places, cosines at even ones, of the same wave.
                int wave = _isPublished ? k - Coordinates : (k - Coordinates) / 2;
                double angle = Math.PI * (wave + 1) * t;
                numbers[frame * _channels + k] = Math.Exp(_growth * t)
                    * ((k - Coordinates) % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
        return interpreter.Constant(numbers, 1, 1, _frames, 1, _channels);
    }
}
