using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Contest;
using Microsoft.ML.NeuralOperators;

namespace Published;

/// <summary>
/// A data set that the published tables use, made by the library's own solver with the published constants. It is made
/// in parts, each in a file of its own, so that nothing is lost when the making is interrupted.
/// </summary>
internal abstract class PublishedSet(string folder, int training, int test, int seed) : FieldFiles(folder)
{
    // Of the training samples, and again of the test samples: their seeds never meet.
    private const int MostParts = 10_000;
    private readonly string _made = System.IO.Path.Combine(folder, "made.json");

    /// <summary>What is learned.</summary>
    public abstract Problem Problem { get; }

    /// <summary>Samples of a part, which takes a minute or so.</summary>
    protected abstract int PartSize { get; }

    /// <summary>Seconds that making the training samples took; null before they are made.</summary>
    public double? DataSeconds => File.Exists(_made)
        ? JsonSerializer.Deserialize<double>(File.ReadAllText(_made)) : null;

    /// <summary>The seed of a part of the training or the test samples.</summary>
    protected int PartSeed(bool isTest, int part) => checked(seed * 2 * MostParts + (isTest ? MostParts : 0) + part);

    /// <summary>Makes what is missing.</summary>
    /// <param name="progress">Gets the samples that are there, of all.</param>
    /// <param name="cancellation">Stops between parts and within them.</param>
    public void Make(Action<int, int> progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        if (DataSeconds is not null) return;
        int done = 0;
        var (trained, seconds) = Parts(false, training);
        var (tested, _) = Parts(true, test);
        WriteSet(nameof(Training), trained);
        WriteSet(nameof(Test), tested);
        // The last file: with it the set is whole.
        Write(_made, seconds.ToString("r", CultureInfo.InvariantCulture));
        foreach (string part in Directory.GetFiles(Folder, "part-*")) File.Delete(part);

        (List<IReadOnlyDictionary<string, NamedArray>> Parts, double Seconds) Parts(bool isTest, int count)
        {
            var parts = new List<IReadOnlyDictionary<string, NamedArray>>();
            double all = 0;
            for (int part = 0; part * PartSize < count; part++)
            {
                int samples = Math.Min(PartSize, count - part * PartSize);
                string path = System.IO.Path.Combine(Folder, $"part-{(isTest ? "test" : "training")}-{part}.npz");
                if (!File.Exists(path))
                {
                    var clock = Stopwatch.StartNew();
                    int before = done;
                    IReadOnlyList<FieldSamples> fields = MakePart(samples, PartSeed(isTest, part), isTest,
                        cancellation, now => progress(before + now, training + test));
                    ArrayFile.WriteNpz(path, [.. fields.Select(Array),
                        new("seconds", [1], [(float)clock.Elapsed.TotalSeconds])]);
                }
                IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
                all += arrays["seconds"].Values[0];
                parts.Add(arrays);
                progress(done += samples, training + test);
            }
            return (parts, all);
        }
    }

    /// <summary>
    /// The library's solver on several grids: its error against the solution that the data is made of, on the points of
    /// the data, and the time of a solve. Measured once. Empty where the solver cannot begin at a sample's input.
    /// </summary>
    public IReadOnlyList<SolverCost> Solver()
    {
        string path = System.IO.Path.Combine(Folder, "solver.json");
        if (File.Exists(path)) return JsonSerializer.Deserialize<SolverCost[]>(File.ReadAllText(path))!;
        IReadOnlyList<SolverCost> costs = MeasureSolver();
        Write(path, JsonSerializer.Serialize(costs));
        return costs;
    }

    /// <summary>Makes some samples, on the points of the data.</summary>
    protected abstract IReadOnlyList<FieldSamples> MakePart(int count, int seed, bool isTest,
        CancellationToken cancellation, Action<int> progress);

    /// <summary>Writes the files that the contenders load.</summary>
    protected abstract void WriteSet(string name, IReadOnlyList<IReadOnlyDictionary<string, NamedArray>> parts);

    /// <summary>Measures <see cref="Solver"/>.</summary>
    protected abstract IReadOnlyList<SolverCost> MeasureSolver();

    /// <summary>One field of all parts.</summary>
    protected static FieldSamples Joined(string name, IReadOnlyList<IReadOnlyDictionary<string, NamedArray>> parts)
    {
        IReadOnlyList<long> shape = [.. parts[0][name].Shape.Select(n => (long)n)];
        return new FieldSamples(name, (int)shape[1], [.. shape.Skip(2).Select(n => (int)n)],
            [.. parts.SelectMany(p => p[name].Values)]);
    }

    // Whole or not at all.
    private static void Write(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static NamedArray Array(FieldSamples field)
        => new(field.Name, [field.Count, field.Channels, .. field.Grid], [.. field.Values]);
}
