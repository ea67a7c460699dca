using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How much reading a file may cost. A file of a thousand bytes can describe gigabytes, and files come from anywhere;
/// what a limit refuses can still be read with higher ones, or with <see cref="None"/> where the file is trusted.
/// </summary>
public sealed record ReadLimits
{
    /// <summary>The most axes of an array, which is NumPy's own limit. It always holds.</summary>
    public const int MaximumAxes = 64;

    /// <summary>For files of data: fields of zeros or of two values compress well.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>For files of weights, which hardly compress.</summary>
    public static ReadLimits Weights { get; } = new() { BaseMegabytes = 8, Expansion = 4 };

    /// <summary>For trusted files: memory alone is the limit.</summary>
    public static ReadLimits None { get; } = new()
    {
        BaseMegabytes = double.PositiveInfinity,
        PickleInstructions = int.MaxValue,
        PickleObjects = int.MaxValue,
        TextLength = int.MaxValue,
        NameLength = int.MaxValue,
    };

    /// <summary>
    /// Memory that any file may take, in MiB; see <see cref="Expansion"/>. Archives may unpack to four times as many
    /// bytes, since numbers of single precision are all that is kept. Default 32.
    /// </summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double BaseMegabytes { get; init; } = 32;

    /// <summary>Bytes of memory that a file may take in addition for each of its bytes. Default 32.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Expansion { get; init; } = 32;

    /// <summary>
    /// Numbers that fields are kept in memory for, in MiB. Arrays beyond stay in their file, and rows are read from it
    /// when they are asked for. Default 256.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double KeptMegabytes { get; init; } = 256;

    /// <summary>Instructions of the pickle in a PyTorch file. Default 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int PickleInstructions { get; init; } = 1_000_000;

    /// <summary>Objects met on the way through a pickle's dictionaries and lists. Default 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int PickleObjects { get; init; } = 1_000_000;

    /// <summary>Levels of dictionaries and lists in each other, which are walked by recursion. Default 100.</summary>
    [Range(1, 1000)]
    public int Nesting { get; init; } = 100;

    /// <summary>Characters of a text, such as the string in an array. Default 1,048,576.</summary>
    [Range(1, int.MaxValue)]
    public int TextLength { get; init; } = 1 << 20;

    /// <summary>Characters of an array's name or a key of a dictionary. Default 4,096.</summary>
    [Range(1, int.MaxValue)]
    public int NameLength { get; init; } = 4096;
}
