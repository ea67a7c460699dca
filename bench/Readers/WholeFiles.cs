using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.NeuralOperators;

namespace Readers.Bench;

/// <summary>Whole files, read by this library and by the Python programs in turn.</summary>
internal static class WholeFiles
{
    public static void Run(string python, int rounds, int megabytes)
    {
        string folder = Directory.CreateTempSubdirectory("readers").FullName;
        try
        {
            Python.Run(python, "write", folder, megabytes.ToString(CultureInfo.InvariantCulture));
            using var plain = new Python(python);
            Console.WriteLine("| file | MB | ours, s | CPU s | Python, s | CPU s | Python : ours | ours : plain "
                + "sequential read |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
                Console.WriteLine(Row(file, plain, rounds));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Row(string file, Python plain, int rounds)
    {
        var (ours, theirs, raw) = (new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (int round = 0; round <= rounds; round++)
        {
            Cost own = Measure(() => DataFile.Read(file).Values.First().Values), other = plain.Read(file),
                sequential = Measure(() => Sequential(file));
            if (Math.Abs(own.Sum - other.Sum) > 1e-6 * Math.Abs(other.Sum) + 1e-3)
                throw new InvalidOperationException($"{file}: the sums are {own.Sum} and {other.Sum}.");
            // The first brings the file into memory and compiles.
            if (round == 0) continue;
            ours.Add(own);
            theirs.Add(other);
            raw.Add(sequential);
        }
        Cost a = Median(ours), b = Median(theirs), c = Median(raw);
        return string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileName(file)} "
            + $"| {new FileInfo(file).Length / 1e6:f0} | {a.Seconds:f3} | {a.Cpu:f3} | {b.Seconds:f3} | {b.Cpu:f3} "
            + $"| {b.Seconds / a.Seconds:f2} ({b.Cpu / a.Cpu:f2} CPU) | {c.Seconds / a.Seconds:f2} |");
    }

    private static Cost Measure(Func<float[]> read)
    {
        GC.Collect();
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        long start = Stopwatch.GetTimestamp();
        float[] values = read();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime.TotalSeconds - cpu;
        double sum = 0;
        foreach (float value in values) sum += value;
        return new Cost(seconds, cpu, sum);
    }

    // What reading cannot be faster than: the bytes alone, into new memory.
    private static float[] Sequential(string file)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        return [];
    }

    private static Cost Median(List<Cost> costs) => costs.OrderBy(c => c.Seconds).ElementAt(costs.Count / 2);
}

/// <summary>What reading a file took, and the sum of its numbers.</summary>
internal sealed record Cost(double Seconds, double Cpu, double Sum);
