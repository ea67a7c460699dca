using System.Diagnostics;
using System.Globalization;
using Files.Bench;
using Microsoft.ML.NeuralOperators;
using Spectre.Console;

// How fast files of fields are written, beside NumPy, SciPy and h5py where Debian's Python has them: each the fastest
// of some runs, the two sides in turn, both down to the disk. Arguments: samples (default 500) and runs (default 3).
int samples = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
int runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var random = new Random(1);
float[] numbers = [.. Enumerable.Range(0, samples * 128 * 128).Select(_ => random.NextSingle())];
NamedArray[] arrays = [new("u", [samples, 1, 128, 128], numbers)];
double megabytes = numbers.Length * sizeof(float) / 1e6;
string folder = Directory.CreateTempSubdirectory("files-bench").FullName;
try
{
    string source = Path.Combine(folder, "source.npz");
    DataFile.Write(source, arrays);
    var table = new Table().AddColumns("format", "MB/s", "Python's MB/s", "ratio");
    foreach (string name in new[] { "x.npz", "x.h5", "x.mat", "x.parquet", "x.arrow", "x.pvd" })
    {
        string target = Path.Combine(folder, name);
        double ours = double.PositiveInfinity, theirs = double.PositiveInfinity;
        for (int run = 0; run < runs; run++)
        {
            ours = Math.Min(ours, Seconds(() => DataFile.Write(target, arrays)));
            theirs = Math.Min(theirs, Python.Seconds(source, target) ?? double.PositiveInfinity);
        }
        bool isCompared = double.IsFinite(theirs);
        table.AddRow(Path.GetExtension(name), Text(megabytes / ours), isCompared ? Text(megabytes / theirs) : "",
            isCompared ? (theirs / ours).ToString("f2", CultureInfo.InvariantCulture) : "");
    }
    AnsiConsole.MarkupLineInterpolated($"{samples} samples of 128×128, {megabytes:f0} MB");
    AnsiConsole.Write(table);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static double Seconds(Action write)
{
    var clock = Stopwatch.StartNew();
    write();
    return clock.Elapsed.TotalSeconds;
}

static string Text(double speed) => speed.ToString("f0", CultureInfo.InvariantCulture);
