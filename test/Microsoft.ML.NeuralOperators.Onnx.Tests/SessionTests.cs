using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

public class SessionTests
{
    private static byte[] Model()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
    }

    [Fact]
    public void Refuses_a_wrong_shape_before_running()
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model());
        var error = Assert.Throws<InvalidOperationException>(() => session.Run([(new float[2 * 64], [1, 2, 8, 8])]));
        Assert.Equal("Input 'input': expected the shape [batch, 1, height, width], got [1, 2, 8, 8].", error.Message);
        Assert.Throws<InvalidOperationException>(() => session.Run([(new float[60], [1, 1, 8, 8])]));
    }

    [Fact]
    public void A_grid_too_small_for_the_model_is_named()
    {
        var definition = new Mgno(1, 1,
            new() { Channels = 2, Layers = 1, Boundary = BoundaryCondition.Neumann, HasHardConstraint = true });
        using OnnxOperatorSession session =
            OnnxOperatorSession.Open(OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0)));
        var error = Assert.Throws<InvalidOperationException>(()
            => session.Run(new float[4], [1, 1, 2, 2], new float[4], [1, 1, 2, 2]));
        Assert.StartsWith("The model cannot run on 'input' of the shape [1, 1, 2, 2]:", error.Message);
    }

    [Theory]
    [InlineData(4, new long[] { 4, 1, 8, 8 })]
    [InlineData(1, new long[] { 1, 1, 8, 8 })]
    [InlineData(0, new long[] { 0, 1, 8, 8 })]
    [InlineData(1, new long[] { 2, 1, 8, 8 })]
    [InlineData(4, new long[] { 2, 1, 8, 8 })]
    [InlineData(2, new long[] { 2, 1, 4, 16 })]
    public void Output_memory_of_another_shape_is_refused(int rows, long[] shape)
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model());
        Assert.Throws<InvalidOperationException>(
            () => session.Run(new float[2 * 64], [2, 1, 8, 8], new float[rows * 64], shape));
    }

    /// <summary>What CUDA runs, here on the CPU: the rows that pad a batch change no other row.</summary>
    [Fact]
    public void Padded_batches_have_the_scores_of_those_that_are_not()
    {
        using OnnxOperatorSession plain = OnnxOperatorSession.Open(Model()), padded = OnnxOperatorSession.Open(Model());
        padded.Plan = new RowPlan();
        var random = new Random(2);
        foreach (int rows in new[] { 3, 4, 1, 9, 5, 16, 2, 200 })
        {
            float[] x = [.. Enumerable.Range(0, rows * 64).Select(_ => random.NextSingle())], y = new float[x.Length];
            long[] shape = [rows, 1, 8, 8];
            padded.Run(x, shape, y, shape);
            (float[] values, long[] size) = padded.Run([(x, shape)]);
            Assert.Equal(shape, size);
            Assert.Equal(y, values);
            Parity.Equal(plain.Run([(x, shape)]).Values, y, 1e-6);
        }
    }

    [Fact]
    public void A_shape_that_comes_again_runs_as_one_graph_on_CUDA()
    {
        var options = new ExecutionOptions { GpuDeviceId = 0, FallbackToCpu = true };
        using OnnxOperatorSession plain = OnnxOperatorSession.Open(Model()),
            session = OnnxOperatorSession.Open(Model(), options),
            without = OnnxOperatorSession.Open(Model(), options with { UseCudaGraphs = false });
        Assert.SkipWhen(session.FallbackReason is not null, session.FallbackReason ?? "");
        Assert.Null(without.Graphs);
        var random = new Random(2);
        foreach (int rows in new[] { 4, 4, 4, 3, 4, 9, 4, 1 })
        {
            float[] x = [.. Enumerable.Range(0, rows * 64).Select(_ => random.NextSingle())], y = new float[x.Length];
            long[] shape = [rows, 1, 8, 8];
            session.Run(x, shape, y, shape);
            Parity.Equal(plain.Run([(x, shape)]).Values, y, 1e-5);
            Parity.Equal(y, session.Run([(x, shape)]).Values, 1e-6);
        }
        Assert.InRange(session.Graphs!.Count, 2, 3);
        Assert.Throws<InvalidOperationException>(() => session.Run(new float[256], [4, 1, 8, 8], new float[256],
            [4, 1, 4, 16]));
        BoundRun bound = session.Bind([2, 1, 8, 8], [2, 1, 8, 8]);
        float[] input = new float[128], output = new float[128];
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < input.Length; j++) input[j] = random.NextSingle();
            bound.Run(input, output);
            Parity.Equal(plain.Run([(input, [2, 1, 8, 8])]).Values, output, 1e-5);
        }
        session.Unbind(bound);
    }

    [Fact]
    public void A_plan_keeps_the_rows_of_the_largest_batch_until_the_grid_or_the_size_changes()
    {
        var plan = new RowPlan();
        Assert.Equal([16, 16, 16, 16, 32, 32, 1, 8, 8],
            new[] { 16, 2, 9, 16, 17, 2, 1, 5, 8 }.Select(rows => plan.Rows([[rows, 1, 8, 8]], rows)));
        Assert.Equal([2, 2, 4, 2], new[] { (2, 8), (1, 8), (3, 9), (2, 8) }
            .Select(run => plan.Rows([[run.Item1, 1, run.Item2, 4]], run.Item1)));
    }

    // 11 rows of 64×64 run eight at a time.
    [Fact]
    public void Many_rows_are_scored_as_each_by_itself()
    {
        const int Rows = 11, Points = 64 * 64;
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model());
        var random = new Random(2);
        float[] x = [.. Enumerable.Range(0, Rows * Points).Select(_ => random.NextSingle())], y = new float[x.Length];
        session.Run(x, [Rows, 1, 64, 64], y, [Rows, 1, 64, 64]);
        (float[] values, long[] shape) = session.Run([(x, [Rows, 1, 64, 64])]);
        Assert.Equal([Rows, 1, 64, 64], shape);
        Assert.Equal(y, values);
        for (int row = 0; row < Rows; row++)
        {
            float[] alone = session.Run([(x[(row * Points)..((row + 1) * Points)], [1, 1, 64, 64])]).Values;
            Parity.Equal(alone, values[(row * Points)..((row + 1) * Points)], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Refuses_what_is_no_model(int length)
    {
        byte[] bytes = Model()[..length];
        Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(bytes));
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(noise));
    }

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Contains("nowhere.onnx",
            Assert.Throws<FileNotFoundException>(() => OnnxOperatorSession.Open("nowhere.onnx")).Message);

    [Fact]
    public void A_missing_gpu_is_an_error_unless_the_cpu_may_stand_in()
    {
        var gpu = new ExecutionOptions { GpuDeviceId = 99 };
        Assert.Contains("CUDA device 99",
            Assert.Throws<InvalidOperationException>(() => OnnxOperatorSession.Open(Model(), gpu)).Message);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model(), gpu with { FallbackToCpu = true });
        Assert.Equal("CPUExecutionProvider", session.ExecutionProvider);
    }

    [Fact]
    public void Threads_get_the_same_bits()
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model());
        float[] x = [.. Enumerable.Range(0, 2 * 144).Select(i => MathF.Sin(i))];
        float[] expected = session.Run([(x, [2, 1, 12, 12])]).Values;
        Parallel.For(0, 16, _ => Assert.Equal(expected, session.Run([(x, [2, 1, 12, 12])]).Values));
    }

    [Fact]
    public void A_disposed_session_refuses_to_run()
    {
        OnnxOperatorSession session = OnnxOperatorSession.Open(Model());
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run([(new float[64], [1, 1, 8, 8])]));
        Assert.Throws<ObjectDisposedException>(()
            => session.Run(new float[64], [1, 1, 8, 8], new float[64], [1, 1, 8, 8]));
    }

    [Fact]
    public void Runs_under_way_end_before_the_session_is_freed()
    {
        byte[] model = Model();
        float[] x = new float[4 * 64 * 64];
        for (int i = 0; i < 8; i++)
        {
            OnnxOperatorSession session = OnnxOperatorSession.Open(model);
            session.Run([(x, [4, 1, 64, 64])]);
            using var started = new ManualResetEventSlim();
            Task runs = Task.Run(() =>
            {
                started.Set();
                while (true) session.Run([(x, [4, 1, 64, 64])]);
            });
            started.Wait();
            Thread.Sleep(i);
            session.Dispose();
            Assert.IsType<ObjectDisposedException>(Assert.Throws<AggregateException>(runs.Wait).InnerException);
        }
    }

    [Fact]
    public void Nothing_is_written_where_the_folder_is_missing()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        string folder = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");
        Assert.Throws<DirectoryNotFoundException>(()
            => OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0),
            Path.Combine(folder, "m.onnx")));
        Assert.False(Directory.Exists(folder));
    }
}
