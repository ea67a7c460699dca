using System.Diagnostics;
using System.Globalization;

namespace Generators.Bench;

/// <summary>Samples a second of the library and of the plain programs, which take turns.</summary>
internal static class Throughput
{
    public static void Run(IEnumerable<Case> cases, string python, double seconds, int rounds)
    {
        Console.WriteLine($"{"",-22}{"ours",12}{"NumPy/SciPy",14}{"ratio",8}   samples a second, "
            + $"{Environment.ProcessorCount} cores");
        foreach (Case one in cases)
        {
            double ours = 0, plain = 0;
            for (int round = 0; round < rounds; round++)
            {
                ours = Math.Max(ours, Ours(one, seconds));
                plain = Math.Max(plain, Plain(one, python, seconds));
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{one.Name,-22}{ours,12:g4}{plain,14:g4}{ours / plain,8:f1}"));
        }
    }

    // Sets of about a tenth of the time, as users make sets. A second before warms everything, the compiler included.
    private static double Ours(Case one, double seconds)
    {
        int block = one.Measured.BatchSize * Environment.ProcessorCount;
        double rate = Rate(one, 1, block);
        return Rate(one, seconds, Math.Max(1, (int)(rate * seconds / 10 / block)) * block);
    }

    private static double Rate(Case one, double seconds, int count)
    {
        int done = 0;
        var watch = Stopwatch.StartNew();
        for (int seed = 1; done == 0 || watch.Elapsed.TotalSeconds < seconds; seed++, done += count)
            one.Measured.Generate(count, seed);
        return done / watch.Elapsed.TotalSeconds;
    }

    private static double Plain(Case one, string python, double seconds)
    {
        string script = Path.Combine(AppContext.BaseDirectory, one.Script);
        var start = new ProcessStartInfo(python,
            [script, one.Name, seconds.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string[] words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return words is [.., var last] && process.ExitCode == 0 ? double.Parse(last, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{one.Script} {one.Name} ended with {process.ExitCode}.");
    }
}
