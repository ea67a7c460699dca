namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The multiwavelet form of an integral operator (arXiv:2109.13459, section 3): on every level the details d and the
/// smooth coefficients s give A d + B s as details and C d as smooth coefficients of the output, the coarsest smooth
/// ones T s; all levels share A, B, C and T. [batch, grid…, channels] both ways, the grid a multiple of 2^levels.
/// </summary>
internal sealed class MultiwaveletLayer : Layer
{
    private readonly int _levels;
    private readonly MultiwaveletTransform _transform;
    private readonly MultiwaveletKernel _detailToDetail;
    private readonly MultiwaveletKernel _smoothToDetail;
    private readonly MultiwaveletKernel _detailToSmooth;
    private readonly Linear _coarsest;

    public MultiwaveletLayer(MwtOptions options)
    {
        _levels = options.Levels;
        _transform = Compose("", new MultiwaveletTransform(options.Dimensions, options.Order, options.Copies));
        _detailToDetail = Compose("A", new MultiwaveletKernel(options, isGlobal: true));
        _smoothToDetail = Compose("B", new MultiwaveletKernel(options, isGlobal: false));
        _detailToSmooth = Compose("C", new MultiwaveletKernel(options, isGlobal: false));
        _coarsest = Compose("T0", new Linear(options.Width, options.Width));
    }

    public Value Apply(Value x)
    {
        var levels = new Stack<(Value Smooth, Value Detail)>();
        for (int level = 0; level < _levels; level++)
        {
            (Value smooth, Value detail) = _transform.Analyse(x);
            levels.Push((_detailToSmooth.Apply(detail),
                _detailToDetail.Apply(detail) + _smoothToDetail.Apply(smooth)));
            x = smooth;
        }
        x = _coarsest.Apply(x);
        foreach ((Value smooth, Value detail) in levels) x = _transform.Synthesise(x + smooth, detail);
        return x;
    }
}
