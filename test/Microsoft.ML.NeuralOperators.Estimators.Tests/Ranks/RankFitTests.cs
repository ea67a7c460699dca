using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Ranks;

/// <summary>ML.NET's Fit over several ranks.</summary>
public sealed class RankFitTests : IDisposable
{
    private const int Ranks = 2, Files = 4, RowsOfFile = 6, Numbers = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_ranks_return_the_model_of_one_process()
    {
        var one = new MLContext(seed: 3);
        Fit(one, Fixture.Data(one, 20), Training with { Workers = Ranks }, "alone");
        // Every rank draws its own seed from its context; the first one's counts.
        ThreadCommunicator.Run(Ranks, c =>
        {
            var context = new MLContext(seed: c.Rank == 0 ? 3 : 8);
            return Fit(context, Fixture.Data(context, 20), Training with { Communicator = c }, $"rank{c.Rank}");
        });
        Assert.Equal(File.ReadAllBytes(_folder["rank0.onnx"]), File.ReadAllBytes(_folder["rank1.onnx"]));
        Assert.Equal(Scores("alone"), Scores("rank1"));
    }

    [Fact]
    public void A_rank_asks_for_its_own_rows_and_no_others()
    {
        var asked = new HashSet<long>[Ranks];
        ThreadCommunicator.Run(Ranks, c =>
        {
            var context = new MLContext(seed: 3);
            var view = new RecordingView(Fixture.Data(context, 21));
            asked[c.Rank] = view.Asked;
            return Fit(context, view, Training with
            {
                Communicator = c,
                Sharding = DataSharding.ByRank,
                ValidationFraction = 0.2,
            }, $"{c.Rank}");
        });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), asked[0].Order());
        Assert.Equal(Enumerable.Range(10, 11).Select(i => (long)i), asked[1].Order());
        Assert.Equal(File.ReadAllBytes(_folder["0.onnx"]), File.ReadAllBytes(_folder["1.onnx"]));
    }

    [Theory]
    [InlineData(DataSharding.ByRank, null)]
    [InlineData(DataSharding.ByRank, 0.001)]
    [InlineData(DataSharding.None, null)]
    public void Files_of_other_ranks_are_not_read(DataSharding sharding, double? megabytes)
    {
        // Each rank has the set with holes in what belongs to the other one: reading them would be refused.
        var ranks = ThreadCommunicator.Try(Ranks, c =>
        {
            for (int file = 0; file < Files; file++)
                Write(Path.Combine(Directory.CreateDirectory(_folder[$"{c.Rank}"]).FullName, $"run{file}.npz"), file,
                    isHole: file * Ranks / Files != c.Rank);
            var context = new MLContext(seed: 3);
            IDataView data = context.NeuralOperators().LoadFields(_folder[$"{c.Rank}"], null, null,
                new() { KeptMegabytes = 0 });
            return Fit(context, data, Training with
            {
                Communicator = c,
                Sharding = sharding,
                MaxMemoryMegabytes = megabytes,
            }, $"{c.Rank}");
        });
        if (sharding == DataSharding.ByRank) Assert.All(ranks, r => Assert.Null(r.Error));
        else Assert.All(ranks, r => Assert.Contains("training needs finite numbers", r.Error!.Message,
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_while_rows_are_read_is_told_to_the_others()
    {
        var ranks = ThreadCommunicator.Try(Ranks, c =>
        {
            var context = new MLContext(seed: 3);
            // The columns of the second rank have another size.
            return Fit(context, Fixture.Data(context, 20, hasChannel: c.Rank == 0),
                Training with { Communicator = c, RollOut = c.Rank == 0 ? null : new() { History = 3 } }, $"{c.Rank}");
        });
        Assert.IsNotType<RankFailedException>(ranks[1].Error);
        Assert.Contains(ranks[1].Error!.Message[..40], Assert.IsType<RankFailedException>(ranks[0].Error).Message,
            StringComparison.Ordinal);
    }

    private static TrainingOptions Training => Fixture.Training with { Workers = 1, Seed = null };

    private bool Fit(MLContext context, IDataView data, TrainingOptions training, string name)
    {
        using NeuralOperatorTransformer model = Fixture.Fno(context, training).Fit(data);
        model.ExportToOnnx(_folder[$"{name}.onnx"]);
        return true;
    }

    private float[][] Scores(string name)
    {
        var context = new MLContext(seed: 0);
        using NeuralOperatorTransformer model = context.NeuralOperators().LoadOnnx(_folder[$"{name}.onnx"]);
        return [.. model.Transform(Fixture.Data(context, 3)).GetColumn<float[]>("Score")];
    }

    private static void Write(string path, int file, bool isHole)
    {
        var random = new Random(file);
        ArrayFile.WriteNpz(path, [Noise("a"), Noise("u")]);

        NamedArray Noise(string name) => new(name, [RowsOfFile, 1, 8, 8],
            [.. Enumerable.Range(0, RowsOfFile * Numbers).Select(_ => isHole ? float.NaN : random.NextSingle())]);
    }
}
