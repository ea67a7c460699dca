using Microsoft.ML.NeuralOperators.Server;

// Serves models: dotnet run -c Release -- --OperatorServer:Models:darcy=darcy.onnx
try
{
    await using WebApplication server = HttpServer.Create(args);
    await server.RunAsync();
    return 0;
}
// A setting, a model file, or an address that is in use.
catch (Exception error) when (error is FormatException or IOException or NotSupportedException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
