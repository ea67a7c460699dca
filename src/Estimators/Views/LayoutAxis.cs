using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// Frames around the one where a row is: from the first to before the last, such as -10 to 0 for the ten before it.
/// </summary>
/// <param name="From">The first frame, relative to the row's.</param>
/// <param name="To">The one after the last.</param>
internal sealed record FrameWindow(int From, int To)
{
    /// <summary>How many frames there are.</summary>
    public int Count => To - From;
}

/// <summary>Some of an axis' indices.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Step">From one to the next.</param>
internal readonly record struct AxisIndices(long Start, long Count, long Step);

/// <summary>
/// An axis of a layout: <c>x</c>, <c>x[8:72]</c>, <c>t[::5]</c>, <c>t[-1]</c>, <c>t(-10:0)</c>, or <c>p[:count]</c> for
/// points whose number in each row is in the array "count".
/// </summary>
/// <param name="Name">
/// n for samples, t for frames, c (or c1, c2…) for channels; all others are axes of the grid.
/// </param>
internal sealed partial record LayoutAxis(string Name)
{
    public const string Samples = "n", Frames = "t", Channels = "c", Parts = "re, im";

    private string _selection = ":";

    /// <summary>Which frames a row has; null for all of them.</summary>
    public FrameWindow? Window { get; private init; }

    /// <summary>The array that has the number of points of each row; null where all of them count.</summary>
    public string? Lengths { get; private init; }

    /// <summary>Whether a single index is taken, so that the axis is gone.</summary>
    public bool IsIndex => !_selection.Contains(':', StringComparison.Ordinal);

    /// <summary>Whether the axis is one of channels.</summary>
    public bool IsChannels
        => Name.StartsWith(Channels, StringComparison.Ordinal) && Name.Skip(1).All(char.IsAsciiDigit);

    /// <summary>Whether the axis is one of the grid.</summary>
    public bool IsGrid => Name is not (Samples or Frames or Parts) && !IsChannels;

    /// <summary>Reads an axis.</summary>
    /// <exception cref="FormatException">It makes no sense; the text says why.</exception>
    public static LayoutAxis Parse(string text)
    {
        Match match = Pattern().Match(text);
        if (!match.Success) throw new FormatException($"has the axis '{text}', which is not understood");
        var axis = new LayoutAxis(match.Groups["name"].Value);
        if (match.Groups["selection"] is { Success: true, Value: var selection })
        {
            if (selection.Split(':') is [_, _, var step] && step.Length > 0 && Number(step) < 1)
                throw new FormatException($"has the axis '{text}', whose step is not positive");
            axis._selection = selection;
        }
        if (match.Groups["lengths"] is { Success: true, Value: var lengths })
            return axis.IsGrid ? axis with { Lengths = lengths }
                : throw new FormatException($"has the axis '{text}'; only points can be of different numbers");
        if (match.Groups["from"] is not { Success: true, Value: var from }) return axis;
        var window = new FrameWindow(Number(from), Number(match.Groups["to"].Value));
        if (axis.Name != Frames) throw new FormatException($"has frames around a row, '{text}', which only t can have");
        if (window.Count < 1) throw new FormatException($"has the axis '{text}' without frames");
        return axis with { Window = window };
    }

    /// <summary>The indices that are taken of so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some of them are not there.</exception>
    public AxisIndices Select(long size, string array)
    {
        string[] parts = _selection.Split(':');
        long start = Place(parts[0], 0), stop = IsIndex ? start + 1 : Place(parts[1], size),
            step = parts.Length == 3 && parts[2].Length > 0 ? Number(parts[2]) : 1;
        if (start < 0 || start >= stop || stop > size)
            throw new ArgumentOutOfRangeException("layout",
                $"The axis '{Name}[{_selection}]' takes indices that the array {array} has not: its size there is "
                + $"{size}.");
        return new AxisIndices(start, (stop - start + step - 1) / step, step);

        long Place(string text, long usual)
            => text.Length == 0 ? usual : Number(text) is var place && place < 0 ? size + place : Number(text);
    }

    private static int Number(string text)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw new FormatException($"has the number '{text}', which is too large");

    [GeneratedRegex(@"\A(?<name>[A-Za-z_]\w*)(?:\[(?::(?<lengths>[A-Za-z_][\w./]*)"
        + @"|(?<selection>-?\d+|-?\d*:-?\d*(?::-?\d*)?))\])?"
        + @"(?:\((?<from>-?\d+):(?<to>-?\d+)\))?\z")]
    private static partial Regex Pattern();
}
