using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>
/// Node.js with the package onnxruntime-node, for what tests compare with; not everyone has it. It is looked for in the
/// folder that NEURALOPERATORS_NODE names, or in the user's cache, where .ci/run installs it.
/// </summary>
internal static class NodeRuntime
{
    private const string Package = "onnxruntime-node";

    private static string Folder => Environment.GetEnvironmentVariable("NEURALOPERATORS_NODE") is { Length: > 0 } said
        ? said : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache",
            "neuraloperators", "node");

    /// <summary>Skips the test where Node.js or the package is missing.</summary>
    public static void Require()
        => Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", Package)) && Run("").Length == 0,
            $"Node.js with {Package} is missing: npm install --prefix {Folder} --ignore-scripts {Package}.");

    /// <summary>Runs a script with the package at hand: what it complains about, or nothing.</summary>
    public static string Run(string script)
    {
        try
        {
            return OtherProgram.Run("node", Folder, "-e", script);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return error.Message;
        }
    }
}
