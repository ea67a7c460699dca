using System.Reflection;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What a sweep tries of one trainer: options of its architecture, of its training and of the rows it is trained on,
/// each with the values worth trying. Everything else stays as the trainer has it. It begins with the options whose
/// attributes say what is worth trying: the library's own, or ML.NET's <c>Range</c>, <c>Choice</c>,
/// <c>BooleanChoice</c> and <c>NestOption</c>.
/// </summary>
/// <remarks>
/// Options are named as their properties, <c>"Channels"</c>; those of the training as <c>"Training.LearningRate"</c>;
/// of the rows there are <c>"Data.Samples"</c>, how many are trained on, and <c>"Data.Stride"</c>, which takes every
/// n-th point along each axis of their grids. Trials are always measured on all points of all validation rows.
/// </remarks>
public sealed partial class SweepSpace
{
    // In an option without effect, trials do not differ.
    private const double Nowhere = 0.5;

    private readonly List<SweepOption> _tried = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly OptionRoots _roots;
    private readonly OptionConditions _conditions;
    private IReadOnlyList<SweepOption> _options;
    private bool _areAllFree;

    internal SweepSpace(string name, NeuralOperatorTrainer trainer)
    {
        (Name, Trainer, _roots) = (name, trainer, new OptionRoots(trainer));
        _conditions = new OptionConditions(_roots.Value);
        _conditions.Add(_roots.Conditions);
        foreach (var (option, path) in _roots.All)
            if (SweepOption.Of(option, path.Property) is { } worthTrying) _tried.Add(worthTrying);
        _options = Arranged();
    }

    /// <summary>The name under which the trainer takes part.</summary>
    public string Name { get; }

    /// <summary>
    /// What is tried. Options that could have no effect, such as a rank where no weights are factorised, are left out;
    /// others come after those that they depend on.
    /// </summary>
    public IReadOnlyList<SweepOption> Options => _options;

    internal NeuralOperatorTrainer Trainer { get; }

    /// <summary>Conditions of options that are tried.</summary>
    internal IEnumerable<SweepCondition> Conditions => _options.SelectMany(o => _conditions.Of(o.Name));

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
        {
            if (_tried.RemoveAll(o => o.Name == name) == 0)
                throw new ArgumentException($"'{name}' is not tried; {Tried()}.", nameof(options));
            _named.Remove(name);
        }
        return Changed();
    }

    /// <summary>Leaves all options as the trainer has them but some.</summary>
    /// <param name="options">Names of those that are tried.</param>
    /// <exception cref="ArgumentException">One of them has no range yet.</exception>
    public SweepSpace Only(params string[] options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (string name in options)
            if (!_tried.Exists(o => o.Name == name))
                throw new ArgumentException($"'{name}' is not tried; {Tried()}. Add it with Range or Choice.",
                    nameof(options));
        _tried.RemoveAll(o => !options.Contains(o.Name));
        _named.Clear();
        _named.UnionWith(options);
        return Changed();
    }

    /// <summary>The values at a place, of options that have an effect there.</summary>
    /// <param name="place">A number in [0, 1) for every option.</param>
    internal IReadOnlyDictionary<string, object> At(IReadOnlyList<double> place)
        => _options.Select((option, i) => (option, i)).Where(o => IsActive(o.i, place))
            .ToDictionary(o => o.option.Name, o => o.option.At(place[o.i]), StringComparer.Ordinal);

    /// <summary>The place of values, the middle where an option has none.</summary>
    /// <exception cref="ArgumentException">A value is not tried here.</exception>
    internal double[] PlaceOf(IReadOnlyDictionary<string, object> values)
        => [.. _options.Select(o => values.TryGetValue(o.Name, out object? value) ? o.PlaceOf(value) : Nowhere)];

    /// <summary>The trainer with other values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values do not go together; the text says why.</exception>
    internal NeuralOperatorTrainer With(IReadOnlyDictionary<string, object> values)
        => Trainer.With((OperatorOptions)_roots.With("", values),
            (TrainingOptions)_roots.With(OptionRoots.Training, values));

    /// <summary>What of the rows is trained on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    internal DataReduction Rows(IReadOnlyDictionary<string, object> values)
        => Rules.Require((DataReduction)_roots.With(OptionRoots.Data, values), "Data");

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
                v => OptionAccess.Read(v.Value, _roots.Path(v.Key)), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException($"The study holds options that {Name} does not have: {error.Message}", error);
        }
    }

    private PropertyInfo Property(string option)
    {
        ArgumentException.ThrowIfNullOrEmpty(option);
        return _roots.Path(option).Property;
    }

    private SweepSpace Put(SweepOption option)
    {
        int at = _tried.FindIndex(o => o.Name == option.Name);
        if (at < 0) _tried.Add(option);
        else _tried[at] = option;
        _named.Add(option.Name);
        return Changed();
    }

    private SweepSpace Changed()
    {
        _options = Arranged();
        return this;
    }

    private IReadOnlyList<SweepOption> Arranged()
    {
        IReadOnlyList<SweepOption> arranged = _conditions.Arrange(_tried);
        _areAllFree = arranged.All(o => !_conditions.Of(o.Name).Any());
        return arranged;
    }

    private string Tried() => _options.Count == 0 ? "nothing is"
        : $"{string.Join(", ", _options.Select(o => o.Name))} are";
}
