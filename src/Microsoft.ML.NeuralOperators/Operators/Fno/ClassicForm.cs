namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The form of the first Fourier neural operators, which published weights have: one linear layer as the lifting,
/// layers v ← σ(K v + W v + b) or v ← σ(MLP(K v) + W v + b), the last one without σ, and a few linear layers as the
/// projection. The weights of a kernel lie in the corners of the spectrum.
/// </summary>
internal sealed record ClassicForm
{
    /// <summary>What the program calls the parts.</summary>
    public required ClassicNames Names { get; init; }

    /// <summary>The layers; every one has modes and channels of its own.</summary>
    public required IReadOnlyList<ClassicLayer> Layers { get; init; }

    /// <summary>Channels that the lifting gives.</summary>
    public required int Lifted { get; init; }

    /// <summary>Channels between the linear layers of the projection.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>The nonlinearity; within the layers' MLPs it is GELU.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether the input and the output of every kernel are normalised, by instances.</summary>
    public bool HasNorms { get; init; }

    /// <summary>
    /// Frames of the fields, which lie in the channels and are the last axis of the kernels; null without.
    /// </summary>
    public int? Frames { get; init; }

    /// <summary>Whether the last layer has σ, too.</summary>
    public bool ActivatesLastLayer { get; init; }

    /// <summary>Whether σ stands between the layers of the projection.</summary>
    public bool ActivatesProjection { get; init; } = true;
}

/// <summary>A layer.</summary>
/// <param name="Channels">Channels out.</param>
/// <param name="Modes">Modes along each axis, counted over the full spectrum.</param>
/// <param name="MlpWidth">Hidden channels of the MLP after the kernel; null without one.</param>
internal sealed record ClassicLayer(int Channels, IReadOnlyList<int> Modes, int? MlpWidth);

/// <summary>What a program calls the parts.</summary>
/// <param name="Program">The program.</param>
/// <param name="Lifting">The lifting.</param>
/// <param name="Kernel">The kernels, before their number.</param>
/// <param name="Skip">The layers W, before their number.</param>
/// <param name="Mlp">The MLPs, before their number; null where there are none.</param>
/// <param name="Projection">The layers of the projection, the last of which may be missing.</param>
internal sealed record ClassicNames(string Program, string Lifting, string Kernel, string Skip, string? Mlp,
    IReadOnlyList<string> Projection)
{
    /// <summary>The networks of physics_informed, which teach them by equations (PINO).</summary>
    public static ClassicNames PhysicsInformed { get; } =
        new("network of physics_informed", "fc0", "sp_convs.", "ws.", null, ["fc1", "fc2", "fc3"]);

    /// <summary>The scripts of 2021.</summary>
    public static ClassicNames Scripts { get; } =
        new("network of the scripts of 2021", "fc0", "conv", "w", null, ["fc1", "fc2"]);

    /// <summary>FNO3d of LESnets, whose kernels are along three axes of space and the time.</summary>
    public static ClassicNames LesNets { get; } =
        new("FNO3d of LESnets", "fc0", "sp_convs.", "ws.", null, ["fc1", "fc2"]);

    /// <summary>FNO3d of torch-cfd, a modified later script.</summary>
    public static ClassicNames TorchCfd { get; } =
        new("FNO3d of torch-cfd", "p", "spectral_conv.", "w.", "mlp.", ["q.mlp1", "q.mlp2"]);

    /// <summary>The scripts that came after.</summary>
    public static ClassicNames LaterScripts { get; } =
        new("network of the scripts of 2022", "p", "conv", "w", "mlp", ["q.mlp1", "q.mlp2"]);
}
