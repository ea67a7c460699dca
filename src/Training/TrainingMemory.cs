namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What the parameters of a training take in memory, counted before anything is allocated.</summary>
/// <param name="Operator">Name of the architecture.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Bytes">
/// Weights, gradient, the optimizer's vectors, and what a training that diverges goes back to; fields and intermediate
/// values come on top.
/// </param>
/// <param name="HasRetreat">Whether that last part is among them.</param>
internal sealed record TrainingMemory(string Operator, Int128 Parameters, Int128 Bytes, bool HasRetreat)
{
    public static TrainingMemory Of(NeuralOperator definition, TrainingOptions options)
    {
        Int128 parameters = 0;
        foreach (ParameterDeclaration p in definition.Parameters)
            if (p.IsTrainable) parameters += p.Elements;
        int vectors = options.Optimizer switch
        {
            OptimizerKind.Sgd => 1,
            OptimizerKind.Lbfgs => 2 * LbfgsOptimizer.History,
            _ => 2,
        };
        if (options.MovingAverageDecay > 0) vectors++;
        // Two copies of all of it, weights included.
        if (Retreat.IsKept(options)) vectors += 2 * (vectors + 1);
        // What the other ranks send.
        if (options.Communicator is { Size: > 1 }) vectors++;
        int size = options.Precision == TrainingPrecision.Double ? sizeof(double) : sizeof(float);
        return new TrainingMemory(definition.GetType().Name, parameters, parameters * size * (vectors + 2),
            Retreat.IsKept(options));
    }

    /// <exception cref="InvalidOperationException">
    /// An array cannot hold the parameters, or the machine's memory what training keeps of them.
    /// </exception>
    public void Require(long available)
    {
        if (Parameters > Array.MaxLength)
            throw new InvalidOperationException($"{this}; the most is {Array.MaxLength} parameters. Take fewer "
                + "channels, modes or layers.");
        if (Bytes > available)
            throw new InvalidOperationException($"{this}; this process may use {Text(available)}. Take fewer channels, "
                + "modes or layers" + (HasRetreat ? ", or set DivergenceRetries to 0, which keeps no copies." : "."));
    }

    public override string ToString()
        => $"{Operator} has {Parameters} parameters, which with gradient{(HasRetreat ? ", optimizer and the copies of "
            + "DivergenceRetries" : " and optimizer")} take {Text(Bytes)}";

    private static string Text(Int128 bytes) => FormattableString.Invariant($"{(double)bytes / (1 << 20):f1} MiB");
}
