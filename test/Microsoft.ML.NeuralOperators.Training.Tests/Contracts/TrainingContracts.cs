using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>
/// Whole trainings end where PyTorch's do (optimizers.py): update rules, clipped gradients, averaged weights,
/// normalised fields, losses and validation errors.
/// </summary>
public class TrainingContracts
{
    /// <summary>Trainings calculate in single precision.</summary>
    private const double Tolerance = 2e-6;

    public static TheoryData<int> Cases
        => [.. Enumerable.Range(0, Contract.Open("optimizers").GetProperty("Trainings").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_losses_and_errors_are_PyTorchs(int index) => IsPyTorchs(index, 6, 1, 1);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 6)]
    public void Gradients_added_up_are_those_of_the_whole_batch(int batch, int accumulation)
        => IsPyTorchs(5, batch, accumulation, 1);

    [Fact]
    public void Workers_add_up_to_the_whole_batch() => IsPyTorchs(5, 6, 1, 2);

    private static void IsPyTorchs(int index, int batch, int accumulation, int workers)
    {
        JsonElement stored = Contract.Open("optimizers").GetProperty("Trainings")[index];
        bool normalises = stored.GetProperty("Normalised").GetBoolean();
        TrainedOperator trained = Trainer.Train(new Matrix(), Data(0), Data(2), new TrainingOptions
        {
            Optimizer = Enum.Parse<OptimizerKind>(stored.GetProperty("Rule").GetString()!),
            Loss = stored.GetProperty("Relative").GetBoolean() ? Loss.RelativeL2 : Loss.MeanSquare,
            Epochs = (int)stored.Number("Epochs"),
            BatchSize = batch,
            GradientAccumulation = accumulation,
            Workers = workers,
            LearningRate = stored.Number("Rate"),
            WeightDecay = stored.Number("Decay"),
            GradientClipNorm = stored.Number("Clip"),
            MovingAverageDecay = stored.Number("Average"),
            Schedule = LearningRateSchedule.Constant,
            NormalizeInput = normalises,
            NormalizeOutput = normalises,
        });
        ParameterDeclaration weight = Assert.Single(trained.Definition.Parameters, p => p.IsTrainable);
        Contract.Near(stored.Numbers("Weights"), Array.ConvertAll(trained.Values[weight], w => (double)w), Tolerance);
        Contract.Near(stored.Numbers("Losses"), [.. trained.Report.Epochs.Select(e => e.Loss)], Tolerance);
        Contract.Near([stored.Number("Error")], [trained.Report.Epochs[^1].ValidationError!.Value], Tolerance);
    }

    private static FieldDataset Data(int phase)
        => new([new("a", 2, [5], Wave.Singles(60, phase))], new("u", 2, [5], Wave.Singles(60, phase + 1)));

    /// <summary>A matrix of ones over two channels.</summary>
    private sealed class Matrix : GridOperator
    {
        private readonly Linear _map;

        public Matrix()
            : base(1, 2, 2) => _map = Compose("map", new Linear(2, 2, hasBias: false, Initializer.Ones));

        protected override Value Forward(Value x) => _map.Apply(x.Transpose(0, 2, 1)).Transpose(0, 2, 1);
    }
}
