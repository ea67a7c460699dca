using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What a study is of, for those who read it without the program that ran the sweep.</summary>
internal sealed record StudyDescription
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public SweepMetric Objective { get; init; } = SweepMetric.RelativeL2;

    public IReadOnlyDictionary<SweepMetric, double> Limits { get; init; } = new Dictionary<SweepMetric, double>();

    public IReadOnlyList<DescribedSpace> Spaces { get; init; } = [];

    /// <summary>The seed of tuner, split and trainings.</summary>
    public int Seed { get; init; }

    /// <summary>Who decided; empty where it is not known.</summary>
    public string Tuner { get; init; } = "";

    /// <summary>How trials competed, in words; empty where it is not known.</summary>
    public string Halving { get; init; } = "";

    /// <summary>The share of the rows that trials were compared on; null for rows of their own.</summary>
    public double? ValidationFraction { get; init; }

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="FormatException">The text is no description.</exception>
    public static StudyDescription Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyDescription>(json, Json) ?? new();
        }
        catch (JsonException error)
        {
            throw new FormatException($"The study's description cannot be read: {error.Message}", error);
        }
    }

    /// <summary>With the spaces and options that trials have and the description does not.</summary>
    public StudyDescription CompletedBy(IReadOnlyList<SweepTrial> trials)
    {
        IEnumerable<string> names = Spaces.Select(s => s.Name).Concat(trials.Select(t => t.Space)).Distinct();
        return this with
        {
            Spaces = [.. names.Select(name => Completed(name, [.. trials.Where(t => t.Space == name)]))],
        };
    }

    private DescribedSpace Completed(string name, SweepTrial[] trials)
    {
        DescribedSpace space = Spaces.FirstOrDefault(s => s.Name == name) ?? new DescribedSpace(name);
        IEnumerable<string> missing = trials.SelectMany(t => t.Options.Keys).Distinct()
            .Except(space.Options.Select(o => o.Name));
        return space with
        {
            Options = [.. space.Options, .. missing.Select(option => DescribedOption.Of(option,
                [.. trials.Where(t => t.Options.ContainsKey(option)).Select(t => t.Options[option])]))],
        };
    }
}

/// <summary>A trainer that took part.</summary>
/// <param name="Name">Its name in the sweep.</param>
internal sealed record DescribedSpace(string Name)
{
    public IReadOnlyList<DescribedOption> Options { get; init; } = [];

    /// <summary>The column of the field to learn.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether it was trained on images of the rows, too.</summary>
    public bool IsAugmented { get; init; }
}

/// <summary>A result of a trial: it may have several, one for each rung.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Epochs">Epochs it was trained for.</param>
/// <param name="Loss">The objective.</param>
/// <param name="Time">When, in seconds of Unix time.</param>
/// <param name="Seconds">Seconds of training of the trial until then.</param>
internal sealed record StudyResult(int Trial, int Epochs, double Loss, double Time, double Seconds);
