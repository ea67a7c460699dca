using Spectre.Console;
using Spectre.Console.Rendering;

namespace Microsoft.ML.NeuralOperators.CommandLine.Display;

/// <summary>Parts that live displays share.</summary>
internal static class LiveParts
{
    private const int Width = 56;
    private const int Height = 6;

    /// <summary>A bar that is full when all is done.</summary>
    public static string Bar(double done, double all)
    {
        int full = (int)Math.Round(Width / 2 * Math.Clamp(done / Math.Max(all, 1), 0, 1));
        return new string('━', full) + new string('─', Width / 2 - full);
    }

    /// <summary>Minutes and seconds, with hours if there are any.</summary>
    public static string Time(TimeSpan time) => time.TotalHours >= 1 ? $"{time:h\\:mm\\:ss}" : $"{time:m\\:ss}";

    /// <summary>A curve under its name; nothing for fewer than two values.</summary>
    public static IEnumerable<IRenderable> Curve(string name, IReadOnlyList<double> values, Color color)
    {
        IReadOnlyList<string> curve = LossCurve.Draw(values, Width, Height);
        return curve.Count == 0 ? [] : [new Text(name), .. curve.Select(line => new Text(line, new Style(color)))];
    }
}
