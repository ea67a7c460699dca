using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>The description of a NumPy array: a Python dictionary of exactly three keys.</summary>
/// <param name="Code">The element type without its byte order, such as "f4".</param>
/// <param name="ElementSize">The number in the code.</param>
/// <param name="IsColumnMajor">Whether the first axis runs fastest.</param>
/// <param name="Shape">Sizes, outermost first.</param>
internal sealed partial record NpyHeader(string Code, int ElementSize, bool IsColumnMajor, long[] Shape)
{
    /// <summary>The code of arrays of Python objects.</summary>
    public const string Objects = "O";

    private const int Shown = 200;

    /// <summary>Whether the first byte of a number is the highest.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Bytes before the first number.</summary>
    public long Length { get; init; }

    /// <summary>Whether the array holds texts.</summary>
    public bool IsText => Code[0] == 'U';

    /// <exception cref="FormatException">
    /// The text describes no array; the message shows its beginning.
    /// </exception>
    /// <exception cref="UnsupportedArrayException">The array holds something else than numbers.</exception>
    public static NpyHeader Parse(string text, string name)
    {
        string body = text.Trim();
        if (body is not ['{', .., '}']) throw NotPlain();
        body = body[1..^1].TrimEnd();
        // Several numbers an element.
        if (RecordPattern().IsMatch(body)) throw Unsupported();
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        int end = 0;
        for (Match entry = EntryPattern().Match(body); entry.Success; entry = entry.NextMatch())
        {
            if (!entries.TryAdd(entry.Groups[1].Value, entry.Groups[2].Value)) throw NotPlain();
            end = entry.Index + entry.Length;
        }
        if (end < body.Length || entries.Count != 3 || entries["fortran_order"] is not ("True" or "False")
            || entries["shape"][0] != '(') throw NotPlain();
        Match type = TypePattern().Match(entries["descr"]);
        if (!type.Success) throw Unsupported();
        string code = type.Groups[2].Value + type.Groups[3].Value;
        int size = 0;
        if (code != Objects
            && (!int.TryParse(type.Groups[3].Value, NumberStyles.None, CultureInfo.InvariantCulture, out size)
            || size > 1 << 28))
            throw new UnsupportedArrayException($"elements of the type '{Short(code)}' are not supported.");
        return new NpyHeader(code, size, entries["fortran_order"] == "True", Sizes(entries["shape"], name))
        {
            IsBigEndian = type.Groups[1].Value == ">",
        };

        UnsupportedArrayException Unsupported() => new(NotPlain().Message);

        FormatException NotPlain()
            => new($"the array '{name}' has the header '{Short(text.Trim())}', which describes no plain numbers.");
    }

    private static long[] Sizes(string shape, string name)
    {
        string[] parts = shape[1..^1].Split(',', StringSplitOptions.TrimEntries);
        // A last comma, which a shape of one axis has, ends no number; nor does an empty shape.
        if (parts[^1].Length == 0) parts = parts[..^1];
        return [.. parts.Select(part
            => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long size) ? size
            : throw new FormatException($"the array '{name}' has the size '{Short(part)}', which is no whole number in "
            + "range."))];
    }

    private static string Short(string text) => text.Length <= Shown ? text : $"{text[..Shown]}…";

    [GeneratedRegex(@"\G\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([^()]*\))\s*(?:,|\z)")]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"\A\s*'descr'\s*:\s*\[")]
    private static partial Regex RecordPattern();

    [GeneratedRegex(@"\A'([<>|=])([a-zA-Z])(\d*)'\z")]
    private static partial Regex TypePattern();
}
