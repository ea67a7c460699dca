using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace Microsoft.ML.NeuralOperators.Serving.Tests;

public sealed class FieldPredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _model = Fno(1);
    private readonly ServedOperator _served;

    public FieldPredictorTests()
        => _served = new ServedOperator(_folder.Write("model.onnx", _model), new() { ReloadInterval = TimeSpan.Zero });

    public void Dispose()
    {
        _served.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_prediction_is_the_one_of_a_session()
    {
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        var output = new float[Size * Size];
        for (int i = 0; i < 3; i++)
        {
            predictor.Predict(Field(i), output);
            Near(Expected(_model, Field(i)), output);
        }
        Assert.Equal([1, Size, Size], predictor.InputSizes);
        Assert.Equal([1, Size, Size], predictor.OutputSizes);
    }

    [Fact]
    public void After_the_first_ones_predictions_allocate_nothing()
    {
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        float[] field = Field(1), output = new float[Size * Size];
        for (int i = 0; i < 10; i++) predictor.Predict(field, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) predictor.Predict(field, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        float[][] expected = [.. Enumerable.Range(0, 8).Select(i => Expected(_model, Field(i)))];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var output = new float[Size * Size];
            predictor.Predict(Field(i % 8), output);
            Near(expected[i % 8], output);
        });
    }

    [Fact]
    public async Task A_new_file_is_taken_between_two_calls()
    {
        byte[][] models = [_model, Fno(2)];
        float[] field = Field(3);
        float[][] expected = [.. models.Select(m => Expected(m, field))];
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        using var stop = new CancellationTokenSource();
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var output = new float[Size * Size];
            while (!stop.IsCancellationRequested)
            {
                predictor.Predict(field, output);
                Assert.True(IsNear(expected[0], output) || IsNear(expected[1], output));
            }
        }))];
        var last = new float[Size * Size];
        for (int change = 1; change <= 10; change++)
        {
            File.WriteAllBytes(_folder["model.onnx"], models[change % 2]);
            Assert.True(_served.Reload());
            predictor.Predict(field, last);
            Near(expected[change % 2], last);
        }
        await stop.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("the model's input", Assert.Throws<ArgumentException>(
            () => _served.CreatePredictor(2, Size, Size)).Message);
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        Assert.Contains("input holds 3 numbers; the shape [1, 12, 12] has 144", Assert.Throws<ArgumentException>(
            () => predictor.Predict(new float[3], new float[Size * Size])).Message);
        Assert.Contains("output holds 4 numbers", Assert.Throws<ArgumentException>(
            () => predictor.Predict(Field(1), new float[4])).Message);
    }

    [Fact]
    public void A_new_file_that_takes_other_fields_is_named()
    {
        using FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        var output = new float[Size * Size];
        predictor.Predict(Field(1), output);
        File.WriteAllBytes(_folder["model.onnx"], Fno(2, channels: 3));
        Assert.True(_served.Reload());
        Assert.Contains("the model's input", Assert.Throws<ArgumentException>(
            () => predictor.Predict(Field(1), output)).Message);
        File.WriteAllBytes(_folder["model.onnx"], _model);
        Assert.True(_served.Reload());
        predictor.Predict(Field(1), output);
    }

    [Fact]
    public void Disposed_it_or_its_model_refuses()
    {
        using FieldPredictor kept = _served.CreatePredictor(1, Size, Size);
        FieldPredictor predictor = _served.CreatePredictor(1, Size, Size);
        var output = new float[Size * Size];
        kept.Predict(Field(1), output);
        predictor.Predict(Field(1), output);
        predictor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(Field(1), output));
        kept.Predict(Field(1), output);
        _served.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kept.Predict(Field(1), output));
    }
}
