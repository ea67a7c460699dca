using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The health of every model, as JSON. Reasons are in the log, since anyone may ask here.</summary>
internal static class HealthText
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var models = new JsonObject();
        foreach (var (name, entry) in report.Entries) models[name] = $"{entry.Status}";
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(new JsonObject
        {
            ["status"] = $"{report.Status}",
            ["models"] = models,
        }.ToJsonString(), context.RequestAborted);
    }
}
