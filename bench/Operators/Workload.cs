using System.Text.Json;

namespace Operators.Bench;

/// <summary>One thing to measure. Every program that is compared takes it as one argument of JSON.</summary>
internal sealed record Workload
{
    /// <summary>
    /// An epoch of training; a prediction by the network itself; or one through the ML.NET transformer.
    /// </summary>
    public const string Epoch = "epoch", Prediction = "prediction", Transformer = "transformer";

    /// <summary>
    /// The outputs for given weights and inputs, which shows that two programs have the same network.
    /// </summary>
    public const string Outputs = "outputs";

    /// <summary>Losses and scores on a device beside those on the CPU; the number of CUDA devices.</summary>
    public const string DeviceCheck = "deviceCheck", Devices = "devices";

    /// <summary>A large matrix product: what the machine can do.</summary>
    public const string Product = "product";

    /// <summary>One of the kinds above.</summary>
    public required string Kind { get; init; }

    /// <summary>"fno" or "mgno".</summary>
    public required string Model { get; init; }

    /// <summary>Points along each of two axes.</summary>
    public required int Size { get; init; }

    /// <summary>Samples a step, or rows of one prediction.</summary>
    public required int Batch { get; init; }

    /// <summary>Training samples.</summary>
    public int Samples { get; init; }

    /// <summary>Epochs of one training; the best but the first counts, as the first one compiles.</summary>
    public int Epochs { get; init; }

    /// <summary>"cpu", or "cuda:0" and so on.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Where weights, inputs and outputs are, a file of float32 each; for "outputs".</summary>
    public string? Folder { get; init; }

    /// <summary>The number of the CUDA device; null for the CPU.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int? GpuDeviceId => Device == "cpu" ? null : int.Parse(Device.Split(':')[1]);

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static Workload Parse(string json)
        => JsonSerializer.Deserialize<Workload>(json, JsonSerializerOptions.Web)
        ?? throw new FormatException("The workload is null.");
}
