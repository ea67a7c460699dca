using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Factorized;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What the trainers with attention factorised over axes have in common beside columns and training.</summary>
public abstract class FactorizedTrainerOptions : OperatorTrainerOptions
{
    /// <summary>Number of grid axes: 2 or 3.</summary>
    public int Dimensions = 2;

    /// <summary>Channels between the layers; even.</summary>
    public int Channels = 64;

    /// <summary>Heads, each with its own kernels.</summary>
    public int Heads = 4;

    /// <summary>Channels of the values of one head.</summary>
    public int HeadChannels = 32;

    /// <summary>Width of the kernels' queries and keys over <see cref="HeadChannels"/>; the product is even.</summary>
    public int KernelRatio = 2;

    /// <summary>
    /// Whether sums over grid points are integrals, weighted by the grid's quadrature, so that one model means the same on every
    /// grid. The published programs sum without weights.
    /// </summary>
    public bool HasQuadrature = true;

    /// <summary>Where the grid points stand.</summary>
    public GridPoints Points = GridPoints.Closed;

    /// <summary>Length of the domain along every axis; 1 everywhere when null.</summary>
    public double[]? Lengths;

    /// <summary>
    /// The highest angular frequency of the kernels' rotary encoding. Grids should have more than Length·RotaryFrequency/π points
    /// along an axis.
    /// </summary>
    public double RotaryFrequency = 16;

    /// <summary>Deviation of the random frequencies, in turns per unit, that coordinates are encoded with.</summary>
    public double FeatureScale = 1;

    /// <summary>Options with the published training: AdamW, one cycle, gradients clipped at 2.</summary>
    private protected FactorizedTrainerOptions()
    {
        Optimizer = OptimizerKind.AdamW;
        Schedule = new OneCycleSchedule(WarmUp: 0.2);
        LearningRate = 1e-3;
        GradientClipNorm = 2;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults() => base.Faults().Concat(Architecture().Faults());

    /// <inheritdoc/>
    protected internal override OperatorTrainerOptions Copy()
    {
        var copy = (FactorizedTrainerOptions)base.Copy();
        copy.Lengths = Lengths?.ToArray();
        return copy;
    }

    /// <summary>The architecture, for fields of one channel.</summary>
    private protected abstract FactorizedAttentionOptions Architecture();

    /// <summary>An architecture with the options that all have.</summary>
    private protected T Common<T>(T options)
        where T : FactorizedAttentionOptions
        => (T)(options with
        {
            Dimensions = Dimensions,
            Channels = Channels,
            Heads = Heads,
            HeadChannels = HeadChannels,
            KernelRatio = KernelRatio,
            HasQuadrature = HasQuadrature,
            Points = Points,
            Lengths = Lengths?.ToArray(),
            RotaryFrequency = RotaryFrequency,
            FeatureScale = FeatureScale,
        });
}
