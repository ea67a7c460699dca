using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML.Tests.Data;

/// <summary>A row with one column of each usual kind.</summary>
public sealed class Sample
{
    public float Number { get; set; }

    public string Text { get; set; } = "";

    public bool Flag { get; set; }

    public int Count { get; set; }

    [VectorType(3)]
    public float[] Vector { get; set; } = new float[3];

    public static Sample[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Sample
    {
        Number = i,
        Text = $"row {i}",
        Flag = i % 2 == 1,
        Count = 10 * i,
        Vector = [i, i + 0.5f, -i],
    })];
}

/// <summary>A row of a number alone.</summary>
public sealed class Numbered
{
    public float Number { get; set; }

    public static Numbered[] Rows(params IEnumerable<float> numbers) => [.. numbers.Select(n => new Numbered { Number = n })];
}

/// <summary>Counts how far it was read and how often it was started.</summary>
public sealed class Watched<T>(IEnumerable<T> inner) : IEnumerable<T>
{
    private int _starts;
    private int _reads;

    public int Starts => _starts;

    public int Reads => _reads;

    public IEnumerator<T> GetEnumerator()
    {
        Interlocked.Increment(ref _starts);
        return Read();

        IEnumerator<T> Read()
        {
            foreach (T item in inner)
            {
                Interlocked.Increment(ref _reads);
                yield return item;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Shorthands.</summary>
internal static class Read
{
    public static float[] Numbers(IDataView data, string column = "Number") => [.. data.GetColumn<float>(column)];

    public static IDataView Load(int rows, int seed = 1) => new MLContext(seed).Data.LoadFromEnumerable(Sample.Rows(rows));

    /// <summary>A folder that is deleted after use.</summary>
    public static TemporaryFolder Folder() => new();
}

internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory().FullName;

    public string File(string name) => Path.Combine(_path, name);

    public string File(string name, params string[] lines)
    {
        System.IO.File.WriteAllLines(File(name), lines);
        return File(name);
    }

    public void Dispose() => Directory.Delete(_path, true);
}
