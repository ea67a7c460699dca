// Beside the program of samples/NativeScoring: with the arguments "checks MODEL.onnx" it does what else of the
// libraries rests on reflection where programs are not trimmed.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.ML.NeuralOperators;

internal static class AheadOfTime
{
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetCommandLineArgs() is not [_, "checks", string path]) return;
        // Options, some of them null.
        NeuralOperator definition = new FnoOptions { Modes = [4, 4], Channels = 4, Layers = 1 }.Define(1, 1);
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 1));
        using (OnnxOperatorSession session = OnnxOperatorSession.Open(model))
            Console.WriteLine($"exported {session.Info.Inputs.Count} input");
        Refused(() => new FnoOptions { Modes = [0, 4], Normalization = (Normalization)99 }.Define(1, 1));
        Refused(() => new ServedOperator(path, new() { Execution = null! }));
        // A card as JSON.
        Console.WriteLine($"architecture {OnnxModelInfo.Read(File.ReadAllBytes(path)).Card!.Architecture!.Name}");
        // Dependency injection.
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddNeuralOperator(path);
        using IHost host = builder.Build();
        host.Start();
        HealthReport health = host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().Result;
        Console.WriteLine($"health {health.Status}");
        Environment.Exit(0);
    }

    private static void Refused(Action make)
    {
        try
        {
            make();
            Console.WriteLine("not refused");
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);
        }
    }
}
