using Contest;
using Microsoft.ML.NeuralOperators;

namespace Published;

/// <summary>
/// Flows in time: whole trajectories to learn from, first frames and the frames after them to test on.
/// </summary>
internal abstract class TrajectorySet(string folder, int training, int test, int seed)
    : PublishedSet(folder, training, test, seed)
{
    /// <summary>Name of the field of frames.</summary>
    protected const string Field = "w";

    /// <summary>Frames of a training trajectory; the test ones have those that they are judged by.</summary>
    protected abstract int TrainingFrames { get; }

    /// <inheritdoc/>
    protected override void WriteSet(string name, IReadOnlyList<IReadOnlyDictionary<string, NamedArray>> parts)
    {
        FieldSamples flows = Joined(Field, parts);
        if (name == nameof(Training)) WriteGrid(name, ("Features", Frames(flows, 0, TrainingFrames)));
        else
        {
            int history = Problem.RollOut!.History;
            WriteGrid(name, ("Features", Frames(flows, 0, history)),
                ("Label", Frames(flows, history, Problem.Applications)));
        }
    }

    /// <summary>Some frames of every flow.</summary>
    protected static FieldSamples Frames(FieldSamples flows, int first, int count)
    {
        int points = flows.Grid[0] * flows.Grid[1];
        var values = new float[flows.Count * count * points];
        for (int i = 0; i < flows.Count; i++)
            flows[i].Slice(first * points, count * points).CopyTo(values.AsSpan(i * count * points));
        return new FieldSamples(flows.Name, count, flows.Grid, values);
    }
}
