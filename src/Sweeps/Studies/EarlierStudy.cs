using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Results of a study that has ended, or of another one, as observations of a sweep.</summary>
internal sealed partial class EarlierStudy
{
    private readonly string _path;
    private readonly string[] _plan;
    private readonly List<Row> _rows = [];

    /// <summary>Reads a study.</summary>
    /// <param name="path">Its folder, or the file in it.</param>
    /// <exception cref="FileNotFoundException">There is no study.</exception>
    /// <exception cref="FormatException">The file is no study.</exception>
    public EarlierStudy(string path)
    {
        _path = Directory.Exists(path) ? Path.Combine(path, "study.db") : path;
        if (!File.Exists(_path))
            throw new FileNotFoundException($"There is no study '{_path}' for the warm start; expected a folder that "
                + "SetStudy was given, or the file in it.", _path);
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = _path,
                Pooling = false,
            }.ToString());
            connection.Open();
            using SqliteCommand read = connection.CreateCommand();
            read.CommandText = "SELECT value FROM study WHERE name = 'plan'";
            _plan = ((string?)read.ExecuteScalar() ?? "").Split('\n');
            read.CommandText = "SELECT space, options, state, within_limits, rung_losses, epochs, all_epochs, seconds "
                + "FROM trials ORDER BY number";
            using SqliteDataReader rows = read.ExecuteReader();
            while (rows.Read())
                _rows.Add(new Row(rows.GetString(0), rows.GetString(1), Enum.Parse<SweepTrialState>(rows.GetString(2)),
                    rows.GetBoolean(3), JsonSerializer.Deserialize<double[]>(rows.GetString(4))!, rows.GetInt32(5),
                    rows.GetInt32(6), rows.GetDouble(7)));
        }
        catch (Exception error) when (error is SqliteException or JsonException or ArgumentException)
        {
            throw new FormatException($"'{_path}' is damaged or no study: {error.Message}", error);
        }
    }

    /// <summary>Its results in the spaces of a sweep.</summary>
    /// <exception cref="InvalidOperationException">
    /// It tried other options or ranges, or made something else small; the text says what.
    /// </exception>
    public IReadOnlyList<SweepObservation> Observations(SweepSettings settings)
    {
        Require(settings);
        Rungs rungs = RungsOf(_plan);
        var observations = new List<SweepObservation>();
        foreach (Row row in _rows)
        {
            int index = settings.Spaces.ToList().FindIndex(s => IsNamed(s, row.Space));
            if (index < 0) continue;
            double[] place = settings.Spaces[index].PlaceOf(settings.Spaces[index].Read(row.Options));
            if (row.State is SweepTrialState.Failed or SweepTrialState.Refused || !row.IsWithinLimits)
                observations.Add(new SweepObservation(index, place, 1, double.PositiveInfinity));
            else
                for (int rung = 0; rung < row.Losses.Length; rung++)
                    observations.Add(new SweepObservation(index, place, rungs.ShareOf(rung), row.Losses[rung])
                    {
                        Seconds = rung == row.Losses.Length - 1 && row is { Epochs: > 0, Seconds: > 0 }
                            ? row.Seconds * row.AllEpochs / row.Epochs : null,
                    });
        }
        return observations;
    }

    private void Require(SweepSettings settings)
    {
        string objective = $"objective {settings.Objective}";
        if (_plan.FirstOrDefault(l => l.StartsWith("objective ", StringComparison.Ordinal)) is { } other
            && other != objective)
            throw Refused($"its {other}, and this sweep has the {objective}");
        string[] names = [.. settings.Spaces.Select(s => s.Name)];
        SweepSpace[] known = [.. settings.Spaces.Where(s => _rows.Exists(r => IsNamed(s, r.Space)))];
        if (known.Length == 0)
        {
            string theirs = string.Join(", ", _rows.Select(r => r.Space).Distinct().DefaultIfEmpty("no trials"));
            throw Refused($"it has {theirs}, and this sweep {string.Join(", ", names)}. Give Add the name it had "
                + "there");
        }
        foreach (SweepSpace space in known)
        {
            // Lines of options have a colon after the option's name.
            string prefix = _rows.First(r => IsNamed(space, r.Space)).Space + ", ";
            string[] theirs = [.. _plan.Where(l => l.StartsWith(prefix, StringComparison.Ordinal))
                .Select(l => l[prefix.Length..])
                .Where(l => !l.StartsWith(SweepSettings.ConditionMark, StringComparison.Ordinal))];
            string[] ours = [.. space.Options.Select(o => $"{o}")];
            if (theirs.Except(ours).Concat(ours.Except(theirs)).Select(l => l.Split(':')[0]).FirstOrDefault()
                is { } option)
                throw Refused($"of {space.Name} it tried {Of(theirs, option)}, and this sweep tries "
                    + Of(ours, option));
        }

        static string Of(string[] lines, string option)
            => lines.FirstOrDefault(l => l.Split(':')[0] == option) ?? $"no {option}";
    }

    private InvalidOperationException Refused(string why)
        => new($"The study '{_path}' cannot warm this sweep up: {why}. Ranges and values must agree.");

    // The command's names of models are in small letters.
    private static bool IsNamed(SweepSpace space, string name)
        => string.Equals(space.Name, name, StringComparison.OrdinalIgnoreCase);

    private static Rungs RungsOf(string[] plan)
    {
        Match match = plan.Select(l => RungsLine().Match(l)).FirstOrDefault(m => m.Success) ?? Match.Empty;
        return match.Success ? new Rungs(Number(1), Number(2), true) : Rungs.One;

        int Number(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^Rungs \{ Count = (\d+), Factor = (\d+)")]
    private static partial Regex RungsLine();

    private sealed record Row(string Space, string Options, SweepTrialState State, bool IsWithinLimits,
        double[] Losses, int Epochs, int AllEpochs, double Seconds);
}
