using System.Reflection;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Tests.Options;

/// <summary>All records of options, and copies of them with one option changed.</summary>
internal static class OptionsUnderTest
{
    public static IEnumerable<Type> Types { get; } =
    [
        .. typeof(OperatorOptions).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(OperatorOptions)) && !t.IsAbstract),
        typeof(TrainingOptions),
        typeof(RollOut),
        typeof(TrainingCheckpoints),
    ];

    public static IEnumerable<(Type Type, PropertyInfo Property)> All
        => Types.SelectMany(type => type.GetProperties().Where(p => p.CanWrite).Select(property => (type, property)));

    /// <summary>The default options.</summary>
    public static object Default(Type type)
        => type == typeof(TrainingCheckpoints) ? new TrainingCheckpoints { Folder = "states" }
            : Activator.CreateInstance(type)!;

    /// <summary>The default options but for one of them.</summary>
    public static object With(Type type, PropertyInfo property, object? value)
    {
        object options = Default(type);
        property.SetValue(options, value);
        return options;
    }

    /// <summary>The sentences that begin with an option's name.</summary>
    public static string[] Faults(object options, PropertyInfo property)
        => [.. Rules.Faults(options).Where(fault => fault.StartsWith($"{property.Name} ", StringComparison.Ordinal))];

    /// <summary>The type without its question mark.</summary>
    public static Type Plain(PropertyInfo property)
        => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
