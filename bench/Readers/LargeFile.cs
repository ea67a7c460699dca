using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;

namespace Readers.Bench;

/// <summary>Ten thousand rows of an HDF5 file that is larger than memory.</summary>
internal static class LargeFile
{
    public static void Run(string python, int gigabytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"large-{Guid.NewGuid():N}.h5");
        try
        {
            Python.Run(python, "sparse", path, gigabytes.ToString(CultureInfo.InvariantCulture));
            var mlContext = new MLContext();
            long start = Stopwatch.GetTimestamp();
            IDataView data = mlContext.NeuralOperators().LoadFields(path, new() { ["u"] = "u" });
            double open = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            long rows = 0, bytes = 0;
            double sum = 0;
            using (DataViewRowCursor cursor = data.GetRowCursor([data.Schema["u"]]))
            {
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema["u"]);
                VBuffer<float> row = default;
                for (; cursor.MoveNext(); rows++)
                {
                    getter(ref row);
                    sum += row.GetValues()[0];
                    bytes += sizeof(float) * (long)row.Length;
                }
            }
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            long peak = long.Parse(File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{bytes / 1e9:f1} GB, opened in {open:f2} s, {rows} rows in {seconds:f0} s "
                + $"({bytes / 1e6 / seconds:f0} MB/s), "
                + $"largest resident memory {peak / 1024.0:f0} MB, sum of first points {sum} (8 expected)"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
