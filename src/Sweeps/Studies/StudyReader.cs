namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A study as it was at one moment, read without the program that runs it.</summary>
internal sealed class StudyReader : IDisposable
{
    private readonly StudyTables _tables;

    private StudyReader(StudyTables tables)
    {
        _tables = tables;
        using StudyChange view = tables.Begin();
        (Plan, Description, Trials) = (tables.Plan()!, tables.Description(), tables.Trials());
        (Results, OptionTexts) = (tables.Results(), tables.OptionTexts());
    }

    /// <summary>What is swept and how, line by line.</summary>
    public string Plan { get; }

    public StudyDescription Description { get; }

    public IReadOnlyList<SweepTrial> Trials { get; }

    public IReadOnlyList<StudyResult> Results { get; }

    /// <summary>The options of the trials as they are kept.</summary>
    public IReadOnlyList<string> OptionTexts { get; }

    /// <summary>Reads a study.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static StudyReader Open(StudyStore store)
    {
        StudyTables tables = store.Begun() ?? throw new FileNotFoundException(store.Absence);
        try
        {
            return new StudyReader(tables);
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <summary>The file of a trial's model, wherever it was trained.</summary>
    public string Model(int trial) => _tables.Model(trial);

    public void Dispose() => _tables.Dispose();
}
