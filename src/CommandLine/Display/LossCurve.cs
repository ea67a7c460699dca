using System.Text;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Display;

/// <summary>A curve of dots in the characters of a terminal, on a logarithmic scale.</summary>
internal static class LossCurve
{
    // The dots of a braille character, two columns of four.
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Lines of the curve with its largest and smallest value beside; none without two values.</summary>
    public static IReadOnlyList<string> Draw(IReadOnlyList<double> values, int width, int height)
    {
        double[] logs = [.. values.Select(v => Math.Log(Math.Max(v, 1e-30)))];
        if (logs.Length < 2 || logs.Any(v => !double.IsFinite(v))) return [];
        double low = logs.Min(), high = logs.Max(), span = Math.Max(high - low, 1e-9);
        var cells = new int[height, width];
        int columns = 2 * width, rows = 4 * height, before = -1;
        for (int x = 0; x < columns; x++)
        {
            double value = logs[(int)Math.Round((double)x / (columns - 1) * (logs.Length - 1))];
            int y = (int)Math.Round((high - value) / span * (rows - 1));
            // Steps are joined.
            for (int i = Math.Min(y, before < 0 ? y : before); i <= Math.Max(y, before < 0 ? y : before); i++)
                cells[i / 4, x / 2] |= Dots[i % 4, x % 2];
            before = y;
        }
        return [.. Enumerable.Range(0, height).Select(row => Line(cells, row, width, Mark(row, height, high, low)))];
    }

    private static string Mark(int row, int height, double high, double low)
        => row == 0 ? Invariant($"{Math.Exp(high):g3}") : row == height - 1 ? Invariant($"{Math.Exp(low):g3}") : "";

    private static string Line(int[,] cells, int row, int width, string mark)
    {
        var line = new StringBuilder($"{mark,9} │");
        for (int x = 0; x < width; x++) line.Append((char)(0x2800 + cells[row, x]));
        return line.ToString();
    }
}
