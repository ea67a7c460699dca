using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using static System.FormattableString;

namespace DarcyFlow;

/// <summary>The page a user looks at: numbers, pictures and the training curve.</summary>
internal static class DarcyReport
{
    public static void Write(string path, MLContext mlContext, NeuralOperatorTransformer model, DarcyResult result)
        => mlContext.NeuralOperators().Report(model, result.Test.Rows, "u", new ReportOptions
        {
            Title = "Darcy flow: from permeability to pressure",
            Summary = "The pressure u of steady flow through a porous medium follows from its permeability a: "
                + "−∇·(a∇u) = f. A neural operator learned this map from examples and predicts u without solving the "
                + "equation.",
            Quantities = new Dictionary<string, string> { ["a"] = "permeability a", ["u"] = "pressure u" },
            Units = result.Unit is { } unit ? new Dictionary<string, string> { ["a"] = unit, ["u"] = unit } : [],
            TestName = "training grid",
            MoreTests = [.. from test in result.Scores.Skip(1) select new ReportTest(test.Grid, test.Scores.Rows)],
            Milliseconds = result.Milliseconds,
            Data = Invariant($"{result.Data}."),
            Repeat = Command(),
        }).Save(path);

    // As it was called, with quotation marks where a shell needs them.
    private static string Command()
        => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(a => a.Contains(' ') ? $"'{a}'" : a)
            .Prepend("dotnet run -c Release --project samples/DarcyFlow --"));
}
