using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Steps of gradient descent on a few matrices, each of which is a bucket of its own.</summary>
internal sealed class MatrixSteps
{
    /// <summary>Rows and columns of a matrix.</summary>
    public const int Size = 192;

    /// <summary>The number of matrices.</summary>
    public const int Count = 4;

    private readonly Matrices _matrices = new();

    /// <summary>
    /// The loss, a scalar, of some rows of noise by the matrices, at a step, on a rank (0 for a process of its own).
    /// </summary>
    public required Func<torch.Tensor, Func<int, torch.Tensor>, int, int, torch.Tensor> Loss { get; init; }

    /// <summary>Samples of an epoch; a batch has 8.</summary>
    public int Samples { get; init; } = 16;

    /// <summary>Stops a rank.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Trains for two epochs.</summary>
    /// <param name="communicator">The ranks; null for a process of its own.</param>
    /// <param name="workers">Workers of each.</param>
    /// <returns>The numbers of the matrices.</returns>
    public float[] Run(Communicator? communicator, int workers = 1)
    {
        var group = new RankGroup(communicator);
        return group.Guard(() =>
        {
            var options = new TrainingOptions { BatchSize = 8, Seed = 1, CancellationToken = Cancellation };
            using DisposeScope scope = torch.NewDisposeScope();
            using var parameters = new ParameterVector(ParameterValues.Initialize(_matrices, 3),
                TrainingPrecision.Single, torch.CPU);
            using Optimizer optimizer = Optimizer.Create(OptimizerKind.Sgd, parameters.Vector, 0);
            using var task = new Task(this, group.Rank, optimizer);
            using var step = new GradientStep(parameters, optimizer, task, options, new Parallelism(workers, 1),
                torch.CPU, group);
            var order = new SharedOrder(Samples, options, group, workers);
            for (int epoch = 1; epoch <= 2; epoch++)
                foreach (StepShare share in order.Epoch(epoch)) step.Run(share, epoch, 0.01);
            return parameters.Vector.data<float>().ToArray();
        });
    }

    private sealed class Matrices : Layer
    {
        public Matrices() => All = [.. Enumerable.Range(0, Count)
            .Select(i => Declare($"w{i}", [Size, Size], Initializer.FanIn(Size)))];

        public ParameterDeclaration[] All { get; }
    }

    private sealed class Task(MatrixSteps steps, int rank, Optimizer optimizer) : TrainingTask
    {
        public override int Count => steps.Samples;

        public override bool HasErrors => false;

        public override int ErrorSamples => 0;

        public override int ErrorParts => 0;

        public override torch.Tensor[] Batch(TorchInterpreter interpreter, BatchPart part, int epoch)
        {
            var rows = new float[part.Count * Size];
            for (int i = 0; i < part.Count; i++)
            {
                var random = new Random(part.Samples[part.From + i]);
                for (int j = 0; j < Size; j++) rows[i * Size + j] = random.NextSingle() - 0.5f;
            }
            return [torch.tensor(rows, part.Count, Size)];
        }

        public override torch.Tensor Loss(TorchInterpreter interpreter, torch.Tensor[] batch, int epoch)
            => steps.Loss(batch[0], i => TorchInterpreter.Unwrap(interpreter.Parameter(steps._matrices.All[i])),
                optimizer.Steps, rank);

        public override double Error(TorchInterpreter interpreter, int part) => 0;

        public override void Dispose()
        {
        }
    }
}
