using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contest;

/// <summary>A row of a table.</summary>
/// <param name="Operator">The contender's name.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Epochs">Passes over the data within the budget.</param>
/// <param name="SecondsPerEpoch">Seconds of one.</param>
/// <param name="TrainingSeconds">Seconds of all.</param>
/// <param name="RelativeL2">Error of the test problems.</param>
/// <param name="FineRelativeL2">Error of the same problems on the finer grid, or null.</param>
/// <param name="OnnxBytes">Size of the exported file.</param>
/// <param name="Milliseconds">Prediction of a sample through ONNX Runtime; of roll-outs, of all its steps.</param>
internal sealed record Row(string Operator, long Parameters, int Epochs, double SecondsPerEpoch, double TrainingSeconds,
    double RelativeL2, double? FineRelativeL2, long OnnxBytes, double Milliseconds)
{
    /// <summary>Floating point operations of a prediction, in 10⁹.</summary>
    public double? Gigaflops { get; init; }

    /// <summary>Roll-outs: the geometric mean of nRMSE over the steps.</summary>
    public double? AggregatedRmse { get; init; }

    /// <summary>How often the training diverged and went on with half the learning rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retries { get; init; }

    /// <summary>Reads rows that were saved, in the order of their contenders.</summary>
    public static Row[] ReadAll(string folder) => [.. Contenders.All.Select(c => FileOf(folder, c.Name))
        .Where(File.Exists).Select(p => JsonSerializer.Deserialize<Row>(File.ReadAllText(p))!)];

    /// <summary>Saves the row, which takes the place of an older one.</summary>
    public void Save(string folder) => File.WriteAllText(FileOf(folder, Operator), JsonSerializer.Serialize(this));

    /// <summary>Adds rows to those in a folder, and gives all.</summary>
    public static Row[] Keep(string folder, IEnumerable<Row> rows)
    {
        Directory.CreateDirectory(folder);
        foreach (Row row in rows) row.Save(folder);
        return ReadAll(folder);
    }

    /// <summary>The file of a contender's row.</summary>
    public static string FileOf(string folder, string contender) => Path.Combine(folder, $"{contender}.json");
}
