namespace OperatorServer.Tests;

public sealed class ServerOptionsTests
{
    [Theory]
    [InlineData("There is no model. Name one: --OperatorServer:Models:NAME=FILE.onnx")]
    [InlineData("MaxRequestBytes is 0; expected 1 or more", "Models:a=a.onnx", "MaxRequestBytes=0")]
    [InlineData("MaxConcurrentRequests is -1; expected 1", "Models:a=a.onnx", "MaxConcurrentRequests=-1")]
    [InlineData("Keys:0 has 5 characters; expected 16 or more", "Models:a=a.onnx", "Keys:0=short")]
    [InlineData("digits of a SHA-256 digest do not follow", "Models:a=a.onnx", "Keys:0=sha256:0123456789")]
    [InlineData("MaxRequestBytes", "Models:a=a.onnx", "MaxRequestBytes=many")]
    [InlineData("Problems names 'b', which is none of the models a", "Models:a=a.onnx", "Problems:b=Darcy")]
    [InlineData("OperatorServer:Problems", "Models:a=a.onnx", "Problems:a=Stokes")]
    [InlineData("MaxSolvedCells is 0; expected 1 to 4194304", "Models:a=a.onnx", "MaxSolvedCells=0")]
    [InlineData("MaxConcurrentSolutions is 0; expected 1", "Models:a=a.onnx", "MaxConcurrentSolutions=0")]
    [InlineData("MaxSolvingTime is 00:00:00; expected more than 0", "Models:a=a.onnx", "MaxSolvingTime=00:00:00")]
    public void Faults_of_the_configuration_are_named(string text, params string[] settings)
        => Assert.Contains(text, Assert.Throws<ServerOptionsException>(
            () => HttpServer.Create([.. settings.Select(s => $"--OperatorServer:{s}")])).Message);

    [Fact]
    public async Task A_missing_model_ends_the_start()
    {
        await using var server = HttpServer.Create(["--urls=http://127.0.0.1:0",
            "--OperatorServer:Models:a=missing.onnx", "--Logging:LogLevel:Default=None"]);
        Assert.Contains("missing.onnx",
            (await Assert.ThrowsAsync<FileNotFoundException>(() => server.StartAsync())).Message);
    }
}
