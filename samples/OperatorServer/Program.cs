using OperatorServer;

// Serves models: dotnet run -c Release -- --OperatorServer:Models:darcy=darcy.onnx
try
{
    await using WebApplication server = Server.Create(args);
    await server.RunAsync();
    return 0;
}
catch (Exception error) when (error is ServerOptionsException or FileNotFoundException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
