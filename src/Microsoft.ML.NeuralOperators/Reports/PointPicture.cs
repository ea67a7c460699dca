namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Pictures of fields on point sets: a disc for every point.</summary>
internal static class PointPicture
{
    private const int Longest = 360, Shortest = 90, LeastRadius = 2, LargestRadius = 12;

    /// <summary>Pixels of a picture, and from its edges to the outermost centres.</summary>
    public static (int Width, int Height, int Radius) Size(PointPlaces places)
    {
        (double width, double height) = (Extent(places.X), Extent(places.Y));
        double scale = Longest / Math.Max(width, height);
        int across = Math.Max(Shortest, (int)Math.Round(width * scale));
        int down = Math.Max(Shortest, (int)Math.Round(height * scale));
        // Discs that would just touch if the points filled the picture evenly.
        double radius = 0.5 * Math.Sqrt((double)across * down / Math.Max(1, places.X.Count));
        return (across, down, (int)Math.Clamp(radius, LeastRadius, LargestRadius));
    }

    public static IndexedPicture Draw(IReadOnlyList<float> values, PointPlaces places,
        (double Low, double High) range)
    {
        (int width, int height, int radius) = Size(places);
        (double left, double bottom) = (FieldImage.RangeOf(places.X).Low, FieldImage.RangeOf(places.Y).Low);
        double across = (width - 1 - 2 * radius) / Extent(places.X), up = (height - 1 - 2 * radius) / Extent(places.Y);
        var indices = new byte[width * height];
        for (int i = 0; i < values.Count; i++)
        {
            if (!float.IsFinite(places.X[i]) || !float.IsFinite(places.Y[i])) continue;
            int x = radius + (int)Math.Round((places.X[i] - left) * across);
            int y = height - 1 - radius - (int)Math.Round((places.Y[i] - bottom) * up);
            byte index = IndexedPicture.Index(values[i], range);
            for (int row = -radius; row <= radius; row++)
                for (int column = -radius; column <= radius; column++)
                    if (row * row + column * column <= radius * radius)
                        indices[(y + row) * width + x + column] = index;
        }
        return new IndexedPicture(width, height, indices, HasSharpCells: false);
    }

    private static double Extent(IReadOnlyList<float> places)
        => FieldImage.RangeOf(places) is var (low, high) && high > low ? high - low : 1;
}
