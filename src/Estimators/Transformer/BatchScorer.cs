using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Onnx;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Scores a number of samples of one grid.</summary>
internal interface IScorer
{
    /// <summary>The input field.</summary>
    FieldColumn Feature { get; }

    /// <summary>The predicted field.</summary>
    FieldColumn Score { get; }

    /// <summary>Scores samples that lie one after the other.</summary>
    void Run(Memory<float> features, Memory<float> scores, int samples);
}

/// <summary>Runs the session once on all samples.</summary>
internal sealed class BatchScorer(OnnxOperatorSession session, FieldColumn feature, FieldColumn score) : IScorer
{
    public FieldColumn Feature => feature;

    public FieldColumn Score => score;

    public void Run(Memory<float> features, Memory<float> scores, int samples)
        => session.Run(features[..(samples * feature.Length)], [samples, feature.Channels, .. feature.Grid.Select(n => (long)n)],
            scores[..(samples * score.Length)], [samples, score.Channels, .. score.Grid.Select(n => (long)n)]);
}
