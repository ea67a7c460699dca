using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

/// <summary>What holds of every equation in time: each new one is a line here.</summary>
public class GeneratorInvariants
{
    private static readonly Dictionary<string, FieldGenerator> Small = new()
    {
        ["advection"] = new AdvectionEquation(new() { Points = 32, Frames = 3 }),
        ["Burgers"] = new BurgersEquation(new() { Points = 16, Frames = 2, Viscosity = 0.1 }),
        ["decaying turbulence"] = new DecayingTurbulence(new() { Points = 8, Frames = 2 }),
        ["Fisher"] = new FisherEquation(new() { Points = 16, Frames = 2 }),
        ["heat on a line"] = new HeatEquation(new() { Points = 16, Frames = 3 }),
        ["heat on a square"] = new HeatEquation(new() { Points = 16, Frames = 3, Dimensions = 2 }),
        ["KdV"] = new KortewegDeVriesEquation(new() { Points = 32, Frames = 2, Start = 1 }),
        ["Kolmogorov"] = new KolmogorovFlow(new() { Points = 16, Frames = 2, Start = 0.1, Interval = 0.1 }),
        ["KS"] = new KuramotoSivashinskyEquation(new() { Points = 32, Frames = 2, Start = 1 }),
        ["reaction and diffusion"] = new ReactionDiffusionEquation(new() { Points = 11, Frames = 3 }),
        ["shallow water"] = new ShallowWaterEquation(new() { Points = 11, Frames = 2, Start = 0.1 }),
        ["shallow water on the sphere"] = new SphericalShallowWaterEquation(new() { Points = 12, Frames = 2 }),
        ["vorticity"] = new VorticityEquation(new() { Points = 16, Frames = 2, Start = 0.1, Interval = 0.1 }),
    };

    public static TheoryData<string> Names => [.. Small.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Samples_depend_on_seed_and_index_alone(string name)
    {
        FieldGenerator generator = Small[name];
        IReadOnlyList<FieldSamples> three = generator.Generate(3, 5), seven = generator.Generate(7, 5),
            others = generator.Generate(3, 6);
        for (int i = 0; i < generator.Fields.Count; i++)
        {
            GeneratedField field = generator.Fields[i];
            Assert.Equal((field.Name, field.Channels, 3), (three[i].Name, three[i].Channels, three[i].Count));
            Assert.Equal(field.Grid, three[i].Grid);
            Assert.Equal(three[i].Values, seven[i].Values[..three[i].Values.Length]);
            Assert.NotEqual(three[i][0].ToArray(), three[i][1].ToArray());
            Assert.All(three[i].Values, value => Assert.True(float.IsFinite(value)));
        }
        Assert.NotEqual(three[0].Values, others[0].Values);
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_threads_make_the_bits_of_one(string name)
    {
        FieldGenerator generator = Small[name];
        int count = 2 * generator.BatchSize + 1;
        Assert.Equal(Values(1), Values(2));

        float[] Values(int threads)
            => [.. generator.Stream(count, 5, default, threads).SelectMany(b => b.Values[0].ToArray())];
    }

    [Theory, MemberData(nameof(Names))]
    public void Generating_stops_when_it_is_cancelled(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using DisposeScope scope = torch.NewDisposeScope();
        FieldGenerator generator = Small[name];
        Assert.Throws<OperationCanceledException>(() => generator.Make(new int[generator.BatchSize], source.Token));
    }

    [Fact]
    public void A_step_that_is_too_long_is_named()
    {
        var generator = new KolmogorovFlow(new()
        {
            Points = 32,
            Viscosity = 1e-5,
            TimeStep = 1,
            Start = 20,
            Frames = 1
        });
        var error = Assert.Throws<InvalidOperationException>(() => generator.Generate(1, 0));
        Assert.Contains("Take a shorter TimeStep", error.Message);
    }

    [Fact]
    public void Options_with_faults_are_refused_with_all_of_them()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new KolmogorovFlow(new() { Points = 2, Viscosity = -1, Interval = 0, Frames = 0 }));
        Assert.All(["Points is 2", "Viscosity is -1", "Interval is 0", "Frames is 0"],
            fault => Assert.Contains(fault, error.Message));
        Assert.Contains("Viscosity is 1E-09; expected at least",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new BurgersEquation(new() { Viscosity = 1e-9 })).Message);
    }
}
