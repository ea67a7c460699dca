using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="Stnn"/>.</summary>
public sealed record StnnOptions : PointOperatorOptions
{
    /// <summary>Linear maps K that are mixed. Published: 10 and 20.</summary>
    [Range(1, 256), SweepChoice(5, 10, 20)]
    public int Experts { get; init; } = 10;

    /// <summary>Largest rank between the cores of a map's tensor train. Published: 16.</summary>
    [Range(1, Limits.Width), SweepChoice(4, 8, 16, 32)]
    public int Rank { get; init; } = 16;

    /// <summary>
    /// Cores of each tensor train, at most: the sizes of input and output are split into as many factors. Published: 7.
    /// </summary>
    [Range(1, 16), SweepChoice(2, 3, 5, 7)]
    public int Cores { get; init; } = 7;

    /// <summary>
    /// Sensors at one place, next to each other in the column, such as the directions of incoming radiation: each
    /// place's are summed with <see cref="Contractions"/> learned weights first. 1, the default, for none. The second
    /// half of an even number has the weights of the first one, mirrored.
    /// </summary>
    [Range(1, Limits.Width)]
    public int SensorsAtPlace { get; init; } = 1;

    /// <summary>Learned weights of the sensors at a place. Published: 1 and 2.</summary>
    [Range(1, Limits.Width)]
    public int Contractions { get; init; } = 1;

    /// <summary>
    /// Equally long parts of the sensors that have weights of their own, such as an inner and an outer boundary.
    /// </summary>
    [Range(1, 64)]
    public int Boundaries { get; init; } = 1;

    /// <summary>Hidden layers of the network that mixes the maps, by the global parameters.</summary>
    [Range(0, Limits.Depth)]
    public int GateLayers { get; init; } = 8;

    /// <summary>Their width.</summary>
    [Range(1, Limits.Width)]
    public int GateWidth { get; init; } = 30;

    /// <summary>Their activation. Published: ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (SensorsAtPlace == 1 && Contractions > 1)
            yield return $"Contractions is {Contractions}, but SensorsAtPlace is 1; expected 1";
    }

    internal override IReadOnlyList<PointField> Fields(PointFields given)
        => [given.Functions.Single() with { Axis = "sensors" },
            .. given.Parameters is { } parameters ? [parameters] : Array.Empty<PointField>()];

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        FieldSamples sensors = rows.Training.Inputs[0], target = rows.Training.Target;
        SharedPoints.RequireEqualNumbers(target);
        var definition = new Stnn(sensors.Channels, sensors.Grid[0],
            given.Parameters is null ? 0 : rows.Training.Inputs[1].Channels, target.Channels, target.Grid[0], this);
        return new PointPlan(definition, rows.Training, rows.Validation, rows.Training.Inputs.Count);
    }
}
