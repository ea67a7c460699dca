using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>How JSON is read and written: with the documented names, and no others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 4)]
[JsonSerializable(typeof(JsonFields))]
internal sealed partial class ServerJson : JsonSerializerContext;
