using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Applies an operator to its own predictions: the newest frames, as many as it sees, are the input of the next step.</summary>
internal sealed class RollOutScorer(BatchScorer step, FieldColumn score) : IScorer
{
    public FieldColumn Feature => step.Feature;

    public FieldColumn Score => score;

    public void Run(Memory<float> features, Memory<float> scores, int samples)
    {
        int history = step.Feature.Length, predicted = step.Score.Length;
        float[] state = features[..(samples * history)].ToArray(), next = new float[samples * predicted];
        for (int at = 0; at < score.Length; at += predicted)
        {
            step.Run(state, next, samples);
            for (int i = 0; i < samples; i++)
            {
                ReadOnlySpan<float> frames = next.AsSpan(i * predicted, predicted);
                frames.CopyTo(scores.Span.Slice(i * score.Length + at, predicted));
                Span<float> window = state.AsSpan(i * history, history);
                int kept = Math.Max(0, history - predicted);
                window[(history - kept)..].CopyTo(window);
                frames[^(history - kept)..].CopyTo(window[kept..]);
            }
        }
    }
}
