using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>The options of an architecture, as a model file holds them.</summary>
/// <param name="Name">The name of the architecture.</param>
/// <param name="Options">Its options.</param>
internal sealed record NamedOptions(string Name, JsonElement Options);

/// <summary>
/// Options in model files. Only types of this library are written and made: what a file names otherwise is left out, so
/// that a file decides nothing but values.
/// </summary>
internal static class OptionsFormat
{
    private const string Suffix = "Options";

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new KnownTypeConverter<Loss>(),
            new KnownTypeConverter<LearningRateSchedule>(), new KnownTypeConverter<GridOperatorOptions>(),
            new KnownTypeConverter<ModeSchedule>() },
    };

    private static readonly Dictionary<string, Type> Architectures = typeof(OperatorOptions).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(OperatorOptions)) && type is { IsAbstract: false, IsPublic: true })
        .ToDictionary(type => type.Name[..^Suffix.Length], StringComparer.Ordinal);

    /// <summary>The options, or null for those of an architecture that is not of this library.</summary>
    public static NamedOptions? Write(OperatorOptions? options)
        => options is not null && Architectures.FirstOrDefault(a => a.Value == options.GetType()).Key is { } name
            ? new NamedOptions(name, JsonSerializer.SerializeToElement(options, options.GetType(), Json)) : null;

    /// <summary>The options, or null where they hold a loss or a schedule that is not of this library.</summary>
    public static JsonElement? Write(TrainingOptions? options)
    {
        try
        {
            return options is null ? null : JsonSerializer.SerializeToElement(options, Json);
        }
        catch (UnknownTypeException)
        {
            return null;
        }
    }

    /// <summary>The options, or null for those of an architecture that is not of this library.</summary>
    /// <exception cref="FormatException">The values cannot be read.</exception>
    public static OperatorOptions? ReadArchitecture(NamedOptions? options)
        => options?.Name is { } name && Architectures.TryGetValue(name, out Type? type)
            ? (OperatorOptions)Read(options.Options, type, $"the options of '{name}'") : null;

    /// <exception cref="FormatException">The values cannot be read.</exception>
    public static TrainingOptions? ReadTraining(JsonElement? options)
        => options is { } values
            ? (TrainingOptions)Read(values, typeof(TrainingOptions), "the options of the training") : null;

    private static object Read(JsonElement values, Type type, string what)
    {
        try
        {
            if (values.ValueKind == JsonValueKind.Object && values.Deserialize(type, Json) is { } options)
                return options;
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model's metadata cannot be read: {what} are wrong at {error.Path}.", error);
        }
        throw new FormatException($"The model's metadata cannot be read: {what} are missing.");
    }

    /// <summary>A loss or a schedule, maybe within another one, is not of this library.</summary>
    private sealed class UnknownTypeException : Exception;

    /// <summary>A value of a type derived from another, as {"Type": name, "Values": …}.</summary>
    private sealed class KnownTypeConverter<T> : JsonConverter<T>
        where T : class
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(T);

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            string? name = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Type", out JsonElement type)
                && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
            if (name is null || Find(name) is not { } known || !root.TryGetProperty("Values", out JsonElement values))
                throw new JsonException($"'{name}' is not a {typeof(T).Name} of this library");
            try
            {
                return (T?)values.Deserialize(known, options);
            }
            catch (JsonException error)
            {
                // Without a place within the value, it gets the value's place within the whole.
                throw new JsonException(error.Message, error);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (Find(value.GetType().Name) != value.GetType()) throw new UnknownTypeException();
            writer.WriteStartObject();
            writer.WriteString("Type", value.GetType().Name);
            writer.WritePropertyName("Values");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }

        // One type alone is looked up: a list of all would load TorchSharp, which a program that only scores does
        // without.
        private static Type? Find(string name)
        {
            if (!name.All(char.IsAsciiLetterOrDigit)) return null;
            Type? type = typeof(T).Assembly.GetType($"{typeof(T).Namespace}.{name}")
                ?? typeof(T).GetNestedType(name, BindingFlags.NonPublic);
            return type is { IsAbstract: false } && type.IsSubclassOf(typeof(T)) ? type : null;
        }
    }
}
