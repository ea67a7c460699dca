namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A convolution whose kernel lives on the few lowest Fourier modes of a grid, under the names of the Python libraries
/// that keep two blocks of rows: [batch, grid…, channels] both ways.
/// </summary>
internal sealed class LowModes : Layer
{
    private readonly AxisModes[] _modes;
    private readonly ParameterDeclaration[] _weights;

    /// <summary>Declares the layer.</summary>
    /// <param name="axes">Grid axes: 1 or 2.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="modes">Modes from 0 up along each axis; where they are signed, as many below 0.</param>
    public LowModes(int axes, int channels, int modes)
    {
        _modes = axes == 1 ? [AxisModes.Half(modes)] : [AxisModes.Ends(modes), AxisModes.Half(modes)];
        long[] shape = [.. Enumerable.Repeat((long)modes, axes), 2, channels, channels];
        var first = new Initializer.Normal(1 / Math.Sqrt(2.0 * channels));
        _weights = [.. Enumerable.Range(1, axes).Select(block => Declare($"weights{block}", shape, first,
            [.. Enumerable.Range(2, axes), axes + 2, 0, 1]))];
    }

    public Value Apply(Value x)
    {
        int axes = _modes.Length;
        Value rows = x.BatchAfterGrid(), weight = Value.Concat(0, [.. _weights.Select(x.Bind)]);
        Value spectrum = ModeTransform.Multiply(ModeTransform.ToModes(rows, _modes), weight);
        return ModeTransform.ToGrid(spectrum, _modes, rows.Shape.Range(0, axes))
            .Transpose([axes, .. Enumerable.Range(0, axes), axes + 1]);
    }
}
