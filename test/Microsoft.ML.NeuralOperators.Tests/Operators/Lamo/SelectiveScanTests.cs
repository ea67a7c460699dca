using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>The scan in matrix products is the recurrence, place by place.</summary>
public class SelectiveScanTests
{
    private const int Heads = 4, Width = 2, Size = 3;

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(7, true, true)]
    [InlineData(64, false, false)]
    [InlineData(65, true, true)]
    [InlineData(200, false, true)]
    [InlineData(200, true, false)]
    public void Equals_the_recurrence(int length, bool isBackward, bool hasFirst)
    {
        var layer = new Scan(length, 2, isBackward, hasFirst);
        ParameterValues values = ParameterValues.Initialize(layer, 5);
        double[] field = TestLayer.Draw(length * Heads * Width);
        var (actual, shape) = TestLayer.Run(layer, layer.Apply, field, [1, length, Heads, Width], values);
        Assert.Equal([1, length, Heads, Width], shape);
        Assert.All(layer.Recurrence(field, values), (v, i) => Assert.Equal(v, actual[i], 1e-10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_several_chunks_are_difference_quotients(bool isBackward)
    {
        var layer = new Scan(66, 1, isBackward, hasFirst: true);
        TestLayer.GradientsEqualQuotients(layer, layer.Apply, 1, 66, Heads, Width);
    }

    private sealed class Scan : Layer
    {
        private readonly int _length;
        private readonly int _groups;
        private readonly bool _isBackward;
        private readonly ParameterDeclaration _steps;
        private readonly ParameterDeclaration _inputs;
        private readonly ParameterDeclaration _outputs;
        private readonly ParameterDeclaration _rates;
        private readonly ParameterDeclaration? _first;

        public Scan(int length, int groups, bool isBackward, bool hasFirst)
        {
            (_length, _groups, _isBackward) = (length, groups, isBackward);
            var draw = new Initializer.UniformRange(1);
            _steps = Declare("steps", [1, length, Heads], draw);
            _inputs = Declare("inputs", [1, length, groups, Size], draw);
            _outputs = Declare("outputs", [1, length, groups, Size], draw);
            _rates = Declare("rates", [Heads], draw);
            _first = hasFirst ? Declare("first", [Heads, Width, Size], draw) : null;
        }

        public Value Apply(Value x) => SelectiveScan.Apply(new StateSequence(x, x.Bind(_steps).Softplus(),
            x.Bind(_inputs), x.Bind(_outputs), -x.Bind(_rates).Exp(), _first is null ? null : x.Bind(_first)),
            _isBackward);

        public double[] Recurrence(double[] x, ParameterValues values)
        {
            var y = new double[x.Length];
            for (int head = 0; head < Heads; head++)
                for (int channel = 0; channel < Width; channel++)
                {
                    double[] state = [.. Enumerable.Range(0, Size)
                        .Select(n => _first is null ? 0.0 : values[_first][(head * Width + channel) * Size + n])];
                    double rate = -Math.Exp(values[_rates][head]);
                    foreach (int t in _isBackward ? Enumerable.Range(0, _length)
                        .Reverse() : Enumerable.Range(0, _length))
                    {
                        double step = Math.Log(1 + Math.Exp(values[_steps][t * Heads + head]));
                        int at = (t * Heads + head) * Width + channel, group = head / (Heads / _groups);
                        for (int n = 0; n < Size; n++)
                        {
                            int vector = (t * _groups + group) * Size + n;
                            state[n] = Math.Exp(step * rate) * state[n] + step * x[at] * values[_inputs][vector];
                            y[at] += state[n] * values[_outputs][vector];
                        }
                    }
                }
            return y;
        }
    }
}
