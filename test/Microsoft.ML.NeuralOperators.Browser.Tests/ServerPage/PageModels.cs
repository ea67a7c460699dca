using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>Small operators with random weights, and what a training would have said of its data.</summary>
internal static class PageModels
{
    /// <summary>From a permeability of two values, 3 and 12, to a pressure.</summary>
    public static byte[] Darcy() => Export(new FnoOptions { Modes = [6, 6], Channels = 6, Layers = 2 }.Define(1, 1),
        new FieldSummary("a", 1, [32, 32], 7.5, 4.5, 3, 12), new FieldSummary("u", 1, [32, 32], 0.005, 0.003, 0, 0.02),
        [32, 32]);

    /// <summary>Of lines.</summary>
    public static byte[] Line() => Export(
        new FnoOptions { Modes = [8], Channels = 6, Layers = 2 }.Define(1, 1),
        new FieldSummary("w", 1, [64], 0, 0.5, -2, 2), null, [64]);

    /// <summary>Of planes with two channels, which says nothing of its data.</summary>
    public static byte[] TwoChannels()
    {
        NeuralOperator definition = new FnoOptions { Modes = [4, 4], Channels = 4, Layers = 1 }.Define(2, 2);
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 3));
    }

    private static byte[] Export(NeuralOperator definition, FieldSummary input, FieldSummary? output, int[] grid)
    {
        var report = new TrainingReport("Fno", definition.Parameters.Sum(p => p.Elements), 1, grid, 0, "cpu", 1, [])
        {
            Fields = output is null ? [input] : [input, output],
        };
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 1), new OnnxExportOptions
        {
            Metadata = new Dictionary<string, string>
            {
                ["neural_operator"] = JsonSerializer.Serialize(new { Report = report }),
            },
        });
    }
}
