using System.Security.Cryptography;
using System.Text;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Checkpointing;

/// <summary>The hash of a state has no secret: a file with a right one may still say anything.</summary>
public sealed class HostileStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("states").FullName;
    private readonly List<string> _warnings = [];
    private readonly TrainingOptions _options;
    private readonly float[] _whole;

    public HostileStateTests()
    {
        _options = ShortTraining() with { Checkpoints = new() { Folder = _folder }, Warning = _warnings.Add };
        _whole = Train();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Changes => [.. States.Keys];

    private static Dictionary<string, Func<TrainingState, TrainingState>> States { get; } = new()
    {
        // libtorch ends the process for it.
        ["Threads is -5"] = s => s with { Threads = -5 },
        ["Threads is 100000"] = s => s with { Threads = 100_000 },
        ["Workers is 0"] = s => s with { Workers = 0 },
        ["Workers is 100000"] = s => s with { Workers = 100_000 },
        ["Epoch is 2147483647"] = s => s with { Epoch = int.MaxValue },
        ["Epoch is -5"] = s => s with { Epoch = -5 },
        ["Step is -1"] = s => s with { Step = -1 },
        ["Step is 3 of 3"] = s => s with { Epoch = 4, Step = 3 },
        ["OptimizerSteps is -1"] = s => s with { OptimizerSteps = -1 },
        ["LossSum is NaN"] = s => s with { LossSum = double.NaN },
        ["EpochSeconds is -1"] = s => s with { EpochSeconds = -1 },
        ["BestError is NaN"] = s => s with { BestError = double.NaN },
        ["RateShare is 0"] = s => s with { RateShare = 0 },
        ["RateShare is 2"] = s => s with { RateShare = 2 },
        ["it reports 3 epochs"] = s => s with { Epochs = [.. s.Epochs.Skip(1)] },
        ["'parameters' is missing"] = s
        => s with { Vectors = s.Vectors.Where(v => v.Key != "parameters").ToDictionary() },
        ["a vector 'more'"] = s
        => s with { Vectors = s.Vectors.Append(new("more", s.Vectors["parameters"])).ToDictionary() },
        ["'best' is Float32 [1]"] = s => With(s, "best", new StateVector("Float32", [1], new float[1])),
        ["'optimizer.mean' is Float64"] = s
        => With(s, "optimizer.mean",
        new StateVector("Float64", s.Vectors["optimizer.mean"].Shape,
        new double[s.Vectors["optimizer.mean"].Shape[0]])),
        ["'optimizer.square' holds values that are not finite"] = s =>
        {
            ((float[])s.Vectors["optimizer.square"].Values)[3] = float.NaN;
            return s;
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_state_with_an_impossible_value_falls_back_to_the_one_before(string fault)
    {
        string newest = Files()[^1];
        TrainingStateFile.Write(newest, States[fault](TrainingStateFile.Read(newest)));
        Assert.Equal(_whole, Train());
        string warning = Assert.Single(_warnings);
        Assert.Contains($"'{newest}' cannot be used: ", warning);
        Assert.Contains(fault, warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2")]
    [InlineData("""{"Fingerprint":{},"Epochs":[null],"Vectors":[]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[null]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"Float32","Shape":[2],"Length":12}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"Float32","Shape":[4611686018427387904,4],"Length":0}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"Float32","Shape":[-1],"Length":-4}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"Float32","Shape":[500000000],"Length":2000000000}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"System.String","Shape":[1],"Length":4}]}""")]
    [InlineData("""{"Fingerprint":{},"Epochs":[],"Vectors":[{"Name":"a","Type":"Float32","Shape":[],"Length":4},{"Name":"a","Type":"Float32","Shape":[],"Length":4}]}""")]
    public void A_description_that_makes_no_sense_is_refused_by_file(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        Refused([.. "NOSTATE1"u8, .. BitConverter.GetBytes(text.Length), .. text, .. new byte[8]]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(9)]
    public void A_description_longer_than_the_file_is_refused(int length)
        => Refused([.. "NOSTATE1"u8, .. BitConverter.GetBytes(length), .. new byte[8]]);

    /// <summary>A file and a copy of it at once would double what a large model needs.</summary>
    [Fact]
    public void A_state_is_read_and_written_block_by_block()
    {
        string path = Path.Combine(_folder, "large");
        TrainingState state = With(TrainingStateFile.Read(Files()[^1]), "large",
            new StateVector("Float32", [4 << 20], new float[4 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        TrainingStateFile.Write(path, state);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        before = GC.GetAllocatedBytesForCurrentThread();
        TrainingState read = TrainingStateFile.Read(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 16 << 20, 18 << 20);
        Assert.True(((float[])state.Vectors["large"].Values).AsSpan()
            .SequenceEqual((float[])read.Vectors["large"].Values));
    }

    /// <summary>Takes 5 GB of memory and a minute.</summary>
    [Fact(Explicit = true)]
    public void A_state_larger_than_an_array_is_read_again()
    {
        const int Length = 150_000_000;
        string path = Path.Combine(_folder, "large");
        TrainingState state = TrainingStateFile.Read(Files()[^1]);
        for (int i = 0; i < 4; i++)
        {
            var values = new float[Length];
            values[^1] = i + 1;
            state = With(state, $"large{i}", new StateVector("Float32", [Length], values));
        }
        TrainingStateFile.Write(path, state);
        Assert.True(new FileInfo(path).Length > int.MaxValue);
        TrainingState read = TrainingStateFile.Read(path);
        for (int i = 0; i < 4; i++) Assert.Equal(i + 1, ((float[])read.Vectors[$"large{i}"].Values)[^1]);
    }

    private static TrainingState With(TrainingState state, string name, StateVector vector)
        => state with { Vectors = new Dictionary<string, StateVector>(state.Vectors) { [name] = vector } };

    private void Refused(byte[] content)
    {
        string path = Path.Combine(_folder, "hostile");
        File.WriteAllBytes(path, [.. content, .. SHA256.HashData(content)]);
        Assert.Contains($"'{path}' is damaged: ",
            Assert.Throws<FormatException>(() => TrainingStateFile.Read(path)).Message);
    }

    private float[] Train() => Numbers(Trainer.Train(Small(), SmallData(20), null, _options));

    private string[] Files() => [.. Directory.GetFiles(_folder, "state-*").Order(StringComparer.Ordinal)];
}
