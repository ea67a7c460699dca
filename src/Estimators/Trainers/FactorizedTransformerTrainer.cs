using Microsoft.ML.NeuralOperators.Operators.Factorized;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) in two or three dimensions: attention over all grid points
/// as a chain of learned integral kernels, one an axis. One model serves every grid.
/// </summary>
public sealed class FactorizedTransformerTrainer : OperatorTrainerBase
{
    private readonly FactorizedTransformerOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FactorizedTransformerTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Define();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new FactorizedTransformer(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a FactFormer.</summary>
    public sealed class Options : FactorizedTrainerOptions
    {
        /// <summary>Blocks of attention.</summary>
        public int Layers = 4;

        internal FactorizedTransformerOptions Define() => Common(new FactorizedTransformerOptions { Layers = Layers });

        private protected override FactorizedAttentionOptions Architecture() => Define();
    }
}
