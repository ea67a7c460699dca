namespace Microsoft.ML.NeuralOperators;

/// <summary>What the page of a sweep says beside what the study holds.</summary>
public sealed record SweepReportOptions
{
    internal const string DefaultDataCode = "operators.LoadFields(\"data.npz\")";

    /// <summary>The heading. Default: the models that took part.</summary>
    public string? Title { get; init; }

    /// <summary>A few sentences under the heading: which problem this is. Default null.</summary>
    public string? Summary { get; init; }

    /// <summary>What the data is and where it comes from. Default null.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// The C# expression that loads the rows in the code of the best pipeline. Default
    /// <c>operators.LoadFields("data.npz")</c>.
    /// </summary>
    public string DataCode { get; init; } = DefaultDataCode;

    /// <summary>The command or the code that makes the sweep again. Default null.</summary>
    public string? Repeat { get; init; }
}
