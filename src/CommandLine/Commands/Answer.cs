namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>What a command found.</summary>
/// <param name="Values">For scripts: becomes JSON.</param>
/// <param name="Show">For people.</param>
internal sealed record Answer(object Values, Action<IAnsiConsole> Show)
{
    /// <summary>The answer of a process that leaves the output to another one.</summary>
    public static Answer None { get; } = new(new object(), _ => { });
}
