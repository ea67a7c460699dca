using System.Data.Common;

namespace Microsoft.ML.NeuralOperators.Sweeps;

// What is kept for those who read a study without the program that runs it.
internal partial class StudyTables
{
    /// <summary>Notes what the study is of, for those who read it.</summary>
    public void Describe(StudyDescription description)
        => Run("UPDATE sweep_studies SET description = @description WHERE study = @study",
            ("@description", description.Write()));

    /// <summary>What the study is of; nothing of studies that do not tell.</summary>
    public StudyDescription Description()
        => Scalar("SELECT description FROM sweep_studies WHERE study = @study") is string json
            ? StudyDescription.Read(json) : new StudyDescription();

    /// <summary>Notes when a trial had a result.</summary>
    public void Note(SweepTrial trial) => Run("""
        INSERT INTO sweep_results (study, trial, epochs, loss, time, seconds)
        VALUES (@study, @number, @epochs, @loss, @time, @seconds)
        """, ("@number", trial.Number), ("@epochs", trial.Epochs), ("@loss", trial.Loss),
        ("@time", Now()), ("@seconds", trial.Seconds));

    /// <summary>Seconds since 1970, of a clock that all processes share.</summary>
    protected virtual double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>All results in the order of their times.</summary>
    public IReadOnlyList<StudyResult> Results()
    {
        using DbCommand read = Command("SELECT trial, epochs, loss, time, seconds FROM sweep_results "
            + "WHERE study = @study ORDER BY time, trial, epochs");
        using DbDataReader rows = read.ExecuteReader();
        var results = new List<StudyResult>();
        while (rows.Read())
            results.Add(new StudyResult(rows.GetInt32(0), rows.GetInt32(1), rows.GetDouble(2), rows.GetDouble(3),
                rows.GetDouble(4)));
        return results;
    }

    /// <summary>The options of the trials as they are kept, in the order of their numbers.</summary>
    public IReadOnlyList<string> OptionTexts()
    {
        using DbCommand read = Command("SELECT options FROM sweep_trials WHERE study = @study ORDER BY number");
        using DbDataReader rows = read.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read()) texts.Add(rows.GetString(0));
        return texts;
    }
}
