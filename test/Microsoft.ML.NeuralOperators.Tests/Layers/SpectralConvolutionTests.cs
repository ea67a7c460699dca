using System.Numerics;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>The truncated real transforms against a plain complex transform written out as sums.</summary>
public class SpectralConvolutionTests
{
    [Theory]
    [InlineData(new[] { 8 }, new[] { 16 })]
    [InlineData(new[] { 8 }, new[] { 9 })]
    [InlineData(new[] { 8 }, new[] { 8 })]
    [InlineData(new[] { 8 }, new[] { 5 })]
    [InlineData(new[] { 7 }, new[] { 12 })]
    [InlineData(new[] { 6, 4 }, new[] { 9, 10 })]
    [InlineData(new[] { 6, 8 }, new[] { 6, 8 })]
    [InlineData(new[] { 8, 8 }, new[] { 5, 6 })]
    [InlineData(new[] { 4, 2, 4 }, new[] { 5, 4, 6 })]
    public void Equals_the_transform_written_out(int[] modes, int[] grid)
    {
        const int Inputs = 2, Outputs = 3, Batch = 2;
        var layer = new SpectralConvolution(Inputs, Outputs, modes);
        ParameterValues values = ParameterValues.Initialize(layer, 5);
        ParameterDeclaration weight = layer.OwnParameters[0];
        int points = grid.Aggregate(1, (a, b) => a * b);
        var random = new Random(1);
        // [grid…, batch, in]
        double[] field = [.. Enumerable.Range(0, points * Batch * Inputs).Select(_ => random.NextDouble() - 0.5)];

        using DisposeScope scope = torch.NewDisposeScope();
        long[] shape = [.. grid.Select(n => (long)n), Batch, Inputs];
        var tensors = layer.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        Value result = layer.Apply(run.Wrap(torch.tensor(field, shape, torch.ScalarType.Float64)));
        double[] actual = TorchInterpreter.Unwrap(result).contiguous().data<double>().ToArray();

        double[] expected = WrittenOut(field, values[weight], modes, grid, Batch, Inputs, Outputs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-11);
    }

    [Fact]
    public void Gives_the_same_function_on_every_grid_for_band_limited_fields()
    {
        var layer = new SpectralConvolution(1, 1, [6, 6]);
        ParameterValues values = ParameterValues.Initialize(layer, 3);
        using DisposeScope scope = torch.NewDisposeScope();
        var tensors = layer.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        double[] coarse = Apply(12, 15), fine = Apply(24, 30);
        for (int i = 0; i < 12; i++)
            for (int j = 0; j < 15; j++)
                Assert.Equal(coarse[i * 15 + j], fine[2 * i * 30 + 2 * j], 1e-12);

        double[] Apply(int height, int width)
        {
            double[] field = [.. from i in Enumerable.Range(0, height) from j in Enumerable.Range(0, width)
                select Math.Cos(2 * Math.PI * (2.0 * i / height - (double)j / width) + 0.3)
                    + Math.Sin(4 * Math.PI * j / width)];
            Value x = run.Wrap(torch.tensor(field, [height, width, 1, 1], torch.ScalarType.Float64));
            return TorchInterpreter.Unwrap(layer.Apply(x)).contiguous().data<double>().ToArray();
        }
    }

    // Y[k] = X[k] R[k] over the kept modes, all others zero; the real part of the inverse with the Hermitian half
    // filled in.
    private static double[] WrittenOut(double[] field, float[] weight, int[] modes, int[] grid, int batch, int inputs,
        int outputs)
    {
        int axes = grid.Length, points = grid.Aggregate(1, (a, b) => a * b);
        int[] stored = [.. modes[..^1], modes[^1] / 2 + 1];
        int blocks = stored.Aggregate(1, (a, b) => a * b);
        var result = new double[points * batch * outputs];
        for (int mode = 0; mode < blocks; mode++)
        {
            var k = new int[axes];
            bool isKept = true;
            for (int axis = axes - 1, rest = mode; axis >= 0; rest /= stored[axis--])
            {
                int at = rest % stored[axis];
                if (axis == axes - 1)
                {
                    k[axis] = at;
                    isKept &= at <= grid[axis] / 2;
                }
                else
                {
                    k[axis] = at - stored[axis] / 2;
                    int count = Math.Min(grid[axis], stored[axis]);
                    isKept &= k[axis] >= -(count / 2) && k[axis] <= (count + 1) / 2 - 1;
                }
            }
            if (!isKept) continue;
            double weightOfMode = k[^1] == 0 || 2 * k[^1] == grid[^1] ? 1 : 2;
            for (int b = 0; b < batch; b++)
                for (int o = 0; o < outputs; o++)
                {
                    Complex y = 0;
                    for (int i = 0; i < inputs; i++)
                    {
                        Complex x = 0;
                        for (int point = 0; point < points; point++)
                            x += field[(point * batch + b) * inputs
                                + i] * Complex.Exp(-Complex.ImaginaryOne * Phase(k, point, grid));
                        int at = (mode * 2 * inputs + i) * outputs + o;
                        y += x / points * new Complex(weight[at], weight[at + inputs * outputs]);
                    }
                    for (int point = 0; point < points; point++)
                        result[(point * batch + b) * outputs
                            + o] += weightOfMode * (y * Complex.Exp(Complex.ImaginaryOne * Phase(k, point, grid))).Real;
                }
        }
        return result;
    }

    private static double Phase(int[] k, int point, int[] grid)
    {
        double phase = 0;
        for (int axis = grid.Length - 1; axis >= 0; point /= grid[axis--])
            phase += 2 * Math.PI * k[axis] * (point % grid[axis]) / grid[axis];
        return phase;
    }
}
