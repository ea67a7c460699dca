namespace Microsoft.ML.NeuralOperators;

/// <summary>Colours for numbers between 0 and 1.</summary>
public sealed class ColorMap
{
    private readonly (byte R, byte G, byte B)[] _anchors;

    private ColorMap(params (byte, byte, byte)[] anchors) => _anchors = anchors;

    /// <summary>Dark blue over green to yellow, even in lightness.</summary>
    public static ColorMap Viridis { get; } = new((68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142),
        (38, 130, 142), (31, 158, 137), (53, 183, 121), (110, 206, 88), (181, 222, 43), (253, 231, 37));

    /// <summary>Light to dark grey, for a field beside others in colour, such as an input.</summary>
    public static ColorMap Greys { get; } = new((240, 240, 240), (189, 189, 189), (99, 99, 99));

    /// <summary>Blue over white to red, for numbers around zero.</summary>
    public static ColorMap BlueRed { get; } = new((33, 102, 172), (103, 169, 207), (209, 229, 240), (247, 247, 247),
        (253, 219, 199), (239, 138, 98), (178, 24, 43));

    // The same colours as a CSS value, from left to right: CSS mixes the anchors as At does.
    internal string Gradient
        => $"linear-gradient(90deg,{string.Join(',', _anchors.Select(a => $"rgb({a.R} {a.G} {a.B})"))})";

    /// <summary>The colour of a number; outside 0 to 1 the nearest end's.</summary>
    public (byte R, byte G, byte B) At(double value)
    {
        double place = Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1) * (_anchors.Length - 1);
        int index = Math.Min((int)place, _anchors.Length - 2);
        double share = place - index;
        var (low, high) = (_anchors[index], _anchors[index + 1]);
        return (Mix(low.R, high.R), Mix(low.G, high.G), Mix(low.B, high.B));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + share * (to - from));
    }
}
