namespace Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

/// <summary>States on the cells of squares, of which means over blocks of cells are kept.</summary>
internal sealed class CellStates : IEvolution
{
    private readonly RungeKutta _method;
    private readonly double[][] _states;
    private readonly CellLayout _layout;
    private readonly int _block, _channels;

    /// <summary>States at time 0.</summary>
    /// <param name="scheme">The equation in space.</param>
    /// <param name="layout">Where a state has its numbers.</param>
    /// <param name="states">One a sample; they are changed.</param>
    /// <param name="block">Cells along an axis for one that is kept.</param>
    /// <param name="channels">Channels that are kept, the first ones.</param>
    public CellStates(IScheme scheme, CellLayout layout, double[][] states, int block, int channels)
    {
        (_method, _layout, _states) = (new RungeKutta(scheme), layout, states);
        (_block, _channels) = (block, channels);
    }

    public void Step(double time)
    {
        for (int i = 0; i < _states.Length; i++) _method.Step(ref _states[i], time);
    }

    public torch.Tensor Values()
    {
        (int channels, int kept, int stride) = (_channels, _layout.Size / _block, _layout.Stride);
        var means = new float[_states.Length * channels * kept * kept];
        for (int at = 0; at < means.Length; at++)
        {
            int column = at % kept, row = at / kept % kept, channel = at / (kept * kept) % channels;
            double[] state = _states[at / (kept * kept * channels)];
            int first = (channel * stride + _layout.Margin + row * _block) * stride + _layout.Margin + column * _block;
            double sum = 0;
            for (int i = 0; i < _block; i++)
                for (int j = 0; j < _block; j++)
                    sum += state[first + i * stride + j];
            means[at] = (float)(sum / (_block * _block));
        }
        return torch.tensor(means, [_states.Length, channels, kept, kept]);
    }
}

/// <summary>Where a state has its numbers: [channels, rows, columns] with some cells around each square.</summary>
/// <param name="Channels">Numbers of a cell.</param>
/// <param name="Size">Cells along an axis.</param>
/// <param name="Margin">Cells beyond each boundary.</param>
internal readonly record struct CellLayout(int Channels, int Size, int Margin)
{
    /// <summary>Numbers of a state.</summary>
    public int Length => Channels * Stride * Stride;

    /// <summary>Cells of a row with those beyond the boundary.</summary>
    public int Stride => Size + 2 * Margin;
}
