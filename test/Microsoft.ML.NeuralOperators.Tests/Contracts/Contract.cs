using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>Numbers that NumPy, SciPy and PyTorch gave for what the library promises; make.py says how.</summary>
internal static class Contract
{
    private static readonly Lazy<JsonElement> All = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Contracts", "contracts.json"))).RootElement);

    public static JsonElement Get(string name) => All.Value.GetProperty(name);

    public static double[] Numbers(this JsonElement element) => element.Deserialize<double[]>()!;

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static float[] Singles(this JsonElement element, string name) => element.GetProperty(name).Deserialize<float[]>()!;

    /// <summary>‖x - y‖/‖y‖.</summary>
    public static double Distance(IEnumerable<double> x, IEnumerable<double> y)
        => Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum() / y.Sum(b => b * b));
}
