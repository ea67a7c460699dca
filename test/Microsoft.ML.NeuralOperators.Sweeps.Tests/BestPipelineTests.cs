using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>The code of the best pipeline is a program: it is compiled and run.</summary>
public sealed class BestPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_code_of_a_study_trains_its_best_model_again()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        IDataView rows = SmallSweep.Rows(operators);
        operators.SaveFields(rows, _folder["data.npz"], "a", "u");
        string study = _folder["study"];
        // What MgNO's authors published is not what a training has by itself; the sweep's trainer has neither.
        using SweepResult result = operators.CreateExperiment()
            .Add(operators.Mgno("u", "a",
                new() { Dimensions = 1, Levels = [new SmoothingSteps(1), new(1)], Channels = 4 },
                new() { Epochs = 3, BatchSize = 8, Workers = 1, LearningRate = 5e-3, Loss = Loss.RelativeL2 }),
                space => space.Range("Channels", 4, 6).Choice("Layers", 1, 2).Only("Channels", "Layers"))
            .SetDataset(rows, 0.25).SetSeed(7).SetTuner(new SobolTuner()).SetMaxTrials(3).SetStudy(study)
            .Run(TestContext.Current.CancellationToken);
        string load = $"operators.LoadFields(@\"{_folder["data.npz"]}\")";
        string code = SweepStudy.Load(study).BestPipeline(load)!;
        Assert.Equal(result.Study.BestPipeline(load), code);
        Assert.Contains("LearningRate = 0.005", code);

        Run(code.Replace("best.zip", _folder["again.zip"]));

        using var again = (NeuralOperatorTransformer)operators.Load(_folder["again.zip"]);
        Assert.Equal(result.BestTrial.Curve.Select(e => (e.Loss, e.ValidationError)),
            again.Report!.Epochs.Select(e => (e.Loss, e.ValidationError)));
        Assert.Equal($"{result.Model.Options}", $"{again.Options}");
    }

    [Fact]
    public void What_cannot_be_written_is_left_out()
    {
        var points = new BestModel(null, new TrainingOptions(), ["a"], null);
        Assert.Null(MadeUpStudy.Study(points).BestPipeline());
        Assert.Null(MadeUpStudy.Study().BestPipeline());
        Assert.Contains("cannot be written as code", MadeUpStudy.Study().Report().ToString());
    }

    [Fact]
    public void A_folder_without_a_study_is_refused()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Contains("There is no study in", Assert.Throws<FileNotFoundException>(
            () => SweepStudy.Load(_folder["empty"])).Message);
        Assert.Empty(Directory.GetFiles(_folder["empty"]));
    }

    [Fact]
    public void A_study_is_read_as_it_was_written()
    {
        string study = _folder["study"];
        using SweepResult result = SmallSweep.Create().SetStudy(study).Run(TestContext.Current.CancellationToken);
        SweepStudy read = SweepStudy.Load(study);
        Assert.Equal(result.BestTrial.Number, read.BestTrial!.Number);
        Assert.Equal(result.Trials.Select(t => t.Loss), read.Trials.Select(t => t.Loss));
        Assert.Equal(result.Trials.Select(t => t.Options["Training.LearningRate"]),
            read.Trials.Select(t => t.Options["Training.LearningRate"]));
        // One result for every trial, and one more for those that went on.
        Assert.Equal(SmallSweep.Trials + 4, read.Results.Count);
        Assert.Equal(read.Results.OrderBy(r => r.Time), read.Results);
        Assert.Equal(result.Importance().Options.Select(o => (o.Name, o.Share)),
            read.Importance().Options.Select(o => (o.Name, o.Share)));
        Assert.Equal(0.25, read.Description.ValidationFraction);
        Assert.Equal(["Layers", "Training.LearningRate"], read.Description.Spaces.Single().Options.Select(o => o.Name));
    }

    // In this process, with the assemblies that it has.
    private static void Run(string code)
    {
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation program = CSharpCompilation.Create($"pipeline{Guid.NewGuid():n}",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText("global using System;")],
            assemblies.Select(a => MetadataReference.CreateFromFile(a)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var image = new MemoryStream();
        var result = program.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d
            => d.Severity == DiagnosticSeverity.Error)) + $"\n{code}");
        image.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        main.Invoke(null, [Array.Empty<string>()]);
    }
}
