using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

/// <summary>Filtered equations against complex Fourier transforms, exact flows, and what is learned.</summary>
public class FilteredFlowTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;
    private const double Viscosity = 0.05, Closure = 0.3;

    [Theory]
    [InlineData(2, 12)]
    [InlineData(2, 9)]
    [InlineData(3, 8)]
    public void The_rate_is_that_of_complex_transforms(int axes, int points)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[] shape = [1, axes, .. Enumerable.Repeat((long)points, axes)];
        torch.Tensor u = torch.randn(shape, Double, generator: new torch.Generator(3)),
            eddies = torch.tensor(new[] { Closure });
        torch.Tensor difference = FilteredFlow.Rate(u, Viscosity, 2 * Math.PI, eddies) - Independent(u[0]).unsqueeze(0);
        Assert.InRange(difference.abs().max().item<double>(), 0, 1e-9);
    }

    [Fact]
    public void Vortices_of_Taylor_and_Green_decay_as_the_residual_asks()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const double Interval = 0.02;
        torch.Tensor x = (torch.arange(16, dtype: Double) * (2 * Math.PI / 16)).reshape(16, 1), y = x.t();
        torch.Tensor vortices = torch.stack([x.sin() * y.cos(), -x.cos() * y.sin()]);
        torch.Tensor frames = torch.cat([.. Enumerable.Range(1, 3)
            .Select(i => vortices * Math.Exp(-2 * Viscosity * i * Interval))]).unsqueeze(0);
        Assert.InRange(Loss(new(Viscosity, Interval) { Closure = 0 }, frames, vortices.unsqueeze(0)), 0, 1e-12);
        // A closure, another viscosity or a divergence is seen.
        Assert.InRange(Loss(new(Viscosity, Interval) { Closure = 1 }, frames, vortices.unsqueeze(0)), 1e-6, 10);
        Assert.InRange(Loss(new(2 * Viscosity, Interval) { Closure = 0 }, frames, vortices.unsqueeze(0)), 1e-3, 1);
        torch.Tensor spread = frames + (x.sin() * torch.ones_like(y) * 0.1).reshape(1, 1, 16, 16);
        double weighted = Loss(new(Viscosity, Interval) { Closure = 0, DivergenceWeight = 3 }, spread, Last(spread)),
            unweighted = Loss(new(Viscosity, Interval) { Closure = 0, DivergenceWeight = 0 }, spread, Last(spread));
        // ∂x of 0.1 sin x and ∂y of it: mean squares of 0.005 and 0.
        Assert.Equal(3 * 0.005, weighted - unweighted, 1e-9);

        torch.Tensor Last(torch.Tensor u) => u.narrow(1, 0, 2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Large_eddies_have_a_residual_of_second_order_in_time(int axes)
    {
        double[] residuals = [.. new[] { 0.08, 0.04 }.Select(Residual)];
        // A mean square: a quarter of the residual is a sixteenth.
        Assert.InRange(residuals[0] / residuals[1], 10, 22);

        double Residual(double interval)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int frames = (int)Math.Round(0.32 / interval);
            FieldSamples u = new DecayingTurbulence(new()
            {
                Points = 12,
                Frames = frames + 1,
                Interval = interval,
                TimeStep = 0.01,
                Dimensions = axes,
                Closure = Closure,
            }).Generate(1, 4)[0];
            torch.Tensor all = torch.tensor(u.Values, u.Shape).type(Double);
            return Loss(new(1.0 / 64, interval) { Closure = Closure }, all.narrow(1, axes, frames * axes),
                all.narrow(1, 0, axes));
        }
    }

    [Fact]
    public void Decaying_turbulence_has_no_divergence_and_loses_energy()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        FieldSamples u = new DecayingTurbulence(new() { Points = 8, Refinement = 2, Frames = 3, Interval = 0.1 })
            .Generate(6, 1)[0];
        Assert.Equal([6L, 9, 8, 8, 8], u.Shape);
        torch.Tensor frames = torch.tensor(u.Values, [6, 3, 3, 8, 8, 8]).type(Double);
        torch.Tensor flows = frames.reshape(18, 3, 8, 8, 8);
        Assert.InRange(FilteredFlow.Divergence(flows, 2 * Math.PI).abs().max().item<double>(), 0, 1e-5);
        double[] energy = [.. Enumerable.Range(0, 3).Select(i => frames.select(1, i).pow(2).mean().item<double>())];
        // Filtering leaves most of the unit mean square of the components.
        Assert.InRange(energy[0], 0.6, 1.4);
        Assert.True(energy[0] > energy[1] && energy[1] > energy[2]);
    }

    [Fact]
    public void A_training_finds_the_coefficient_that_the_data_was_made_with()
    {
        // Frames are known; only the equation's coefficient is not.
        FieldSamples u = new DecayingTurbulence(new()
        {
            Points = 16,
            Frames = 4,
            Interval = 0.01,
            TimeStep = 0.01,
            Dimensions = 2,
            Closure = 0.5,
        }).Generate(4, 2)[0];
        TrainedOperator trained = Trainer.Train(new Copy(), new FieldDataset([FirstLast(u, 2)], null), null, new()
        {
            Loss = new FilteredFlowResidual(1.0 / 64, 0.01) { Closure = 0.1, LearnsClosure = true, ClosureRate = 10 },
            NormalizeInput = false,
            Epochs = 60,
            BatchSize = 4,
            LearningRate = 2e-2,
            OutputChannels = 6,
            Workers = 1,
        });
        double[] found = [.. trained.Report.Epochs.Select(e => e.Coefficients![nameof(FilteredFlowResidual.Closure)])];
        Assert.InRange(found[0], 0.08, 0.13);
        Assert.InRange(found[^1], 0.45, 0.55);
        // It is not a parameter of the model.
        Assert.Equal(1, trained.Report.Parameters);
    }

    [Fact]
    public void Coefficients_have_a_start_and_one_meaning()
    {
        FilteredFlowResidual learned = new(1, 1) { LearnsClosure = true };
        Assert.Contains("LearnsClosure is set", Assert.Single((learned with { Closure = 0 }).Faults()));
        Assert.Empty(new SumLoss((learned, 1), (learned, 2)).Faults());
        Assert.Single(new SumLoss((learned, 1), (learned, 2)).Coefficients);
        Assert.Contains("in different terms",
            Assert.Single(new SumLoss((learned, 1), (learned with { Closure = 0.2 }, 2)).Faults()));
        Assert.Equal(learned.Coefficients, new ChannelWeightedLoss(learned, [1]).Coefficients);
        Assert.Empty(Training.Loss.RelativeL2.Coefficients);
    }

    [Fact]
    public void Fields_that_are_no_velocities_are_refused_in_words()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor one = torch.zeros([1, 2, 8, 8], Double);
        var error = Assert.Throws<InvalidOperationException>(() => Loss(new(1, 1), one, one));
        Assert.Contains("at least 2 of them", error.Message);
    }

    // -u·∇u - ∇·τ with the upper third cut off, pressure, and friction, by complex transforms.
    private static torch.Tensor Independent(torch.Tensor u)
    {
        int axes = (int)u.shape[0];
        long n = u.shape[1];
        torch.Tensor waves = torch.fft.fftfreq(n, dtype: Double) * n;
        // The shortest wave of an even number has no slope, but friction.
        torch.Tensor sloped = torch.where(waves.abs() * 2 == n, torch.zeros_like(waves), waves);
        torch.Tensor[] k = [.. Enumerable.Range(0, axes).Select(a => Along(sloped, a))];
        torch.Tensor[,] slope = new torch.Tensor[axes, axes];
        for (int j = 0; j < axes; j++)
            for (int i = 0; i < axes; i++) slope[j, i] = Slope(u[i], j);
        torch.Tensor strain = torch.zeros_like(u[0]);
        for (int j = 0; j < axes; j++)
            for (int i = 0; i < axes; i++) strain += (slope[j, i] + slope[i, j]).pow(2) / 4;
        torch.Tensor size = (strain * 2).sqrt();
        var rates = new torch.Tensor[axes];
        for (int i = 0; i < axes; i++)
        {
            torch.Tensor rate = torch.zeros_like(u[0]);
            for (int j = 0; j < axes; j++)
            {
                rate += u[j] * (slope[i, j] - slope[j, i]);
                rate += Slope(size * (slope[j, i] + slope[i, j]) * Closure, j);
            }
            torch.Tensor spectrum = torch.fft.fftn(rate);
            for (int a = 0; a < axes; a++) spectrum *= Along((waves.abs() * 3 < n).type(Double), a);
            rates[i] = spectrum;
        }
        torch.Tensor squares = k.Select(w => w * w).Aggregate((a, b) => a + b);
        torch.Tensor along = rates.Select((r, i) => r * k[i]).Aggregate((a, b) => a + b)
            / torch.where(squares == 0, torch.ones_like(squares), squares);
        torch.Tensor friction = Enumerable.Range(0, axes).Select(a => Along(waves * waves, a))
            .Aggregate((a, b) => a + b) * -Viscosity;
        return torch.stack([.. rates.Select((r, i) => torch.fft.ifftn(r - along * k[i]
            + torch.fft.fftn(u[i]) * friction).real)]);

        torch.Tensor Along(torch.Tensor numbers, int axis)
            => numbers.reshape([.. Enumerable.Range(0, axes).Select(a => a == axis ? n : 1L)]);

        torch.Tensor Slope(torch.Tensor x, int axis)
        {
            torch.Tensor spectrum = torch.fft.fftn(x);
            return torch.fft.ifftn(torch.complex(spectrum.imag * k[axis] * -1, spectrum.real * k[axis])).real;
        }
    }

    private static double Loss(FilteredFlowResidual loss, torch.Tensor frames, torch.Tensor initial)
        => loss.PerSample(new LossFields(frames, null, () => frames, _ => initial)).item<double>();

    // The first frame behind the others, where the residual looks for what was before them.
    private static FieldSamples FirstLast(FieldSamples u, int axes)
    {
        int frame = axes * u.Grid[0] * u.Grid[1];
        return new FieldSamples(u.Name, u.Channels, u.Grid, [.. Enumerable.Range(0, u.Count)
            .SelectMany(i => u[i][frame..].ToArray().Concat(u[i][..frame].ToArray()))]);
    }

    // Gives the frames after the first, as they came.
    private sealed class Copy : NeuralOperator
    {
        private readonly ParameterDeclaration _unused;

        public Copy()
        {
            Inputs = [new FieldPort("u", 8, GridAxis.Of(2))];
            Output = new FieldPort("v", 6, GridAxis.Of(2));
            _unused = Declare("unused", [1], Initializer.Zeros);
        }

        public override IReadOnlyList<FieldPort> Inputs { get; }

        public override FieldPort Output { get; }

        public override Value Forward(IReadOnlyList<Value> inputs)
            => inputs[0].Slice(1, 0, 6) + inputs[0].Bind(_unused).AlongAxis(0, 3) * 0;
    }
}
