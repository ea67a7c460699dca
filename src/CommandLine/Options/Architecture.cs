using System.Reflection;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>An architecture of the catalog: every method that makes a trainer of an options record.</summary>
internal sealed class Architecture
{
    private readonly MethodInfo[] _methods;

    private Architecture(string name, MethodInfo[] methods) => (Name, _methods) = (name, methods);

    public static IReadOnlyList<Architecture> All { get; } =
        [.. typeof(NeuralOperatorsCatalog).GetMethods()
            .Where(m => m.ReturnType == typeof(NeuralOperatorTrainer) && OptionsOf(m) is { IsAbstract: false })
            .GroupBy(m => m.Name).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
            .Select(g => new Architecture(g.Key, [.. g]))];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(a => a.Name.ToLowerInvariant())];

    public string Name { get; }

    public string Summary => XmlDocumentation.Summary(_methods[0]);

    public Type OptionsType => OptionsOf(_methods[0])!;

    /// <summary>Whether it learns on grids, on points, or on either.</summary>
    public string Data => (_methods.Any(m => !HasPoints(m)), _methods.Any(HasPoints)) switch
    {
        (true, true) => "grids, points",
        (true, false) => "grids",
        _ => "points",
    };

    /// <exception cref="ArgumentException">There is none; the text tells the nearest.</exception>
    public static Architecture Find(string name)
    {
        string found = Nearest.Require("model", name, Names);
        return All.First(a => a.Name.Equals(found, StringComparison.OrdinalIgnoreCase));
    }

    public OperatorOptions Defaults() => (OperatorOptions)Activator.CreateInstance(OptionsType)!;

    /// <summary>A trainer of the columns; of points where there is a column of them.</summary>
    public NeuralOperatorTrainer Trainer(NeuralOperatorsCatalog catalog, TrainedColumns columns,
        OperatorOptions options, TrainingOptions training)
    {
        bool isOnPoints = columns.Points is not null;
        MethodInfo method = _methods.Where(m => HasPoints(m) == isOnPoints
            && m.GetParameters().Any(p => p.Name == "featureColumnName")).FirstOrDefault()
            ?? throw new ArgumentException(isOnPoints ? $"{Name} learns on grids; leave --points out."
                : $"{Name} learns on points; say --points with the array of their coordinates.");
        object?[] values = [.. method.GetParameters().Select(p => p.Name switch
        {
            "labelColumnName" => columns.Output,
            "featureColumnName" => columns.Input,
            "pointColumnName" => columns.Points,
            "options" => options,
            "training" => training,
            _ => p.DefaultValue,
        })];
        try
        {
            return (NeuralOperatorTrainer)method.Invoke(catalog, BindingFlags.DoNotWrapExceptions, null, values, null)!;
        }
        catch (ArgumentOutOfRangeException error) when (error.ParamName == "options")
        {
            throw new ArgumentException(ExitCode.Text(error), error);
        }
    }

    private static bool HasPoints(MethodInfo method)
        => Array.Exists(method.GetParameters(), p => p.Name == "pointColumnName");

    private static Type? OptionsOf(MethodInfo method)
        => Array.Find(method.GetParameters(),
            p => p.ParameterType.IsSubclassOf(typeof(OperatorOptions)))?.ParameterType;
}

/// <summary>The columns that a training reads.</summary>
/// <param name="Input">The function to learn from.</param>
/// <param name="Output">The function to learn; empty where trajectories are learned.</param>
/// <param name="Points">Coordinates of points, or null for grids.</param>
internal sealed record TrainedColumns(string Input, string Output, string? Points);
