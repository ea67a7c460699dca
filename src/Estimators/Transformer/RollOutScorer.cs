namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Applies an operator to its own predictions: the newest frames, as many as it sees, are the input of the next step.
/// </summary>
internal sealed class RollOutScorer(BatchScorer step, FieldColumn score) : IScorer
{
    public IReadOnlyList<FieldColumn> Inputs => step.Inputs;

    public FieldColumn Score => score;

    public void Run(IReadOnlyList<FieldRows> inputs, FieldRows scores)
    {
        FieldRows features = inputs[0], state = new(features.Column), next = new(step.Score);
        int samples = features.Count, history = features.Column.Length, predicted = step.Score.Length;
        features.Batch(0, samples, features.Points(0)).CopyTo(state.Room(samples, history));
        int first = scores.Count;
        scores.Room(samples, score.Length);
        for (int at = 0; at < score.Length; at += predicted)
        {
            next.Clear();
            step.Run([state], next);
            for (int i = 0; i < samples; i++)
            {
                Span<float> frames = next[i], window = state[i];
                frames.CopyTo(scores[first + i][at..]);
                int kept = Math.Max(0, history - predicted);
                window[(history - kept)..].CopyTo(window);
                frames[^(history - kept)..].CopyTo(window[kept..]);
            }
        }
    }
}
