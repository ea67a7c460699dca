using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Operators.Multigrid;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The configurations the authors of MgNO published, with their training: Adam with the weight decay in the gradient and a
/// one-cycle rate that changes every epoch. Each call gives options of its own, to be changed at will.
/// </summary>
/// <remarks>
/// They differ from the authors' programs where those are bound to one grid: prolongations fit every size, and group norms
/// stand for layer norms over fixed grids. Losses look at normalised outputs, the programs' at restored ones.
/// </remarks>
public static class MultigridPresets
{
    /// <summary>Darcy flow with a piecewise constant coefficient, 211×211: 5 layers, both fields normalised.</summary>
    public static MultigridOperatorTrainer.Options DarcySmooth() => Published("1 1 1 1 1 2", layers: 5, channels: 24, batch: 8, rate: 5e-4, end: 100);

    /// <summary>Darcy flow with a rough coefficient, 256×256: 4 layers, the input as it is.</summary>
    public static MultigridOperatorTrainer.Options DarcyRough()
    {
        MultigridOperatorTrainer.Options options = Published("1 1 1 1 1 2", layers: 4, channels: 24, batch: 8, rate: 5e-4, end: 100);
        options.NormalizeInput = false;
        return options;
    }

    /// <summary>Darcy flow with a multiscale trigonometric coefficient, 256×256: 4 layers, both fields normalised.</summary>
    public static MultigridOperatorTrainer.Options DarcyMultiscale() => Published("1 1 1 1 1 2", layers: 4, channels: 24, batch: 8, rate: 5e-4, end: 100);

    /// <summary>Flow through a pipe, from the mesh's two coordinates, 128×128: post-smoothing on level 4, nothing normalised.</summary>
    public static MultigridOperatorTrainer.Options Pipe()
    {
        MultigridOperatorTrainer.Options options = Published("1 1 1 1 11 2", layers: 5, channels: 24, batch: 4, rate: 3e-4, end: 100);
        options.Loss = Loss.RelativeL2;
        (options.NormalizeInput, options.NormalizeOutput) = (false, false);
        return options;
    }

    /// <summary>One step of the vorticity of a periodic flow, 64×64: the input plus a learned increment.</summary>
    public static MultigridOperatorTrainer.Options NavierStokes()
    {
        MultigridOperatorTrainer.Options options = Published("1 1 1 2 2", layers: 5, channels: 32, batch: 500, rate: 1e-3, end: 50);
        options.Boundary = BoundaryCondition.Periodic;
        (options.HasStencilBias, options.HasBiasOperator, options.HasOutputResidual) = (true, false, true);
        options.Normalization = NormalizationKind.Group;
        options.Loss = Loss.RelativeL2;
        options.WeightDecay = 1e-5;
        options.Schedule = new OneCycleSchedule(0.1, 2, 50) { EveryBatch = false };
        (options.NormalizeInput, options.NormalizeOutput) = (false, false);
        return options;
    }

    /// <summary>Helmholtz equation, 101×101: channels grow with the levels, fields are mirrored at the boundary.</summary>
    public static MultigridOperatorTrainer.Options Helmholtz()
    {
        MultigridOperatorTrainer.Options options = Published("1 1 1 1 2", layers: 4, channels: 20, batch: 10, rate: 3e-4, end: 100);
        options.Boundary = BoundaryCondition.Neumann;
        options.ChannelGrowth = 1;
        (options.HasStencilBias, options.HasBiasOperator) = (true, false);
        options.Normalization = NormalizationKind.Group;
        options.Loss = new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 10 };
        options.WeightDecay = 1e-5;
        options.Epochs = 100;
        return options;
    }

    // Steps as on the authors' command line: one digit before and one after the coarser levels, 0 left out.
    private static MultigridOperatorTrainer.Options Published(string steps, int layers, int channels, int batch, double rate, double end) => new()
    {
        Levels = [.. steps.Split(' ').Select(s => new SmoothingSteps(s[0] - '0', s.Length > 1 ? s[1] - '0' : 0))],
        Layers = layers,
        Channels = channels,
        BatchSize = batch,
        LearningRate = rate,
        Epochs = 500,
        WeightDecay = 1e-4,
        Optimizer = OptimizerKind.Adam,
        Loss = SpectralSobolevLoss.Multigrid,
        ContinuesProlongation = false,
        Schedule = new OneCycleSchedule(0.2, 2, end) { EveryBatch = false },
    };
}
