using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class TrainerTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void Fits_in_a_chain_and_scores_every_row()
    {
        IDataView data = Fixture.Data(_mlContext, 20);
        var pipeline = _mlContext.Transforms.CopyColumns("b", "a").Append(Fixture.Fno(_mlContext))
            .AppendCacheCheckpoint(_mlContext);
        using TransformerChain<NeuralOperatorTransformer> model = pipeline.Fit(data);
        IDataView scored = model.Transform(data);
        Assert.Equal(20, scored.GetColumn<float[]>("Score").Count());
        var type = (VectorDataViewType)scored.Schema["Score"].Type;
        Assert.Equal([1, 8, 8], type.Dimensions.ToArray());
        Assert.Equal(2, model.LastTransformer.Report!.Epochs.Count);
    }

    [Fact]
    public void Learns_and_evaluates()
    {
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext,
            Fixture.Training with { Epochs = 30, ValidationFraction = 0.25 }).Fit(Fixture.Data(_mlContext, 64));
        var metrics = Operators.Evaluate(model.Transform(Fixture.Data(_mlContext, 16, seed: 5)), "u");
        Assert.True(metrics.RelativeL2 < 0.05, $"{metrics}");
        Assert.True(metrics.RSquared > 0.95, $"{metrics}");
        Assert.Equal(48, model.Report!.Samples);
        Assert.True(model.Report.Epochs[^1].ValidationError < 0.05);
    }

    [Fact]
    public void The_context_seed_decides_where_the_options_have_none()
    {
        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));

        static float[] Run(int seed)
        {
            var mlContext = new MLContext(seed);
            IDataView data = Fixture.Data(mlContext, 12);
            using NeuralOperatorTransformer model = Fixture.Fno(mlContext, Fixture.Training with { Seed = null })
                .Fit(data);
            return Fixture.Scores(model, data);
        }
    }

    [Fact]
    public void Logs_one_line_an_epoch_and_calls_back()
    {
        var lines = new List<string>();
        _mlContext.Log += (_, e) => lines.Add(e.RawMessage);
        var seen = new List<TrainingProgress>();
        Fixture.Fno(_mlContext, Fixture.Training with { Progress = seen.Add }).Fit(Fixture.Data(_mlContext, 12))
            .Dispose();
        Assert.Equal(2, lines.Count(l => l.StartsWith("Epoch ", StringComparison.Ordinal)));
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void Columns_without_channel_dimension_have_one_channel()
    {
        IDataView data = Fixture.Data(_mlContext, 12, hasChannel: false);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(data);
        Assert.Equal(12, Operators.Evaluate(model.Transform(data), "u").Count);
    }

    [Theory]
    [InlineData("nothing", "u", "Could not find feature column 'nothing'")]
    [InlineData("a", "nothing", "Could not find label column 'nothing'")]
    [InlineData("Id", "u", "Schema mismatch for feature column 'Id': expected Vector<Single>")]
    public void A_wrong_column_is_named_by_fit_and_by_schema_propagation(string feature, string label, string text)
    {
        NeuralOperatorTrainer trainer = Fixture.Fno(_mlContext, label: label, feature: feature);
        IDataView data = Fixture.Data(_mlContext, 4);
        Assert.Contains(text, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(data)).Message);
        Assert.Contains(text,
            Assert.Throws<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(trainer)
            .Fit(data)).Message);
    }

    [Fact]
    public void Schema_propagation_adds_the_score()
    {
        SchemaShape? seen = null;
        var probe = new ShapeProbe(shape => seen = shape);
        IDataView data = Fixture.Data(_mlContext, 4);
        Assert.Throws<NotSupportedException>(() => new EstimatorChain<ITransformer>().Append(probe).Fit(data));
        SchemaShape output = Fixture.Fno(_mlContext).GetOutputSchema(seen!);
        SchemaShape.Column score = output.Single(c => c.Name == "Score");
        Assert.Equal(NumberDataViewType.Single, score.ItemType);
        Assert.NotEqual(SchemaShape.Column.VectorKind.Scalar, score.Kind);
    }

    [Fact]
    public void A_grid_smaller_than_the_modes_is_refused()
    {
        NeuralOperatorTrainer trainer = Operators.Fno("u", "a", Fixture.Options with { Modes = [16, 16] },
            Fixture.Training);
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Fixture.Data(_mlContext, 4)));
        Assert.Contains("'height' has 8 points", error.Message);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named_with_its_row()
    {
        Fixture.Row[] rows = Fixture.Rows(6);
        rows[4].u[3] = float.PositiveInfinity;
        IDataView data = Fixture.Data(_mlContext, 0, rows: rows);
        Assert.Contains("row 4",
            Assert.Throws<InvalidOperationException>(() => Fixture.Fno(_mlContext).Fit(data)).Message);
    }

    [Fact]
    public void Empty_data_is_refused()
        => Assert.Contains("no rows", Assert.Throws<InvalidOperationException>(
            () => Fixture.Fno(_mlContext).Fit(Fixture.Data(_mlContext, 0))).Message);

    [Fact]
    public void Data_that_no_array_holds_is_refused_before_it_is_read()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Fixture.Fno(_mlContext).Fit(new Huge(_mlContext)));
        Assert.Contains("Column 'a': 1048576 rows of 65536 numbers do not fit", error.Message);
        Assert.Contains("MaxMemoryMegabytes", error.Message);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.Fno("", "a", Fixture.Options with { Channels = -3 },
            Fixture.Training with { Epochs = 0, ScoringBatchSize = 0 })).Message;
        string[] faults = ["Epochs is 0", "Channels is -3", "The label column's name is empty",
            "ScoringBatchSize is 0"];
        Assert.All(faults, fault => Assert.Contains(fault, message));
    }

    [Fact]
    public void A_cancelled_fit_throws()
    {
        using var source = new CancellationTokenSource();
        TrainingOptions training = Fixture.Training with
        {
            CancellationToken = source.Token,
            Epochs = 1000,
            Progress = p => source.Cancel(),
        };
        Assert.Throws<OperationCanceledException>(
            () => Fixture.Fno(_mlContext, training).Fit(Fixture.Data(_mlContext, 12)));
    }

    [Fact]
    public void A_gpu_that_is_missing_is_an_error_unless_the_cpu_may_stand_in()
    {
        (_mlContext.GpuDeviceId, _mlContext.FallbackToCpu) = (99, false);
        Assert.Contains("CUDA device 99", Assert.Throws<InvalidOperationException>(
            () => Fixture.Fno(_mlContext).Fit(Fixture.Data(_mlContext, 4))).Message);
        _mlContext.FallbackToCpu = true;
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(Fixture.Data(_mlContext, 4));
        Assert.Equal("CPUExecutionProvider", model.ExecutionProvider);
    }

    private sealed class ShapeProbe(Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => throw new NotSupportedException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            return inputSchema;
        }
    }

    /// <summary>A million rows of 256×256 points that nobody reads.</summary>
    private sealed class Huge(MLContext mlContext) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema { get; } = Fixture.Data(mlContext, 0, size: 256).Schema;

        public long? GetRowCount() => 1 << 20;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
            => throw new NotSupportedException();

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
            Random? rand = null) => throw new NotSupportedException();
    }
}
