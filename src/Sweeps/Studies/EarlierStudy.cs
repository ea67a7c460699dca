using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Results of a study that has ended, or of another one, as observations of a sweep.</summary>
internal sealed partial class EarlierStudy
{
    private readonly StudyStore _store;
    private readonly string[] _plan;
    private readonly (SweepTrial Trial, string Options)[] _trials;

    /// <summary>Reads a study.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <exception cref="FileNotFoundException">There is no study.</exception>
    /// <exception cref="FormatException">The file is no study.</exception>
    public EarlierStudy(StudyStore store)
    {
        _store = store;
        using StudyReader reader = StudyReader.Open(_store);
        _plan = reader.Plan.Split('\n');
        _trials = [.. reader.Trials.Zip(reader.OptionTexts)];
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
        foreach (var (trial, options) in _trials)
        {
            int index = settings.Spaces.ToList().FindIndex(s => IsNamed(s, trial.Space));
            if (index < 0) continue;
            double[] place = settings.Spaces[index].PlaceOf(settings.Spaces[index].Read(options));
            if (trial.State is SweepTrialState.Failed or SweepTrialState.Refused || !trial.IsWithinLimits)
                observations.Add(new SweepObservation(index, place, 1, double.PositiveInfinity));
            else
                for (int rung = 0; rung < trial.RungLosses.Count; rung++)
                    observations.Add(new SweepObservation(index, place, rungs.ShareOf(rung), trial.RungLosses[rung])
                    {
                        Seconds = rung == trial.RungLosses.Count - 1 && trial is { Epochs: > 0, Seconds: > 0 }
                            ? trial.Seconds * trial.AllEpochs / trial.Epochs : null,
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
        SweepSpace[] known = [.. settings.Spaces.Where(s => _trials.Any(t => IsNamed(s, t.Trial.Space)))];
        if (known.Length == 0)
        {
            string theirs = string.Join(", ", _trials.Select(t => t.Trial.Space).Distinct()
                .DefaultIfEmpty("no trials"));
            throw Refused($"it has {theirs}, and this sweep {string.Join(", ", names)}. Give Add the name it had "
                + "there");
        }
        foreach (SweepSpace space in known)
        {
            // Lines of options have a colon after the option's name.
            string prefix = _trials.First(t => IsNamed(space, t.Trial.Space)).Trial.Space + ", ";
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
        => new($"The study {_store.Title} cannot warm this sweep up: {why}. Ranges and values must agree.");

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
}
