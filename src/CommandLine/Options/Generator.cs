using System.Reflection;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>An equation that data is made from: a generator with an options record, a size, or both.</summary>
internal sealed class Generator
{
    private readonly ConstructorInfo _made;

    private Generator(Type type)
    {
        Type = type;
        Name = type.Name.Replace("Equation", "", StringComparison.Ordinal).ToLowerInvariant();
        _made = type.GetConstructors()[0];
    }

    public static IReadOnlyList<Generator> All { get; } =
        [.. typeof(FieldGenerator).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(FieldGenerator))
            && !t.IsAbstract && t.GetConstructors().Length > 0).Select(t => new Generator(t)).OrderBy(g => g.Name)];

    public string Name { get; }

    public Type Type { get; }

    public bool HasSize => Array.Exists(_made.GetParameters(), p => p.Name == "size");

    public static Generator Find(string name)
    {
        string found = Nearest.Require("equation", name, [.. All.Select(g => g.Name)]);
        return All.First(g => g.Name == found);
    }

    /// <summary>The default options, or null where there are none.</summary>
    public object? Defaults()
        => Array.Find(_made.GetParameters(), p => p.Name == "options") is { } options
            ? Activator.CreateInstance(options.ParameterType) : null;

    public FieldGenerator Create(int size, object? options)
        => (FieldGenerator)_made.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. _made.GetParameters().Select(p
            => p.Name == "size" ? size : p.Name == "options" ? options : p.DefaultValue)], null);
}
