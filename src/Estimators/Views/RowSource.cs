namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Where the rows of a column come from.</summary>
internal abstract class RowSource
{
    /// <summary>Whether there are samples; otherwise all rows are the same.</summary>
    public abstract bool HasSamples { get; }

    /// <summary>Samples; 1 where all rows are the same.</summary>
    public abstract int Samples { get; }

    /// <summary>Frames of a sample.</summary>
    public abstract int Frames { get; }

    /// <summary>Which frames a row has, relative to its own; null where it has all of them.</summary>
    public abstract FrameWindow? Window { get; }

    /// <summary>A row's dimensions; empty for a single number.</summary>
    public abstract IReadOnlyList<int> Dimensions { get; }

    /// <summary>Whether rows differ in their number of points, which is the last dimension at most.</summary>
    public virtual bool IsVarying => false;

    /// <summary>Whether the numbers are in memory, so that rows can be read in any order.</summary>
    public abstract bool IsInMemory { get; }

    /// <summary>Numbers of a row.</summary>
    public int Length => Dimensions.Aggregate(1, (product, size) => product * size);

    /// <summary>The mean of all numbers but those that are missing, in double precision.</summary>
    public double Mean()
    {
        RowReader reader = Open();
        double mean = 0;
        long count = 0;
        // Rows of frames that overlap would count them twice.
        for (int sample = 0; sample < Samples; sample++)
            for (int frame = 0; frame < (Window is null ? 1 : Frames - Window.Count + 1); frame += Window?.Count ?? 1)
                foreach (float value in reader.Read(sample, Window is null ? 0 : frame - Window.From))
                    if (!float.IsNaN(value)) mean += (value - mean) / ++count;
        return mean;
    }

    /// <summary>Opens it for one cursor.</summary>
    public abstract RowReader Open();

    /// <summary>
    /// The same rows under the same numbers, but only those of some samples may be asked for, so that nothing beyond
    /// them is read.
    /// </summary>
    /// <param name="from">The first sample.</param>
    /// <param name="end">The one after the last.</param>
    public virtual RowSource Only(int from, int end) => this;
}

/// <summary>Reads rows for one cursor.</summary>
internal abstract class RowReader
{
    /// <summary>The numbers of a row, until the next call.</summary>
    /// <param name="sample">The row's sample.</param>
    /// <param name="frame">The row's own frame; only where there is a window.</param>
    public abstract ReadOnlySpan<float> Read(int sample, int frame);
}
