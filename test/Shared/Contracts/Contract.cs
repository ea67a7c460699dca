using System.Text.Json;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>
/// Numbers that NumPy, SciPy and PyTorch gave for what the library promises; the scripts beside this file say how.
/// </summary>
internal static class Contract
{
    private static readonly Lazy<JsonElement> All = new(() => Open("contracts"));

    public static JsonElement Get(string name) => All.Value.GetProperty(name);

    /// <summary>The numbers of one topic, which the script of the same name wrote.</summary>
    public static JsonElement Open(string topic)
        => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Contracts", $"{topic}.json")))
            .RootElement;

    public static double[] Numbers(this JsonElement element) => element.Deserialize<double[]>()!;

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static float[] Singles(this JsonElement element, string name)
        => element.GetProperty(name).Deserialize<float[]>()!;

    /// <summary>‖x - y‖/‖y‖.</summary>
    public static double Distance(IEnumerable<double> x, IEnumerable<double> y)
        => Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum() / y.Sum(b => b * b));

    /// <summary>Fails unless numbers are equal up to a share of the largest one.</summary>
    public static void Near(double[] expected, torch.Tensor actual, double tolerance)
        => Near(expected, actual.detach().contiguous().data<double>().ToArray(), tolerance);

    /// <summary>Fails unless numbers are equal up to a share of the largest one.</summary>
    public static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = expected.Max(Math.Abs);
        Assert.True(size > 0, "Contracts of zeros alone show nothing.");
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * size);
    }
}
