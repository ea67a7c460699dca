using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>A small problem: u is a smoothed copy of a on an 8×8 grid.</summary>
internal static class Fixture
{
    public static FnoOptions Options { get; } = new() { Modes = [4, 4], Channels = 4, Layers = 2 };

    public static TrainingOptions Training { get; } = new()
    {
        Epochs = 2,
        BatchSize = 8,
        Seed = 1,
        Workers = 2,
        ScoringBatchSize = 4,
    };

    /// <summary>A small trainer for it.</summary>
    public static NeuralOperatorTrainer Fno(MLContext mlContext, TrainingOptions? training = null, string label = "u",
        string feature = "a", string score = "Score")
        => mlContext.NeuralOperators().Fno(label, feature, Options, training ?? Training, score);

    public static IDataView Data(MLContext mlContext, int count, int size = 8, int seed = 0, bool hasChannel = true,
        Row[]? rows = null)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        var type = hasChannel ? new VectorDataViewType(NumberDataViewType.Single, 1, size, size)
            : new VectorDataViewType(NumberDataViewType.Single, size, size);
        (definition["a"].ColumnType, definition["u"].ColumnType) = (type, type);
        return mlContext.Data.LoadFromEnumerable(rows ?? Rows(count, size, seed), definition);
    }

    /// <summary>One wave that turns, in the column a: [frames, 8, 8].</summary>
    public static IDataView Trajectories(MLContext mlContext, int count, int seed, int frames)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Input));
        definition["a"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, frames, 8, 8);
        var random = new Random(seed);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            double phase = random.NextDouble() * 6, height = 0.5 + random.NextDouble();
            return new Input
            {
                a = [.. Enumerable.Range(0, frames * 64).Select(
                    i => (float)(height * Math.Sin(2 * Math.PI * ((i / 8 % 8) - i / 64) / 8.0 + phase)))],
            };
        }).ToArray(), definition);
    }

    /// <summary>
    /// A trainer learns the problem well enough for rows it has not seen, and for rows on another grid.
    /// </summary>
    public static void RequireLearned(MLContext mlContext, IEstimator<NeuralOperatorTransformer> trainer, double error,
        int otherSize, double otherError)
    {
        using NeuralOperatorTransformer model = trainer.Fit(Data(mlContext, 64));
        Require(8, error);
        Require(otherSize, otherError);

        void Require(int size, double bound)
        {
            var metrics = mlContext.NeuralOperators()
                .Evaluate(model.Transform(Data(mlContext, 16, size, seed: 5)), "u");
            Assert.True(metrics.RelativeL2 < bound, $"{size}×{size}: {metrics}");
        }
    }

    /// <summary>All scores of some rows, one after the other.</summary>
    public static float[] Scores(ITransformer model, IDataView data)
        => [.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(s => s)];

    public static Row[] Rows(int count, int size = 8, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(id =>
        {
            double p = random.NextDouble() * 6, q = random.NextDouble() * 6;
            var row = new Row { a = new float[size * size], u = new float[size * size], Id = id };
            for (int i = 0; i < size * size; i++)
            {
                double x = 2 * Math.PI * (i / size) / size, y = 2 * Math.PI * (i % size) / size;
                row.a[i] = (float)(Math.Sin(x + p) + Math.Cos(y + q));
                row.u[i] = (float)(2 + 0.5 * Math.Cos(x + p) - Math.Sin(y + q));
            }
            return row;
        })];
    }

    public sealed class Row
    {
        [VectorType]
        public float[] a = [];

        [VectorType]
        public float[] u = [];

        public int Id;
    }

    public sealed class Input
    {
        [VectorType(1, 8, 8)]
        public float[] a { get; set; } = [];
    }

    public sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
