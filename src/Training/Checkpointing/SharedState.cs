namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The state from which a training over several ranks resumes: the first rank reads it from its folder and sends it to
/// the others, which need no access to that folder.
/// </summary>
internal static class SharedState
{
    private const int Block = 1 << 24;

    /// <summary>The state; null where there is none.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="newest">
    /// Finds the state if this rank has the folder, and reports the file that it came from.
    /// </param>
    public static TrainingState? Of(RankGroup group, Func<Action<string>, TrainingState?> newest)
    {
        string file = "";
        TrainingState? state = newest(path => file = path);
        if (group.IsAlone) return state;
        long length = group.Gather(state is null ? -1 : new FileInfo(file).Length)[0];
        if (length < 0) return null;
        string copy = group.IsFirst ? file : Path.GetTempFileName();
        try
        {
            using (FileStream stream = group.IsFirst ? File.OpenRead(copy) : File.Create(copy))
                Send(stream, length, group);
            return group.IsFirst ? state : TrainingStateFile.Read(copy);
        }
        finally
        {
            if (!group.IsFirst) File.Delete(copy);
        }
    }

    private static void Send(FileStream stream, long length, RankGroup group)
    {
        var block = new byte[Block];
        for (long at = 0; at < length; at += Block)
        {
            Span<byte> bytes = block.AsSpan(0, (int)Math.Min(Block, length - at));
            if (group.IsFirst) stream.ReadExactly(bytes);
            group.Meet(RankReport.Fine);
            group.Broadcast(bytes);
            if (!group.IsFirst) stream.Write(bytes);
        }
    }
}
