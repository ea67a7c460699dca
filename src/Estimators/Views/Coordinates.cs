using System.Globalization;
using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Arrays that tell where points are, recognised by their names.</summary>
internal static class Coordinates
{
    // Relative to the mean distance; single precision alone gives a few thousandths on fine grids.
    private const double Unevenness = 0.02;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "x", "y", "z", "t", "time", "lat", "latitude", "lon", "longitude", "lev", "level", "depth", "height", "r",
        "theta", "phi",
    };

    /// <summary>The axis that an array of one axis is the coordinates of, by its name; null for other arrays.</summary>
    public static string? Axis(NamedArray array)
    {
        if (array.Shape.Count != 1 || array.Text is not null || array.IsComplex) return null;
        string name = array.Name[(array.Name.LastIndexOfAny(['/', '.']) + 1)..];
        foreach (string ending in (string[])["-coordinate", "_coordinate", "coordinate", "_coord"])
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) name = name[..^ending.Length];
        return Names.Contains(name) ? name : null;
    }

    /// <summary>Says where points are, and warns where they are not evenly spaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The coordinates.</param>
    /// <param name="inform">Is told where they are.</param>
    /// <param name="warn">Is told where operators would take uneven distances for even ones.</param>
    public static void Tell(string path, NamedArray array, Action<string> inform, Action<string> warn)
    {
        float[] places = array.Values;
        if (places.Length == 0) return;
        string text = string.Create(CultureInfo.InvariantCulture,
            $"'{path}': '{array.Name}' are the coordinates of {places.Length} points from {places[0]} to {places[^1]}");
        double mean = places.Length < 2 ? 0 : ((double)places[^1] - places[0]) / (places.Length - 1);
        bool isEven = places.Zip(places.Skip(1), (a, b) => Math.Abs(b - a - mean))
            .All(distance => distance <= Unevenness * Math.Abs(mean));
        if (isEven) inform($"{text}, evenly spaced.");
        else
            warn($"{text}, not evenly spaced. Operators of grids take points as evenly spaced: interpolate the fields, "
                + $"or "
                + "give the coordinates as an input.");
    }
}
