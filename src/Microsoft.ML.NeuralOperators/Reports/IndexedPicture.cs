namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>A picture in the colours of a map: a byte a pixel, 0 where the page is seen.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Indices">The colour of every pixel, row by row.</param>
/// <param name="HasSharpCells">Whether pixels are cells, which stay sharp when they are enlarged.</param>
internal sealed record IndexedPicture(int Width, int Height, byte[] Indices, bool HasSharpCells)
{
    private const int Colors = 255;

    /// <summary>The index of a number in a range; 0 for NaN and infinities.</summary>
    public static byte Index(float value, (double Low, double High) range)
    {
        if (!float.IsFinite(value)) return 0;
        double width = range.High > range.Low ? range.High - range.Low : 1;
        return (byte)(1 + Math.Round(Math.Clamp((value - range.Low) / width, 0, 1) * (Colors - 1)));
    }

    /// <summary>The picture as a file.</summary>
    public byte[] Png(ColorMap map)
    {
        var palette = new byte[3 * (Colors + 1)];
        for (int i = 0; i < Colors; i++)
            (palette[3 * i + 3], palette[3 * i + 4], palette[3 * i + 5]) = map.At(i / (Colors - 1.0));
        return PngImage.Encode(Width, Height, Indices, palette);
    }
}

/// <summary>Pictures of fields on a grid.</summary>
internal static class CellPicture
{
    /// <summary>More cells along an axis than a picture has pixels would only make the page large.</summary>
    public const int MostCells = 192;

    /// <summary>Every how many cells of a large field are shown.</summary>
    public static int Step(int rows, int columns) => (Math.Max(rows, columns) + MostCells - 1) / MostCells;

    /// <summary>A pixel for every cell, or for every n-th along both axes of a large field.</summary>
    public static IndexedPicture Draw(IReadOnlyList<float> values, int rows, int columns,
        (double Low, double High) range)
    {
        int step = Step(rows, columns), width = (columns + step - 1) / step, height = (rows + step - 1) / step;
        var indices = new byte[width * height];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = IndexedPicture.Index(values[i / width * step * columns + i % width * step], range);
        return new IndexedPicture(width, height, indices, step == 1);
    }
}
