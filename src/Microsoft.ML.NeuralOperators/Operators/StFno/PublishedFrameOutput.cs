using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The last layer of the published spatio-temporal program: multiplies the spectrum of a few times by weights and adds
/// a bias to every mode, both in the corners of the spectrum. It pads with as many zeros before the first time, and
/// takes the frames asked for from the end of so many times and one frame more.
/// </summary>
internal sealed class PublishedFrameOutput : Layer
{
    private const int FullAxes = 2;
    private readonly PublishedFrameForm _form;
    private readonly AxisModes[] _modes;
    private readonly BlockWeight _weight;
    private readonly ParameterDeclaration[] _biases;

    /// <summary>Declares the layer.</summary>
    /// <param name="form">What the program has of its own.</param>
    /// <param name="modes">Modes kept along height, width and time.</param>
    public PublishedFrameOutput(PublishedFrameForm form, IReadOnlyList<int> modes)
    {
        _form = form;
        _modes = [.. modes.Select((count, axis) => new ModeRange(count, axis == modes.Count - 1).Transforms)];
        _weight = Compose("", new BlockWeight(new(1, 1, [.. _modes.Select(m => m.Count)], 1),
            corner => $"weight.{corner}"));
        long[] sizes = [.. _modes.Select(m => (long)m.Count), 2];
        _biases = [.. Enumerable.Range(0, 1 << FullAxes).Select(corner => Declare($"bias.{corner}",
            BlockWeight.CornerSizes(sizes, corner, FullAxes), Initializer.Zeros))];
    }

    /// <summary>[height, width, times, batch, 1] → [height, width, frames, batch, 1].</summary>
    public Value Apply(Value x, int times, int frames)
    {
        Dim height = x.Shape[0], width = x.Shape[1];
        int all = times + frames + 1;
        Value spectrum = ModeTransform.ToModes(x.Pad(PaddingMode.Zeros, [2], [times], [0]), _modes);
        Value product = ModeTransform.Multiply(spectrum, _weight.Of(spectrum)) * _form.Scale(2 * times, all);
        Value bias = BlockWeight.Join(corner => x.Bind(_biases[corner]), FullAxes);
        bias = bias.Reshape(product.Shape[1], 2).Transpose(1, 0).Reshape(2, product.Shape[1], 1, 1);
        product += bias * Share(x.Interpreter.Number(height * width * all));
        return ModeTransform.ToGrid(product, _modes, new([height, width, all])).Slice(2, all - frames, frames);
    }

    // δ over the points to the power that the program's norm has.
    private Value Share(Value points)
    {
        Value one = points * 0 + 1;
        return (_form.Power == 0 ? one : one / (_form.Power == 1 ? points : points.Map(UnaryFunction.Sqrt)))
            * _form.Delta;
    }
}
