using System.Numerics;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Weights that are made of other parameters, against their definitions written out as sums.</summary>
public class SpectralWeightTests
{
    private static readonly SpectralShape Shape = new(2, 3, [4, 3], 0.5);

    [Fact]
    public void Tucker_is_the_sum_over_the_core()
    {
        int[] r = [2, 3, 2, 1];
        var layer = new TuckerWeight(Shape, r);
        ParameterValues values = ParameterValues.Initialize(layer, 1);
        Func<int[], Complex> core = Published(layer, values, "core"), u0 = Factor(layer, values, 0),
            u1 = Factor(layer, values, 1), u2 = Factor(layer, values, 2), u3 = Factor(layer, values, 3);
        Require(layer, values, (i, o, m, n) => Sum(r[0], a => Sum(r[1], b => Sum(r[2], c => Sum(r[3], d
            => core([a, b, c, d]) * u0([i, a]) * u1([o, b]) * u2([m, c]) * u3([n, d]))))));
    }

    [Fact]
    public void Cp_is_the_sum_of_products_of_single_axes()
    {
        var layer = new CpWeight(Shape, 4);
        ParameterValues values = ParameterValues.Initialize(layer, 2);
        values[layer.OwnParameters[0]][1] = -2;
        values[layer.OwnParameters[0]][6] = 0.5f;
        Func<int[], Complex> weights = Published(layer, values, "weights");
        Func<int[], Complex>[] u = [.. Enumerable.Range(0, 4).Select(i => Factor(layer, values, i))];
        Require(layer, values, (i, o, m, n)
            => Sum(4, r => weights([r]) * u[0]([i, r]) * u[1]([o, r]) * u[2]([m, r]) * u[3]([n, r])));
    }

    [Fact]
    public void The_tensor_train_is_the_product_of_matrices()
    {
        int[] r = [2, 3, 2];
        var layer = new TensorTrainWeight(Shape, r);
        ParameterValues values = ParameterValues.Initialize(layer, 3);
        Func<int[], Complex>[] a = [.. Enumerable.Range(0, 4).Select(i => Factor(layer, values, i))];
        Require(layer, values, (i, o, m, n) => Sum(r[0], x => Sum(r[1], y => Sum(r[2], z
            => a[0]([0, i, x]) * a[1]([x, o, y]) * a[2]([y, m, z]) * a[3]([z, n, 0])))));
    }

    [Theory]
    [InlineData(SpectralFactorization.Tucker)]
    [InlineData(SpectralFactorization.Cp)]
    [InlineData(SpectralFactorization.TensorTrain)]
    public void A_share_gives_about_that_many_numbers_and_the_deviation_of_a_dense_weight(SpectralFactorization kind)
    {
        var shape = new SpectralShape(12, 12, [16, 9], 0.3);
        FactorizedWeight layer = FactorizedWeight.Of(shape, kind, 0.2, null);
        ParameterValues values = ParameterValues.Initialize(layer, 4);
        Assert.InRange(layer.Parameters.Sum(p => p.Elements) / (2.0 * shape.Elements), 0.15, 0.25);
        double square = Run(layer, values).Sum(v => v * v) / shape.Elements;
        Assert.InRange(Math.Sqrt(square), 0.2, 0.4);
    }

    [Fact]
    public void Corners_lie_where_their_frequencies_are()
    {
        var layer = new BlockWeight(new SpectralShape(1, 1, [4, 3, 2], 1));
        ParameterValues values = ParameterValues.From(layer,
            p => [.. Enumerable.Repeat(p.LocalName[^1] - '0' + 0f, (int)p.Elements)]);
        double[] weight = Run(layer, values);
        // Along the first axis -2, -1, 0, 1; along the second -1, 0, 1; the last one and the two parts are alike.
        Assert.Equal([4, 2, 2, 4, 2, 2, 3, 1, 1, 3, 1, 1], weight.Where((_, i) => i % 4 == 0));
    }

    private static Complex Sum(int count, Func<int, Complex> term)
        => Enumerable.Range(0, count).Select(term).Aggregate(Complex.Zero, (a, b) => a + b);

    private static Func<int[], Complex> Factor(Layer layer, ParameterValues values, int axis)
        => Published(layer, values, $"factors.factor_{axis}");

    // A parameter by the indices that published arrays have, without the one of the two parts.
    private static Func<int[], Complex> Published(Layer layer, ParameterValues values, string name)
    {
        ParameterDeclaration parameter = layer.Parameters.Single(p => p.LocalName == name);
        return at => new(Part([.. at, 0]), Part([.. at, 1]));

        float Part(int[] stored)
        {
            long place = 0;
            for (int axis = 0; axis < stored.Length; axis++)
                place = place * parameter.Shape[axis] + stored[parameter.PublishedAxes![axis]];
            return values[parameter][place];
        }
    }

    private static void Require(SpectralWeight layer, ParameterValues values,
        Func<int, int, int, int, Complex> expected)
    {
        double[] weight = Run(layer, values);
        int inputs = Shape.Inputs, outputs = Shape.Outputs, columns = Shape.Modes[1];
        for (int i = 0; i < inputs; i++)
            for (int o = 0; o < outputs; o++)
                for (int m = 0; m < Shape.Modes[0]; m++)
                    for (int n = 0; n < columns; n++)
                    {
                        int real = ((m * columns + n) * 2 * inputs + i) * outputs + o;
                        Complex w = expected(i, o, m, n);
                        Assert.Equal(w.Real, weight[real], 1e-12);
                        Assert.Equal(w.Imaginary, weight[real + inputs * outputs], 1e-12);
                    }
    }

    private static double[] Run(SpectralWeight layer, ParameterValues values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var tensors = layer.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        return TorchInterpreter.Unwrap(layer.Of(run.Wrap(torch.zeros(1, torch.ScalarType.Float64)))).contiguous()
            .data<double>().ToArray();
    }
}
