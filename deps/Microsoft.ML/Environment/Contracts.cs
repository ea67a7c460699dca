namespace Microsoft.ML.Runtime;

/// <summary>ML.NET's errors, in its words.</summary>
internal static class Contracts
{
    public static ArgumentOutOfRangeException ExceptSchemaMismatch(string parameter, string role, string column)
        => new(parameter, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(string parameter, string role, string column, string expected, string actual)
        => new(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    public static ArgumentOutOfRangeException ExceptNotActive(DataViewSchema.Column column)
        => new(nameof(column), "requested column not active");

    public static void CheckNonEmpty(string? value, string parameter)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentOutOfRangeException(parameter, $"{parameter} cannot be null or empty");
    }

    public static void Check(bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }

    public static void CheckParam(bool condition, string parameter, string message)
    {
        if (!condition) throw new ArgumentOutOfRangeException(parameter, message);
    }
}
