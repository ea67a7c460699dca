using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>What --try says about an option: a range, <c>16..64</c>, or values, <c>8|16|32</c>.</summary>
/// <param name="name">The option.</param>
/// <param name="text">The values.</param>
internal sealed class TriedOption(string name, string text)
{
    // The parts of the data to train on.
    private static readonly string[] OfRows = ["Samples", "Stride"];

    public string Name { get; } = name;

    /// <summary>Whether some model has it.</summary>
    public bool IsUsed { get; private set; }

    /// <exception cref="ArgumentException">The text is not Name=Values.</exception>
    public static TriedOption Read(string text)
        => text.Split('=', 2) is [var name, var values] && name.Trim().Length > 0 && values.Trim().Length > 0
            ? new TriedOption(name.Trim(), values.Trim())
            : throw new ArgumentException($"--try {text} has no values; expected a range, Channels=16..64, or values, "
                + "Channels=16|32|64.");

    /// <summary>Adds it to what is tried of a trainer, if that has the option.</summary>
    /// <param name="space">What is tried.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="models">
    /// Options of all models. A whole name of one goes before the beginning of a longer name of another.
    /// </param>
    /// <exception cref="ArgumentException">The values do not fit the option.</exception>
    public void AddTo(SweepSpace space, NeuralOperatorTrainer trainer, IEnumerable<Type> models)
    {
        if (!models.Any(IsWholeNameIn) || IsWholeNameIn(trainer.Options.GetType())) AddTo(space, trainer);
    }

    private void AddTo(SweepSpace space, NeuralOperatorTrainer trainer)
    {
        if (Find(trainer.Options.GetType()) is { } own) Add(space, own.Name, own.PropertyType);
        else if (Find(typeof(TrainingOptions)) is { } ofTraining)
            Add(space, $"Training.{ofTraining.Name}", ofTraining.PropertyType);
        else if (Nearest.Find(Name, OfRows) is { } ofRows) Add(space, $"Data.{ofRows}", typeof(int));
    }

    private bool IsWholeNameIn(Type record)
        => OptionRecord.Properties(record).Any(p => p.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));

    private PropertyInfo? Find(Type record)
    {
        IReadOnlyList<PropertyInfo> all = OptionRecord.Properties(record);
        return Nearest.Find(Name, [.. all.Select(p => p.Name)]) is { } found ? all.First(p => p.Name == found) : null;
    }

    private void Add(SweepSpace space, string option, Type type)
    {
        IsUsed = true;
        bool isLogarithmic = text.StartsWith("log(", StringComparison.OrdinalIgnoreCase);
        string range = isLogarithmic ? text[4..].TrimEnd(')') : text;
        if (range.Split("..") is [var low, var high])
            space.Range(option, Number(low), Number(high), isLogarithmic);
        else if (isLogarithmic)
            throw new ArgumentException($"--try {Name}={text} has no range; expected log(1e-4..1e-2).");
        else
            space.Choice(option, [.. text.Split('|').Select(v => OptionText.Read(Name, type, v)
                ?? throw new ArgumentException($"--try {Name}={text}: 'none' cannot be tried."))]);
    }

    private double Number(string part)
        => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw new ArgumentException($"--try {Name}={text}: '{part}' is not a number.");
}
