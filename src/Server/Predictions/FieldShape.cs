using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The shape of a request: one field [channels, grid…], or several [rows, channels, grid…].</summary>
internal sealed class FieldShape
{
    private FieldShape(int rows, int[] input, int[] output, bool isBatch)
        => (Rows, Input, Output, IsBatch) = (rows, input, output, isBatch);

    public int Rows { get; }

    /// <summary>A field's sizes.</summary>
    public int[] Input { get; }

    /// <summary>A prediction's sizes.</summary>
    public int[] Output { get; }

    public bool IsBatch { get; }

    /// <summary>The numbers of all fields.</summary>
    public long InputCount => Rows * Count(Input);

    /// <summary>The numbers of all predictions.</summary>
    public long OutputCount => Rows * Count(Output);

    /// <summary>The sizes of the request.</summary>
    public int[] Given => IsBatch ? [Rows, .. Input] : Input;

    /// <summary>The sizes of the answer.</summary>
    public int[] Answer => IsBatch ? [Rows, .. Output] : Output;

    /// <summary>Checks a shape and splits it into rows and a field's sizes.</summary>
    /// <exception cref="RequestFault">The model does not take it, or it is too large.</exception>
    public static FieldShape Of(ServedOperator model, int[] sizes, ServerOptions options)
    {
        IReadOnlyList<string> axes = model.Info.Inputs.Values.First();
        bool isBatch = sizes.Length == axes.Count;
        int rows = isBatch ? sizes[0] : 1, most = options.Serving.MaxWaiting;
        int[] input = isBatch ? sizes[1..] : sizes;
        if (input.Length != axes.Count - 1)
            throw RequestFault.Unfit($"Expected {Text(axes.Skip(1))}, or {Text(["rows", .. axes.Skip(1)])} for "
                + $"several fields; got the shape {Text(sizes)}.");
        if (rows < 1) throw RequestFault.Unfit($"Expected at least one row, got the shape {Text(sizes)}.");
        if (rows > most) throw RequestFault.TooLarge($"Expected at most {most} rows, got {rows}.");
        long limit = options.MaxRequestBytes / sizeof(float);
        if (input.All(size => size > 0) && Count(input) > limit / rows)
            throw RequestFault.TooLarge($"Expected at most {limit} numbers, got the shape {Text(sizes)}.");
        try
        {
            return new FieldShape(rows, input, model.GetOutputSizes(input), isBatch);
        }
        catch (ArgumentException error)
        {
            throw RequestFault.Unfit(error.Message.Split(" (Parameter")[0]);
        }
    }

    /// <summary>Reads a shape such as "1,64,64".</summary>
    /// <exception cref="RequestFault">The text is not a shape.</exception>
    public static int[] Parse(string text)
    {
        string[] parts = text.Split(',');
        var sizes = new int[parts.Length];
        for (int i = 0; i < sizes.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out sizes[i]))
                throw RequestFault.Malformed($"Expected a shape such as '1,64,64', got '{text}'.");
        return sizes;
    }

    // Saturates instead of overflowing.
    private static long Count(int[] sizes)
    {
        UInt128 count = 1;
        foreach (int size in sizes) count = UInt128.Min(count * (uint)size, long.MaxValue);
        return (long)count;
    }

    private static string Text<T>(IEnumerable<T> sizes) => $"[{string.Join(", ", sizes)}]";
}
