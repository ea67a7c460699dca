using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Reports;

namespace Generators.Bench;

/// <summary>Pictures of samples: panels side by side, as high as each other.</summary>
internal static class Gallery
{
    private const int Height = 256, Gap = 6;
    // Few colours make small files.
    private const int Colors = 48;

    public static void Draw(IEnumerable<Case> cases, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Case one in cases)
        {
            Panel[] panels = one.Draw(new Samples(one.Drawn.Generate(2, one.Seed)));
            byte[] png = Png(panels);
            File.WriteAllBytes(Path.Combine(folder, $"{one.Name}.png"), png);
            Console.WriteLine($"{one.Name}: {png.Length / 1024} KiB");
        }
    }

    private static byte[] Png(Panel[] panels)
    {
        int[] widths = [.. panels.Select(Width)];
        int width = widths.Sum() + Gap * (panels.Length - 1), left = 0;
        byte[] rgb = [.. Enumerable.Repeat((byte)255, 3 * width * Height)];
        for (int i = 0; i < panels.Length; left += widths[i++] + Gap)
        {
            Panel panel = panels[i];
            (ColorMap map, double low, double high) = Colours(panel);
            for (int y = 0; y < Height; y++)
                for (int x = 0; x < widths[i]; x++)
                {
                    float value = panel.Values[y * panel.Rows / Height * panel.Columns + x * panel.Columns / widths[i]];
                    double share = Math.Round((value - low) / (high - low) * (Colors - 1)) / (Colors - 1);
                    int at = 3 * (y * width + left + x);
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = float.IsNaN(value) ? ((byte)255, (byte)255, (byte)255)
                        : map.At(share);
                }
        }
        return PngImage.Encode(width, Height, rgb);
    }

    private static int Width(Panel panel) => Math.Clamp(Height * panel.Columns / panel.Rows, Height / 2, 2 * Height);

    private static (ColorMap Map, double Low, double High) Colours(Panel panel)
    {
        float[] numbers = [.. panel.Values.Where(float.IsFinite)];
        double low = numbers.Min(), high = Math.Max(numbers.Max(), low + 1e-30);
        double most = Math.Max(-low, high);
        return panel.IsSigned ? (ColorMap.BlueRed, -most, most) : (ColorMap.Viridis, low, high);
    }
}
