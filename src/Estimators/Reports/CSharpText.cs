using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Options as the C# code that makes them.</summary>
internal static class CSharpText
{
    private const int Deepest = 6, Width = 84;

    /// <summary>
    /// The code that trains a model on a grid; null where options are not known or hold what has no literal, such as a
    /// function.
    /// </summary>
    public static string? Training(ReportOptions options, IReadOnlyList<string> inputs, string label)
        => Trainer("mlContext.NeuralOperators()", options.Architecture, options.TrainingOptions,
            options.DefaultTraining, inputs, label) is { } trainer
            ? $"var trainer = {trainer};\nusing NeuralOperatorTransformer model = trainer.Fit(data);" : null;

    /// <summary>The trainer of a model on a grid; null where it cannot be written.</summary>
    /// <param name="catalog">The expression that gives the catalog.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="training">How it is trained; null for the catalog's defaults.</param>
    /// <param name="defaults">How the catalog trains it where nothing is set; null for <c>new()</c>.</param>
    /// <param name="inputs">The input columns.</param>
    /// <param name="label">The column of the field to learn; empty for trajectories.</param>
    public static string? Trainer(string catalog, OperatorOptions? architecture, TrainingOptions? training,
        TrainingOptions? defaults, IReadOnlyList<string> inputs, string label)
    {
        if (architecture is not GridOperatorOptions || inputs.Count != 1
            || OptionsFormat.Write(architecture) is not { Name: var name }) return null;
        string? made = Initializer(architecture, Deepest);
        string? trained = training is null ? "new()" : Initializer(training, Deepest, usual: defaults);
        return made is null || trained is null ? null
            : $"{catalog}.{name}({Quote(label)}, {Quote(inputs[0])},\n    {made},\n    {trained})";
    }

    /// <summary>A text as a literal.</summary>
    public static string Quote(string text)
        => '"' + text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            + '"';

    // What differs from an object made without it.
    private static string? Initializer(object value, int depth, string made = "new()", object? usual = null)
    {
        if (depth == 0 || value.GetType().GetConstructor(Type.EmptyTypes) is not { } constructor) return null;
        usual ??= constructor.Invoke(null);
        var parts = new List<string>();
        foreach (PropertyInfo property in value.GetType().GetProperties().Where(p => p.CanWrite))
        {
            object? given = property.GetValue(value);
            string? text = Text(given, depth - 1);
            if (text is not null && text == Text(property.GetValue(usual), depth - 1)) continue;
            if (Equals(given, property.GetValue(usual))) continue;
            if (text is null) return null;
            parts.Add($"{property.Name} = {text}");
        }
        return parts.Count == 0 ? made : $"{made} {{ {Wrapped(parts)} }}";
    }

    // In lines as wide as a page.
    private static string Wrapped(List<string> parts)
    {
        var lines = new List<string> { parts[0] };
        foreach (string part in parts.Skip(1))
            if (lines[^1].Length + part.Length + 2 <= Width) lines[^1] += $", {part}";
            else lines.Add(part);
        return string.Join(",\n        ", lines);
    }

    private static string? Text(object? value, int depth) => value switch
    {
        null => "null",
        bool yes => yes ? "true" : "false",
        string text => Quote(text),
        Enum choice => $"{choice.GetType().Name}.{choice}",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        double number when !double.IsFinite(number) => NotFinite(number),
        double number => number.ToString("r", CultureInfo.InvariantCulture).ToLowerInvariant(),
        float number when !float.IsFinite(number) => $"(float){NotFinite(number)}",
        float number => number.ToString("r", CultureInfo.InvariantCulture).ToLowerInvariant() + "f",
        IEnumerable list => List(list, depth),
        Delegate or CancellationToken => null,
        _ => Named(value) ?? Constructed(value, depth)
            ?? (value.GetType().IsPublic ? Initializer(value, depth, $"new {value.GetType().Name}()") : null),
    };

    private static string NotFinite(double number) => double.IsNaN(number) ? "double.NaN"
        : number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";

    private static string? List(IEnumerable list, int depth)
    {
        string?[] items = [.. list.Cast<object?>().Select(item => Text(item, depth))];
        return items.Contains(null) ? null : $"[{string.Join(", ", items)}]";
    }

    // Loss.RelativeL2 and the like.
    private static string? Named(object value)
        => value.GetType().BaseType is not { } type ? null
            : type.GetProperties(BindingFlags.Public | BindingFlags.Static)
                .FirstOrDefault(p => type.IsAssignableFrom(p.PropertyType)
                    && Equals(p.GetValue(null), value)) is { } one
                ? $"{type.Name}.{one.Name}" : null;

    // A record by its parameters, each of which is a property.
    private static string? Constructed(object value, int depth)
    {
        if (depth == 0) return null;
        Type type = value.GetType();
        ConstructorInfo? made = type.GetConstructors().Where(c => c.GetParameters().Length > 0
            && c.GetParameters().All(p => type.GetProperty(p.Name!) is not null))
            .MaxBy(c => c.GetParameters().Length);
        string?[]? parts = made?.GetParameters()
            .Select(p => Text(type.GetProperty(p.Name!)!.GetValue(value), depth - 1)).ToArray();
        return parts is null || parts.Contains(null) ? null : $"new {type.Name}({string.Join(", ", parts)})";
    }
}
