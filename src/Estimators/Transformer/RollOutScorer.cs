namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Applies an operator to its own predictions: the newest frames, as many as it sees, are the input of the next step.
/// </summary>
/// <param name="step">One application.</param>
/// <param name="score">All predicted frames.</param>
/// <param name="frame">
/// Channels of a frame, where what is missing in the newest one, being NaN, stays missing; 0 otherwise.
/// </param>
internal sealed class RollOutScorer(BatchScorer step, FieldColumn score, int frame) : IScorer
{
    public IReadOnlyList<FieldColumn> Inputs => step.Inputs;

    public FieldColumn Score => score;

    public void Run(IReadOnlyList<FieldRows> inputs, FieldRows scores)
    {
        FieldRows features = inputs[0], state = new(features.Column), next = new(step.Score);
        int samples = features.Count, history = features.Column.Length, predicted = step.Score.Length;
        features.Batch(0, samples, features.Points(0)).CopyTo(state.Room(samples, history));
        int first = scores.Count, length = frame * (history / features.Column.Channels);
        bool[][] missing = [.. Enumerable.Range(0, samples).Select(i => Missing(state[i][(history - length)..]))];
        scores.Room(samples, score.Length);
        for (int at = 0; at < score.Length; at += predicted)
        {
            next.Clear();
            step.Run([state], next);
            for (int i = 0; i < samples; i++)
            {
                Span<float> frames = next[i], window = state[i];
                for (int j = 0; length > 0 && j < frames.Length; j++)
                    if (missing[i][j % length]) frames[j] = float.NaN;
                frames.CopyTo(scores[first + i][at..]);
                int kept = Math.Max(0, history - predicted);
                window[(history - kept)..].CopyTo(window);
                frames[^(history - kept)..].CopyTo(window[kept..]);
            }
        }
    }

    private static bool[] Missing(ReadOnlySpan<float> newest)
    {
        var missing = new bool[newest.Length];
        for (int i = 0; i < missing.Length; i++) missing[i] = float.IsNaN(newest[i]);
        return missing;
    }
}
