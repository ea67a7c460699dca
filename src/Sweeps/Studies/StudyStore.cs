namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where a study is kept: a <see cref="StudyFolder"/> of one machine, or a <see cref="PostgreSqlStudy"/> for several.
/// </summary>
public abstract class StudyStore
{
    private protected StudyStore()
    {
    }

    /// <summary>What it is called, without what only its owner should know.</summary>
    internal abstract string Title { get; }

    /// <summary>Why there is nothing to read here, in a sentence.</summary>
    internal abstract string Absence { get; }

    /// <summary>Whether to look for a study that was begun; false where looking would make something.</summary>
    private protected virtual bool MayHaveBegun => true;

    /// <summary>The study's tables, which are made where they are missing.</summary>
    /// <param name="spaces">What the trials' options are from; null for those who only read.</param>
    internal abstract StudyTables Tables(IReadOnlyList<SweepSpace>? spaces);

    /// <summary>Opens the study, or begins it.</summary>
    /// <param name="plan">What is swept.</param>
    /// <param name="spaces">What the trials' options are from.</param>
    /// <exception cref="InvalidOperationException">It is a study of something else.</exception>
    internal Study Open(string plan, IReadOnlyList<SweepSpace> spaces) => new(Tables(spaces), plan);

    /// <summary>The tables of a study that was begun, for those who read it; null where there is none.</summary>
    internal StudyTables? Begun()
    {
        if (!MayHaveBegun) return null;
        StudyTables tables = Tables(null);
        bool hasBegun = false;
        try
        {
            using StudyChange view = tables.Begin();
            hasBegun = tables.Plan() is not null;
        }
        finally
        {
            if (!hasBegun) tables.Dispose();
        }
        return hasBegun ? tables : null;
    }

    /// <summary>A folder, or a database where the text names a host.</summary>
    internal static StudyStore Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return PostgreSqlStudy.IsConnection(text) ? new PostgreSqlStudy(text) : new StudyFolder(text);
    }
}
