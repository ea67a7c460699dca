using System.CommandLine;
using Microsoft.ML.NeuralOperators;

namespace DarcyFlow;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Model, int Epochs, int Seed, int Samples, int Size, int Modes, int Width,
    int Layers, int[] Levels, int Batch,
    double? LearningRate, int? SchedulePeriod, int? GpuDeviceId, string? Data, string? Test, string Output,
    string? Json)
{
    public static Task<int> RunAsync(string[] args, Func<Arguments, CancellationToken, int> run)
    {
        var model = new Option<string>("--model")
        {
            Description = "the operator: mgno or fno",
            DefaultValueFactory = _ => "mgno"
        };
        model.AcceptOnlyFromAmong("mgno", "fno");
        var epochs = new Option<int>("--epochs")
        {
            Description = "passes over the training data",
            DefaultValueFactory = _ => 15
        };
        var seed = new Option<int>("--seed")
        {
            Description = "seed of data and training",
            DefaultValueFactory = _ => 0
        };
        var samples = new Option<int>("--samples")
        {
            Description = "generated training samples",
            DefaultValueFactory = _ => 320
        };
        var size = new Option<int>("--size")
        {
            Description = "generated grid size; the finer one is twice as large",
            DefaultValueFactory = _ => 64
        };
        var modes = new Option<int>("--modes")
        {
            Description = "fno: Fourier modes along each axis (0: 16, or what the "
            + "grid allows)"
        };
        var width = new Option<int>("--width")
        {
            Description = "channels between the layers",
            DefaultValueFactory = _ => 24
        };
        var layers = new Option<int>("--layers") { Description = "nonlinear layers", DefaultValueFactory = _ => 4 };
        var levels = new Option<int[]>("--levels")
        {
            Description = "mgno: smoothing steps of every level, finest first "
            + "(default: 1 on each, 2 on the coarsest, down to 2 points)",
            AllowMultipleArgumentsPerToken = true
        };
        var batch = new Option<int>("--batch") { Description = "samples a step", DefaultValueFactory = _ => 4 };
        var rate = new Option<double?>("--learning-rate")
        {
            Description = "largest learning rate (default: 1e-3 for "
            + "mgno, 5e-3 for fno)"
        };
        var period = new Option<int?>("--cosine")
        {
            Description = "fno: epochs until the cosine schedule reaches zero "
            + "(default: all)"
        };
        var gpu = new Option<int?>("--gpu")
        {
            Description = "CUDA device that trains and predicts (default: the CPU; docs/gpu.md)"
        };
        var data = new Option<string?>("--data")
        {
            Description = "training file (.pt, .npz) with the arrays x and y "
            + "(or a and u) instead of generated data"
        };
        var test = new Option<string?>("--test") { Description = "test file, with --data" };
        var output = new Option<string>("--output")
        {
            Description = "folder for model files and report",
            DefaultValueFactory = _ => "out"
        };
        var json = new Option<string?>("--json") { Description = "file for the numbers" };
        var command = new RootCommand("Trains a neural operator on Darcy flow and scores it through ONNX Runtime.")
            { model, epochs, seed, samples, size, modes, width, layers, levels, batch, rate, period, gpu, data,
                test, output, json };
        command.SetAction((result, cancellation)
            => Task.FromResult(run(new Arguments(result.GetValue(model)!, result.GetValue(epochs),
            result.GetValue(seed),
            result.GetValue(samples), result.GetValue(size), result.GetValue(modes), result.GetValue(width),
            result.GetValue(layers),
            result.GetValue(levels)
            ?? [], result.GetValue(batch), result.GetValue(rate), result.GetValue(period), result.GetValue(gpu),
            result.GetValue(data), result.GetValue(test), result.GetValue(output)!, result.GetValue(json)),
            cancellation)));
        return command.Parse(args).InvokeAsync();
    }
}
