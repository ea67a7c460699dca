using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Onnx;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Runs the session on a number of samples of one grid.</summary>
internal sealed class BatchScorer(OnnxOperatorSession session, FieldColumn feature, FieldColumn score)
{
    public FieldColumn Feature => feature;

    public FieldColumn Score => score;

    /// <summary>Scores samples that lie one after the other.</summary>
    public void Run(Memory<float> features, Memory<float> scores, int samples)
        => session.Run(features[..(samples * feature.Length)], [samples, feature.Channels, .. feature.Grid.Select(n => (long)n)],
            scores[..(samples * score.Length)], [samples, score.Channels, .. score.Grid.Select(n => (long)n)]);
}
