using System.Globalization;

namespace Load.Bench;

/// <summary>Counts and times of all requests.</summary>
/// <param name="most">After as many it ends.</param>
/// <param name="ending">Is cancelled then.</param>
internal sealed class Tally(long most, CancellationTokenSource ending)
{
    private readonly Lock _gate = new();
    private readonly List<float> _milliseconds = [];
    private readonly List<double> _megabytes = [];
    private readonly SortedDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private long _begun, _repeated;

    /// <summary>Whether every request was answered, and rightly.</summary>
    public bool IsClean => _failures.Count == 0 && _milliseconds.Count == _begun;

    /// <summary>Begins a request, unless it is the end.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_begun < most)
            {
                _begun++;
                return true;
            }
        }
        ending.Cancel();
        return false;
    }

    public void Answer(TimeSpan time)
    {
        lock (_gate) _milliseconds.Add((float)time.TotalMilliseconds);
    }

    public void Repeat()
    {
        lock (_gate) _repeated++;
    }

    public void Fail(string reason)
    {
        lock (_gate) _failures[reason] = _failures.GetValueOrDefault(reason) + 1;
    }

    public void AddMemory(double megabytes)
    {
        lock (_gate) _megabytes.Add(megabytes);
    }

    public string Text()
    {
        lock (_gate)
        {
            _milliseconds.Sort();
            string failures = _failures.Count == 0 ? "none"
                : string.Join(", ", _failures.Select(f => $"{f.Key}: {f.Value}"));
            string memory = string.Join(" ", _megabytes.Select(m => m.ToString("f0", CultureInfo.InvariantCulture)));
            return string.Create(CultureInfo.InvariantCulture, $"""
                {_begun} requests, {_milliseconds.Count} answered, repeated {_repeated}, failed: {failures}
                p50 {Percentile(0.5):f1} ms, p99 {Percentile(0.99):f1} ms, longest {Percentile(1):f1} ms
                memory of the server, MB: {memory}
                """);
        }
    }

    private float Percentile(double share) => _milliseconds.Count == 0 ? float.NaN
        : _milliseconds[(int)Math.Min(_milliseconds.Count - 1, share * _milliseconds.Count)];
}
