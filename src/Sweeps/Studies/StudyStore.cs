namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where a study is kept: a <see cref="StudyFolder"/> of one machine, or a <see cref="PostgreSqlStudy"/> for several.
/// </summary>
public abstract class StudyStore
{
    private protected StudyStore()
    {
    }

    /// <summary>Opens the study, or begins it.</summary>
    /// <param name="plan">What is swept.</param>
    /// <param name="spaces">What the trials' options are from.</param>
    /// <exception cref="InvalidOperationException">It is a study of something else.</exception>
    internal abstract Study Open(string plan, IReadOnlyList<SweepSpace> spaces);

    /// <summary>A folder, or a database where the text names a host.</summary>
    internal static StudyStore Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return PostgreSqlStudy.IsConnection(text) ? new PostgreSqlStudy(text) : new StudyFolder(text);
    }
}
