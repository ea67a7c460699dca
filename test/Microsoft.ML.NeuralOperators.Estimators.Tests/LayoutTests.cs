using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>What layouts make of arrays, in memory and left in their files.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("n t x y", new[] { 4, 5, 6 })]
    [InlineData("n x y t", new[] { 6, 4, 5 })]
    [InlineData("x n y c", new[] { 6, 3, 5 })]
    [InlineData("n c x t", new[] { 24, 5 })]
    [InlineData("n c1 c2 x", new[] { 20, 6 })]
    [InlineData("n t[-1] x y", new[] { 5, 6 })]
    [InlineData("n t[::2] x[1:4] y[0:6:3]", new[] { 2, 3, 2 })]
    [InlineData("n[1:] x t[1:3] y", new[] { 2, 4, 6 })]
    public void Axes_are_put_in_order_and_cut(string layout, int[] dimensions)
    {
        string path = Write(3, 4, 5, 6);
        var columns = new Dictionary<string, string> { ["u"] = "u" };
        IDataView kept = _mlContext.NeuralOperators().LoadFields(path, columns, layout),
            streamed = _mlContext.NeuralOperators().LoadFields(path, columns, layout, Streamed);
        Assert.Equal(dimensions, ((VectorDataViewType)kept.Schema["u"].Type).Dimensions);
        Assert.True(kept.CanShuffle);
        Assert.False(streamed.CanShuffle);
        float[][] rows = [.. kept.GetColumn<float[]>("u")];
        Assert.Equal(Expected(layout, [3, 4, 5, 6]), rows);
        Assert.Equal(rows, streamed.GetColumn<float[]>("u"));
    }

    /// <summary>Every frame that has two before it and one after it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void Frames_become_rows_with_their_history(double keptMegabytes)
    {
        // [n 2, t 6, x 3], every number telling its place.
        ArrayFile.WriteNpz(_folder["frames.npz"], [new NamedArray("w", [2, 6, 3],
            [.. Enumerable.Range(0, 36).Select(i => (float)(100 * (i / 18) + 10 * (i / 3 % 6) + i % 3))]),
            new NamedArray("nu", [2], [7, 8]), new NamedArray("land", [3], [0, 1, 0])]);
        IDataView data = _mlContext.NeuralOperators().LoadFields(_folder["frames.npz"],
            new() { ["past"] = "w", ["next"] = "w", ["nu"] = "nu", ["land"] = "land" },
            "past: n t(-2:0) x; next: n t(0:2) x; nu: n; land: x", new() { KeptMegabytes = keptMegabytes });
        Assert.Equal(6, data.GetRowCount());
        Assert.Equal([2, 3], ((VectorDataViewType)data.Schema["past"].Type).Dimensions);
        Assert.Equal([[0, 1, 2, 10, 11, 12], [10, 11, 12, 20, 21, 22], [20, 21, 22, 30, 31, 32],
            [100, 101, 102, 110, 111, 112]], data.GetColumn<float[]>("past").Take(4));
        Assert.Equal([[20, 21, 22, 30, 31, 32], [30, 31, 32, 40, 41, 42], [40, 41, 42, 50, 51, 52]],
            data.GetColumn<float[]>("next").Take(3));
        Assert.Equal([7, 7, 7, 8, 8, 8], data.GetColumn<float>("nu"));
        Assert.All(data.GetColumn<float[]>("land"), row => Assert.Equal([0, 1, 0], row));
    }

    /// <summary>One long simulation, which has no samples at all.</summary>
    [Fact]
    public void A_simulation_without_samples_gives_a_row_a_frame()
    {
        ArrayFile.WriteNpz(_folder["run.npz"],
            [new NamedArray("w", [5, 2], [.. Enumerable.Range(0, 10).Select(i => (float)i)])]);
        IDataView data = _mlContext.NeuralOperators().LoadFields(_folder["run.npz"],
            new() { ["now"] = "w", ["next"] = "w" }, "now: t(0:1) x; next: t(1:2) x");
        Assert.Equal([[0, 1], [2, 3], [4, 5], [6, 7]], data.GetColumn<float[]>("now"));
        Assert.Equal([[2, 3], [4, 5], [6, 7], [8, 9]], data.GetColumn<float[]>("next"));
    }

    /// <summary>Point clouds padded to the largest, with their numbers of points.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void Padded_points_become_rows_of_their_own_length(double keptMegabytes)
    {
        // [n 2, points 3, c 2].
        ArrayFile.WriteNpz(_folder["clouds.npz"],
            [new NamedArray("x", [2, 3, 2], [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
                new NamedArray("u", [2, 3], [0, 1, 2, 3, 4, 5]), new NamedArray("count", [2], [3, 1])]);
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        var columns = new Dictionary<string, string> { ["x"] = "x", ["u"] = "u" };
        IDataView data = operators.LoadFields(_folder["clouds.npz"], columns, "x: n p[:count] c; u: n p[:count]",
            new() { KeptMegabytes = keptMegabytes });
        Assert.False(((VectorDataViewType)data.Schema["x"].Type).IsKnownSize);
        Assert.Equal([[0, 2, 4, 1, 3, 5], [6, 7]], data.GetColumn<float[]>("x"));
        Assert.Equal([[0, 1, 2], [3]], data.GetColumn<float[]>("u"));
        ArrayFile.WriteNpz(_folder["clouds.npz"], [new NamedArray("x", [2, 3], new float[6]),
            new NamedArray("count", [2], [2, 4])]);
        Assert.Contains("'count' says that row 1 of column 'x' has 4 points; expected a whole number from 1 to 3",
            Assert.Throws<ArgumentOutOfRangeException>(()
            => operators.LoadFields(_folder["clouds.npz"], new() { ["x"] = "x" }, "n p[:count]")).Message);
    }

    [Fact]
    public void Coordinates_are_recognised_and_uneven_ones_warned_about()
    {
        var log = new List<(bool IsWarning, string Text)>();
        _mlContext.Log += (_, e) => log.Add((e.Kind == Runtime.ChannelMessageKind.Warning, e.Message));
        ArrayFile.WriteNpz(_folder["places.npz"], [new NamedArray("u", [2, 4], new float[8]),
            new NamedArray("x-coordinate", [4], [0.125f, 0.375f, 0.625f, 0.875f]),
            new NamedArray("lat", [3], [0, 1, 4]), new NamedArray("other", [3], [0, 1, 4])]);
        IDataView data = _mlContext.NeuralOperators().LoadFields(_folder["places.npz"]);
        Assert.Equal(["u"], data.Schema.Select(c => c.Name));
        Assert.Contains(log, e => !e.IsWarning
            && e.Text.Contains("'x-coordinate' are the coordinates of 4 points from 0.125 to 0.875, evenly",
                StringComparison.Ordinal));
        Assert.Contains(log, e => e.IsWarning && e.Text.Contains("'lat'", StringComparison.Ordinal)
            && e.Text.Contains("not evenly spaced", StringComparison.Ordinal));
        Assert.Contains(log, e => e.IsWarning && e.Text.Contains("other [3] left out", StringComparison.Ordinal));
    }

    /// <summary>Groups of h5py laid out as the two collections lay them out.</summary>
    [Fact]
    public void Conventions_of_published_collections_are_followed()
    {
        PythonWriter.Write($"""
            f = h5py.File('{_folder["bench.h5"]}', 'w')
            for i in range(3):
                f['%04d/data' % i] = 1000. * i + np.arange(2 * 4 * 5 * 2, dtype='f4').reshape(2, 4, 5, 2)
                f['%04d/grid/x' % i] = np.linspace(0, 1, 4, dtype='f4')
            f.close()
            f = h5py.File('{_folder["burgers.h5"]}', 'w')
            f['tensor'] = np.arange(3 * 4 * 8, dtype='f4').reshape(3, 4, 8)
            f['x-coordinate'] = np.linspace(0, 1, 8, dtype='f4')
            f['t-coordinate'] = np.linspace(0, 1, 5, dtype='f4')
            f.close()
            f = h5py.File('{_folder["well.h5"]}', 'w')
            f['t0_fields/pressure'] = np.arange(2 * 3 * 4 * 5, dtype='f4').reshape(2, 3, 4, 5)
            f['t0_fields/land'] = np.arange(20, dtype='f4').reshape(4, 5)
            f['t0_fields/pressure'].attrs['sample_varying'] = True
            f['t0_fields/pressure'].attrs['time_varying'] = True
            f['t0_fields/land'].attrs['sample_varying'] = False
            f['t0_fields/land'].attrs['time_varying'] = False
            f['t1_fields/velocity'] = np.arange(2 * 3 * 4 * 5 * 2, dtype='f4').reshape(2, 3, 4, 5, 2)
            f['t2_fields/stress'] = np.arange(2 * 3 * 4 * 5 * 4, dtype='f4').reshape(2, 3, 4, 5, 2, 2)
            f['dimensions/x'] = np.linspace(0, 1, 4, dtype='f4')
            f['scalars/Re'] = 3.
            f.close()
            """);
        foreach (ReadLimits limits in new[] { ReadLimits.Default, Streamed })
        {
            NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
            IDataView bench = operators.LoadFields(_folder["bench.h5"], null, "pdebench", limits);
            Assert.Equal(["data: Vector<Single, 4, 4, 5>"], bench.Schema.Select(c => $"{c.Name}: {c.Type}"));
            // [t, c, x, y] of the third group.
            Assert.Equal([2000, 2002], bench.GetColumn<float[]>("data").Last()[..2]);
            Assert.Equal(2001, bench.GetColumn<float[]>("data").Last()[20]);
            Assert.Equal(bench.GetColumn<float[]>("data"), operators.LoadFields(_folder["bench.h5"],
                new() { ["u"] = "*/data" }, "t x y c", limits).GetColumn<float[]>("u"));
            Assert.Equal([4, 8], ((VectorDataViewType)operators.LoadFields(_folder["burgers.h5"], null, "pdebench",
                limits).Schema["tensor"].Type).Dimensions);
            IDataView well = operators.LoadFields(_folder["well.h5"], null, "the_well", limits);
            Assert.Equal(["land: Vector<Single, 4, 5>", "pressure: Vector<Single, 3, 4, 5>",
                "stress: Vector<Single, 12, 4, 5>", "velocity: Vector<Single, 6, 4, 5>"],
                well.Schema.Select(c => $"{c.Name}: {c.Type}").Order());
            Assert.Equal([.. Enumerable.Range(0, 20).Select(i => (float)i)], well.GetColumn<float[]>("land").Last());
            Assert.Equal([60, 61, 62], well.GetColumn<float[]>("pressure").Last()[..3]);
            Assert.Equal([120, 122, 124], well.GetColumn<float[]>("velocity").Last()[..3]);
        }
        Assert.Contains("no fields by the conventions of the_well", Assert.Throws<FormatException>(()
            => _mlContext.NeuralOperators().LoadFields(_folder["bench.h5"], null, "the_well")).Message);
    }

    private static ReadLimits Streamed => new() { KeptMegabytes = 0 };

    private string Write(params int[] shape)
    {
        ArrayFile.WriteNpz(_folder["u.npz"], [new NamedArray("u", shape,
            [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => (float)i)])]);
        return _folder["u.npz"];
    }

    // By indices, one after the other: samples, frames, channels, grid.
    private static float[][] Expected(string layout, int[] shape)
    {
        string[] axes = layout.Split(' ');
        string[] names = [.. axes.Select(a => a.Split('[')[0])];
        int[][] taken = [.. axes.Select((axis, i) => Taken(axis, shape[i]))];
        int[] order = [.. Enumerable.Range(0, 4)
            .OrderBy(i => names[i][0] switch { 'n' => 0, 't' => 1, 'c' => 2, _ => 3 })
            .ThenBy(i => i)];
        IEnumerable<int[]> places = [[]];
        foreach (int axis in order)
            places = [.. places.SelectMany(place => taken[axis].Select(index => (int[])[.. place, index]))];
        float[] numbers = [.. places.Select(place =>
        {
            int[] index = new int[4];
            for (int i = 0; i < 4; i++) index[order[i]] = place[i];
            return (float)(((index[0] * shape[1] + index[1]) * shape[2] + index[2]) * shape[3] + index[3]);
        })];
        return [.. numbers.Chunk(numbers.Length / taken[Array.IndexOf(names, "n")].Length)];
    }

    private static int[] Taken(string axis, int size)
    {
        int[] all = [.. Enumerable.Range(0, size)];
        return axis.Split('[', ']') is not [_, var text, _] ? all : text switch
        {
            "-1" => all[^1..],
            "::2" => [.. all.Where(i => i % 2 == 0)],
            "1:4" => all[1..4],
            "0:6:3" => [0, 3],
            "1:" => all[1..],
            "1:3" => all[1..3],
            _ => throw new ArgumentOutOfRangeException(nameof(axis)),
        };
    }
}
