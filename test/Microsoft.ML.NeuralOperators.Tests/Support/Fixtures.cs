namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Small files as Python's libraries wrote them; Fixtures/make.py says how.</summary>
internal static class Fixtures
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
