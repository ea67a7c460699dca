using System.Diagnostics.Metrics;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace Microsoft.ML.NeuralOperators.Serving.Tests;

public sealed class ServedOperatorTests : IDisposable
{
    private static readonly ServingOptions WithoutReload = new() { ReloadInterval = TimeSpan.Zero };
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"{Guid.NewGuid()}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Many_requests_at_once_have_the_answers_of_each_alone()
    {
        byte[] model = Fno(1);
        float[][] fields = [.. Enumerable.Range(0, 100).Select(i => Field(i, i % 3 == 0 ? 8 : Size))];
        await using ServedOperator served = Serve(model, WithoutReload with { MaxBatch = 8, Parallelism = 2 });
        float[][] answers = await Task.WhenAll(fields.Select((f, i) => served.Predict(f, i % 3 == 0 ? 8 : Size)));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model);
        for (int i = 0; i < fields.Length; i++)
            Near(session.Run((fields[i], i % 3 == 0 ? [1, 1, 8, 8] : [1, 1, Size, Size])).Values, answers[i]);
    }

    [Fact]
    public async Task Requests_that_wait_for_each_other_run_together()
    {
        var sizes = new List<int>();
        using MeterListener listener = Listen<int>("neuraloperators.batch", size => { lock (sizes) sizes.Add(size); });
        await using ServedOperator served = Serve(Fno(1),
            WithoutReload with { MaxBatch = 4, MaxDelay = TimeSpan.FromSeconds(20) });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => served.Predict(Field(i))));
        Assert.Equal([4, 4], sizes);
    }

    [Fact]
    public async Task A_new_file_is_taken_without_a_failed_request()
    {
        byte[][] models = [Fno(1), Fno(2)];
        float[] field = Field(3);
        float[][] expected = [.. models.Select(m => Expected(m, field))];
        string path = _folder["model.onnx"];
        await File.WriteAllBytesAsync(path, models[0], TestContext.Current.CancellationToken);
        await using var served = new ServedOperator(path, WithoutReload with { Parallelism = 2 });
        using var stop = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int answers = 0;
            for (; !stop.IsCancellationRequested; answers++)
            {
                float[] answer = await served.Predict(field);
                Assert.True(IsNear(expected[0], answer) || IsNear(expected[1], answer));
            }
            return answers;
        }))];
        for (int change = 1; change <= 10; change++)
        {
            await File.WriteAllBytesAsync(path + ".new", models[change % 2], TestContext.Current.CancellationToken);
            File.Move(path + ".new", path, overwrite: true);
            Assert.True(served.Reload());
            Near(expected[change % 2], await served.Predict(field));
        }
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(clients), answers => Assert.True(answers > 0));
        Assert.False(served.Reload());
    }

    [Fact]
    public async Task A_damaged_file_leaves_the_old_model_in_place()
    {
        byte[] model = Fno(1), damaged = [.. Fno(2)];
        damaged[damaged.Length / 2] ^= 4;
        await using ServedOperator served = Serve(model, WithoutReload);
        await File.WriteAllBytesAsync(_folder["model.onnx"], damaged, TestContext.Current.CancellationToken);
        Assert.False(served.Reload());
        Assert.Contains("model.onnx", served.ReloadFault);
        Near(Expected(model, Field(1)), await served.Predict(Field(1)));
        File.Delete(_folder["model.onnx"]);
        Assert.False(served.Reload());
        Near(Expected(model, Field(1)), await served.Predict(Field(1)));
        await File.WriteAllBytesAsync(_folder["model.onnx"], Fno(2), TestContext.Current.CancellationToken);
        Assert.True(served.Reload());
        Assert.Null(served.ReloadFault);
    }

    [Fact]
    public async Task A_changed_file_is_noticed()
    {
        await using ServedOperator served = Serve(Fno(1),
            new() { ReloadInterval = TimeSpan.FromMilliseconds(20) });
        float[] expected = Expected(Fno(2), Field(1));
        await File.WriteAllBytesAsync(_folder["model.onnx"], Fno(2), TestContext.Current.CancellationToken);
        while (!IsNear(expected, await served.Predict(Field(1)))) await Task.Delay(20,
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Beyond_the_queue_requests_are_refused_and_those_in_it_are_answered()
    {
        await using ServedOperator served = Serve(Fno(1), WithoutReload with
        {
            MaxWaiting = 2,
            MaxBatch = 100,
            MaxDelay = TimeSpan.FromSeconds(1)
        });
        // While the first waits for company, at most two more wait in the queue.
        var answers = new List<Task<float[]>>();
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            try
            {
                answers.Add(served.Predict(Field(i)));
            }
            catch (ServingOverloadException)
            {
                refused++;
            }
        }
        await Task.WhenAll(answers.Where(a => !a.IsFaulted));
        refused += answers.Count(a => a.Exception?.InnerException is ServingOverloadException);
        Assert.InRange(refused, 1, 1999);
    }

    [Fact]
    public async Task An_abandoned_request_is_not_run()
    {
        var sizes = new List<int>();
        using MeterListener listener = Listen<int>("neuraloperators.batch", size => { lock (sizes) sizes.Add(size); });
        await using ServedOperator served = Serve(Fno(1),
            WithoutReload with { MaxBatch = 3, MaxDelay = TimeSpan.FromSeconds(20) });
        using var left = new CancellationTokenSource();
        Task<float[]> first = served.Predict(Field(1)), abandoned = served.Predict(Field(2), Size, left.Token);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        Task<float[]> third = served.Predict(Field(3)), fourth = served.Predict(Field(4));
        await Task.WhenAll(first, third, fourth);
        Assert.Equal([3], sizes);
    }

    [Fact]
    public async Task Shapes_that_do_not_fit_are_refused_before_they_wait()
    {
        await using ServedOperator served = Serve(Fno(1), WithoutReload with { MaxNumbers = 2 * 40 * 40 });
        float[] output = new float[Size * Size];
        Assert.Contains("the model's input", (await Assert.ThrowsAsync<ArgumentException>(()
            => served.PredictAsync(Field(1), [2, Size, Size], output))).Message);
        Assert.Contains("holds 144 numbers", (await Assert.ThrowsAsync<ArgumentException>(()
            => served.PredictAsync(Field(1), [1, Size, Size + 1], output))).Message);
        Assert.Contains("the most is 3200", (await Assert.ThrowsAsync<ArgumentException>(()
            => served.PredictAsync(Field(1, 41), [1, 41, 41], new float[41 * 41]))).Message);
        Assert.Equal([1, 20, 30], served.GetOutputSizes(1, 20, 30));
    }

    [Fact]
    public async Task Sizes_whose_product_overflows_are_refused()
    {
        await using ServedOperator served = Serve(Fno(1), WithoutReload);
        // 2⁶² points and more, of which a product of 64 bits keeps none.
        int[] sizes = [1, 1 << 30, 1 << 30];
        Assert.Contains("the most is", (await Assert.ThrowsAsync<ArgumentException>(()
            => served.PredictAsync(Field(1), sizes))).Message);
        Assert.Throws<ArgumentException>(() => served.CreatePredictor(sizes));
        Assert.Equal(1L << 62, ModelShapes.Count([1 << 30, 1 << 30, 1 << 30]));
        Assert.Equal(0, ModelShapes.Count([1 << 30, 1 << 30, 0]));
    }

    [Fact]
    public async Task Requests_that_run_together_keep_the_limit_of_numbers()
    {
        var sizes = new List<int>();
        using MeterListener listener = Listen<int>("neuraloperators.batch", size => { lock (sizes) sizes.Add(size); });
        await using ServedOperator served = Serve(Fno(1), WithoutReload with
        {
            MaxBatch = 100,
            MaxNumbers = 2 * 2 * Size * Size,
            MaxDelay = TimeSpan.FromSeconds(20),
        });
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => served.Predict(Field(i))));
        Assert.Equal([2, 2, 2], sizes);
    }

    [Fact]
    public async Task Reloading_at_once_from_many_threads_takes_a_file_once()
    {
        await using ServedOperator served = Serve(Fno(1), WithoutReload);
        File.WriteAllBytes(_folder["model.onnx"], Fno(2));
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(served.Reload)));
        Assert.Single(taken, isTaken => isTaken);
        Near(Expected(Fno(2), Field(1)), await served.PredictAsync(Field(1), [1, Size, Size]));
    }

    [Fact]
    public async Task A_link_that_leads_to_another_file_is_noticed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        foreach (int version in new[] { 1, 2 })
        {
            Directory.CreateDirectory(_folder[$"v{version}"]);
            File.WriteAllBytes(Path.Combine(_folder[$"v{version}"], "model.onnx"), Fno(version));
        }
        // As Kubernetes mounts files: model.onnx -> data/model.onnx, data -> v1.
        Directory.CreateSymbolicLink(_folder["data"], "v1");
        File.CreateSymbolicLink(_folder["model.onnx"], Path.Combine("data", "model.onnx"));
        File.SetLastWriteTimeUtc(Path.Combine(_folder["v1"], "model.onnx"), DateTime.UtcNow.AddHours(-1));
        await using var served = new ServedOperator(_folder["model.onnx"],
            new() { ReloadInterval = TimeSpan.FromMilliseconds(20) }, _name);
        Directory.Delete(_folder["data"]);
        Directory.CreateSymbolicLink(_folder["data"], "v2");
        float[] expected = Expected(Fno(2), Field(1));
        while (!IsNear(expected, await served.Predict(Field(1)))) await Task.Delay(20);
    }

    [Fact]
    public async Task Disposed_it_refuses_and_what_waits_ends()
    {
        ServedOperator served = Serve(Fno(1), WithoutReload with { MaxBatch = 9, MaxDelay = TimeSpan.FromMinutes(1) });
        Task<float[]> waiting = served.Predict(Field(1));
        await served.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => served.Predict(Field(1)));
        Assert.Throws<ObjectDisposedException>(() => served.Reload());
        Assert.Throws<ObjectDisposedException>(() => served.CreatePredictor(1, Size, Size));
        await served.DisposeAsync();
        served.Dispose();
    }

    // Meters are the process's: other tests' models have other names.
    private MeterListener Listen<T>(string instrument, Action<T> heard)
        where T : struct
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Name == instrument) self.EnableMeasurementEvents(published);
            },
        };
        listener.SetMeasurementEventCallback<T>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
                if (tag.Key == "model" && Equals(tag.Value, _name)) heard(value);
        });
        listener.Start();
        return listener;
    }

    private ServedOperator Serve(byte[] model, ServingOptions options)
    {
        File.WriteAllBytes(_folder["model.onnx"], model);
        return new ServedOperator(_folder["model.onnx"], options, _name);
    }
}
