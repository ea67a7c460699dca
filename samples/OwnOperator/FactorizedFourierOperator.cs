using Microsoft.ML.NeuralOperators;

namespace OwnOperator;

/// <summary>
/// An operator that the library does not have, in one file: the factorised Fourier neural operator (Tran, Mathews, Xie,
/// Ong 2023, arXiv:2111.13802) in two dimensions. Every layer adds MLP(Σ K x) to x, where each K is a spectral
/// convolution along one axis alone, so that weights grow with the number of modes, not with its square.
/// </summary>
internal sealed class FactorizedFourierOperator : GridOperator
{
    private readonly GridEmbedding _coordinates;
    private readonly Mlp _lifting, _projection;
    private readonly (SpectralConvolution Rows, SpectralConvolution Columns, Mlp Mlp)[] _layers;

    public FactorizedFourierOperator(int inputs, int outputs, int channels = 32, int layers = 4, int modes = 16)
        : base(dimensions: 2, inputs, outputs)
    {
        _coordinates = Compose("coordinates", new GridEmbedding(2));
        _lifting = Compose("lifting", new Mlp(inputs + 2, 2 * channels, channels));
        _layers = [.. Enumerable.Range(0, layers).Select(i => (
            Compose($"rows.{i}", new SpectralConvolution(channels, channels, [modes], hasBias: false)),
            Compose($"columns.{i}", new SpectralConvolution(channels, channels, [modes], hasBias: false)),
            Compose($"mlp.{i}", new Mlp(channels, 2 * channels, channels))))];
        _projection = Compose("projection", new Mlp(channels, 2 * channels, outputs));
    }

    // [batch, in, rows, columns] → [batch, out, rows, columns]. Inside, the grid comes first and the channels last.
    protected override Value Forward(Value x)
    {
        x = _lifting.Apply(_coordinates.Apply(x.GridFirst()));
        (Dim rows, Dim columns, Dim batch, Dim channels) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        foreach (var layer in _layers)
        {
            Value alongRows = layer.Rows.Apply(x.Reshape(rows, columns * batch, channels))
                .Reshape(rows, columns, batch, channels);
            Value alongColumns = layer.Columns.Apply(x.Transpose(1, 0, 2, 3).Reshape(columns, rows * batch, channels))
                .Reshape(columns, rows, batch, channels).Transpose(1, 0, 2, 3);
            x += layer.Mlp.Apply(alongRows + alongColumns);
        }
        return _projection.Apply(x).GridLast();
    }
}
