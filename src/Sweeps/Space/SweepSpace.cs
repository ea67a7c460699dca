using System.Reflection;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What a sweep tries of one trainer: options of its architecture and of its training, each with the values worth
/// trying. Everything else stays as the trainer has it. It begins with the options whose attributes say what is worth
/// trying: the library's own, or ML.NET's <c>Range</c>, <c>Choice</c> and <c>BooleanChoice</c>.
/// </summary>
public sealed class SweepSpace
{
    private readonly List<SweepOption> _options = [];

    internal SweepSpace(string name, NeuralOperatorTrainer trainer)
    {
        (Name, Trainer) = (name, trainer);
        foreach (PropertyInfo property in Swept(trainer.Options.GetType()))
            if (SweepOption.Of(property.Name, property) is { } option) _options.Add(option);
        foreach (PropertyInfo property in Swept(typeof(TrainingOptions)))
            if (SweepOption.Of(OptionAccess.TrainingPrefix + property.Name, property) is { } option)
                _options.Add(option);
    }

    /// <summary>The name under which the trainer takes part.</summary>
    public string Name { get; }

    /// <summary>What is tried.</summary>
    public IReadOnlyList<SweepOption> Options => _options;

    internal NeuralOperatorTrainer Trainer { get; }

    /// <summary>Tries numbers from a range; what was said of the option before is forgotten.</summary>
    /// <param name="option">
    /// The property, such as <c>"Channels"</c> or <c>"Training.LearningRate"</c>.
    /// </param>
    /// <param name="minimum">The smallest number.</param>
    /// <param name="maximum">The largest number.</param>
    /// <param name="isLogarithmic">Whether factors count, not differences.</param>
    /// <exception cref="ArgumentException">There is no such option, it is no number, or the range is empty.</exception>
    public SweepSpace Range(string option, double minimum, double maximum, bool isLogarithmic = false)
    {
        PropertyInfo property = Property(option);
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type != typeof(int) && type != typeof(double) && type != typeof(float))
            throw new ArgumentException($"{option} is of type {type.Name}; expected a number. Use Choice.",
                nameof(option));
        return Put(new SweepRange(option, type, minimum, maximum, isLogarithmic)
        {
            Multiple = property.GetCustomAttribute<MultipleOfAttribute>()?.Number ?? 1,
        });
    }

    /// <summary>Tries some values; what was said of the option before is forgotten.</summary>
    /// <param name="option">
    /// The property, such as <c>"Modes"</c> or <c>"Training.BatchSize"</c>.
    /// </param>
    /// <param name="values">The values: numbers, flags, members of enums, or lists.</param>
    /// <exception cref="ArgumentException">There is no such option, or a value does not fit it.</exception>
    public SweepSpace Choice(string option, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Type type = Property(option).PropertyType;
        return Put(new SweepChoice(option, [.. values.Select(v => OptionAccess.Convert(v, type))]));
    }

    /// <summary>Leaves options as the trainer has them.</summary>
    /// <param name="options">Their names.</param>
    /// <exception cref="ArgumentException">One of them is not tried anyway.</exception>
    public SweepSpace Keep(params string[] options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (string name in options)
            if (_options.RemoveAll(o => o.Name == name) == 0)
                throw new ArgumentException($"'{name}' is not tried; {Tried()}.", nameof(options));
        return this;
    }

    /// <summary>Leaves all options as the trainer has them but some.</summary>
    /// <param name="options">Names of those that are tried.</param>
    /// <exception cref="ArgumentException">One of them has no range yet.</exception>
    public SweepSpace Only(params string[] options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (string name in options)
            if (!_options.Exists(o => o.Name == name))
                throw new ArgumentException($"'{name}' is not tried; {Tried()}. Add it with Range or Choice.",
                    nameof(options));
        _options.RemoveAll(o => !options.Contains(o.Name));
        return this;
    }

    /// <summary>The values at a place.</summary>
    /// <param name="place">A number in [0, 1) for every option.</param>
    internal IReadOnlyDictionary<string, object> At(IReadOnlyList<double> place)
        => _options.Zip(place, (option, p) => (option.Name, Value: option.At(p)))
            .ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);

    /// <summary>The trainer with other values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values do not go together; the text says why.</exception>
    internal NeuralOperatorTrainer With(IReadOnlyDictionary<string, object> values)
    {
        Type type = Trainer.Options.GetType();
        var all = values.Select(v => (v.Key, Property: OptionAccess.Property(type, v.Key), v.Value)).ToArray();
        return Trainer.With(
            OptionAccess.With(Trainer.Options, all.Where(v => !IsOfTraining(v.Key)).Select(v => (v.Property, v.Value))),
            OptionAccess.With(Trainer.Training,
                all.Where(v => IsOfTraining(v.Key)).Select(v => (v.Property, v.Value))));
    }

    /// <summary>Values as a study keeps them.</summary>
    internal static string Write(IReadOnlyDictionary<string, object> values)
        => JsonSerializer.Serialize(values.ToDictionary(v => v.Key, v => OptionAccess.Write(v.Value)));

    /// <summary>Values that a study kept.</summary>
    /// <exception cref="FormatException">They are of other options.</exception>
    internal IReadOnlyDictionary<string, object> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToDictionary(v => v.Key,
                v => OptionAccess.Read(v.Value, OptionAccess.Property(Trainer.Options.GetType(), v.Key)),
                StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException($"The study holds options that {Name} does not have: {error.Message}", error);
        }
    }

    private static IEnumerable<PropertyInfo> Swept(Type type)
        => type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);

    private static bool IsOfTraining(string name)
        => name.StartsWith(OptionAccess.TrainingPrefix, StringComparison.Ordinal);

    private PropertyInfo Property(string option)
    {
        ArgumentException.ThrowIfNullOrEmpty(option);
        return OptionAccess.Property(Trainer.Options.GetType(), option);
    }

    private SweepSpace Put(SweepOption option)
    {
        int at = _options.FindIndex(o => o.Name == option.Name);
        if (at < 0) _options.Add(option);
        else _options[at] = option;
        return this;
    }

    private string Tried() => _options.Count == 0 ? "nothing is"
        : $"{string.Join(", ", _options.Select(o => o.Name))} are";
}
