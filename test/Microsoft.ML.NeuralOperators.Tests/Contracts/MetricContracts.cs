using System.Text.Json;
using Microsoft.ML.NeuralOperators.Native;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

public class MetricContracts
{
    /// <summary>
    /// np.gradient of second order with the spacing 1/n; truths of zero and of one number are among them.
    /// </summary>
    [Fact]
    public void Metrics_are_NumPys()
    {
        foreach (JsonElement stored in Contract.Get("Metrics").EnumerateArray())
        {
            int channels = (int)stored.Number("Channels");
            int[] grid = stored.GetProperty("Grid").Deserialize<int[]>()!;
            float[] predictions = stored.Singles("Predictions"), truths = stored.Singles("Truths");
            int length = predictions.Length / 3;
            var accumulator = new FieldMetricsAccumulator(channels, grid);
            for (int i = 0; i < 3; i++)
                accumulator.Add(predictions.AsSpan(i * length, length), truths.AsSpan(i * length, length));
            FieldMetrics m = accumulator.ToMetrics();
            double[] expected = stored.Numbers("Metrics"),
                actual = [m.RelativeL2, m.RelativeH1, m.MaximumError, m.RootMeanSquaredError, m.RSquared];
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
