namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>Nonlinearities by the names that published programs have for them.</summary>
internal static class PublishedActivation
{
    /// <summary>What a program's argument says; null when nothing does.</summary>
    /// <exception cref="FormatException">The nonlinearity is not one of this library.</exception>
    public static Activation? Of(StateDictionary state, string argument)
        => state.Arguments.Text(argument) is { } name ? Named(name, argument) : null;

    // Some programs take the name of a class of PyTorch, such as GELU, others that of a function.
    private static Activation Named(string name, string argument) => name.ToLowerInvariant() switch
    {
        "gelu" => Activation.Gelu,
        "relu" => Activation.Relu,
        "tanh" => Activation.Tanh,
        "silu" => Activation.Silu,
        "identity" => Activation.Identity,
        _ => throw new FormatException($"The checkpoint's argument '{argument}' is '{name}'; expected gelu, "
            + "relu, tanh, silu or identity."),
    };

    /// <summary>What a program's argument says.</summary>
    /// <exception cref="FormatException">Nothing says it, or the nonlinearity is not one of this library.</exception>
    public static Activation Require(StateDictionary state, string argument, string program)
    {
        state.Arguments.Require(program, argument);
        return Of(state, argument)!.Value;
    }
}
