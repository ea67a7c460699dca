using System.Text.Json.Serialization;

namespace OperatorServer;

/// <summary>How JSON is read and written: names as they are documented, and no others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 4)]
[JsonSerializable(typeof(JsonFields))]
internal sealed partial class ServerJson : JsonSerializerContext;
