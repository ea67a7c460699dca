using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Trains a model on a file and saves it.</summary>
internal sealed class TrainCommand : ToolCommand
{
    private readonly FieldFileArguments _file = new();
    private readonly TrainingArguments _training = new();

    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "The model; \"neuralop models\" lists them.",
        DefaultValueFactory = _ => "fno",
        HelpName = "name",
    };

    private readonly Option<string> _save = new("--save", "-o")
    {
        Description = "The file of the trained model.",
        DefaultValueFactory = _ => "model.zip",
        HelpName = "file",
    };

    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the data." };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Continue the training of this model file that was stopped.",
    };

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Begin anew, and give up the training of this model file that was stopped.",
    };

    private readonly Option<bool> _sharded = new("--sharded")
    {
        Description = "Under mpirun: every process reads only its own part of the rows, for data larger than a disk.",
    };

    public TrainCommand(Terminal terminal)
        : base(terminal, "train", "Trains a model on the fields of a file. Ctrl-C keeps the best model so far.",
            "neuralop train darcy.mat --input coeff --output sol --model mgno -o darcy.zip",
            "neuralop train darcy.npz -i a -u u -m fno --set Modes=12,12 Channels=32 LearningRate=2e-3 --epochs 100",
            "neuralop train darcy.npz -i a -u u -m fno --epochs 100 --resume",
            "mpirun -n 4 neuralop train darcy.npz -i a -u u -m fno",
            "neuralop train flow.h5 -i w --layout \"n t x y\" -m fno --set RollOut.History=10")
    {
        _model.CompletionSources.Add(_ => Architecture.Names.Select(
            name => new System.CommandLine.Completions.CompletionItem(name)));
        _file.AddTo(this);
        _training.AddTo(this);
        foreach (Option option in (Option[])[_model, _save, _epochs, _resume, _restart, _sharded]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        string path = OutputFile.Prepare(call.Arguments.GetRequiredValue(_save), _file.File(call));
        if (Path.GetExtension(path).ToLowerInvariant() != ".zip")
            throw new ArgumentException($"A model is saved as .zip, not as '{Path.GetFileName(path)}'; "
                + "\"neuralop export\" makes an .onnx of it.");
        MLContext context = call.Context(_training.Seed(call), _training.Gpu(call));
        var display = new TrainingDisplay(call.Console);
        var states = new StoppedTraining(path);
        // Under mpirun, the first process does all writing and printing.
        Communicator? ranks = MpiCommunicator.IsLaunched ? MpiCommunicator.World : null;
        bool isFirst = ranks is null or { Rank: 0 };
        if (isFirst) states.Require(call.Arguments.GetValue(_resume), call.Arguments.GetValue(_restart));
        NeuralOperatorTrainer trainer = Trainer(call, context, states, display, ranks);
        IDataView data = _file.Load(call, context, call.Arguments.GetValue(_sharded)
            ? ReadLimits.Default with { KeptMegabytes = 0 } : null, _training.Columns(call));
        // The states of a training that was given up are deleted only once the new one is ready to begin.
        if (isFirst && call.Arguments.GetValue(_restart)) states.Delete();
        try
        {
            using NeuralOperatorTransformer model = display.Run(() => trainer.Fit(data));
            if (!isFirst) return Answer.None;
            OutputFile.Write(path, stream => context.Model.Save(model, data.Schema, stream));
            bool isStopped = model.Report!.Epochs.Count < trainer.Training.Epochs;
            if (!isStopped) states.Delete();
            return Summary(model.Report, isStopped, path);
        }
        finally
        {
            if (isFirst) states.DeleteEmpty();
        }
    }

    private NeuralOperatorTrainer Trainer(Invocation call, MLContext context, StoppedTraining states,
        TrainingDisplay display, Communicator? ranks)
    {
        TrainingOptions training = TrainingArguments.Defaults with
        {
            Seed = _training.Seed(call),
            ValidationFraction = _training.Validation(call),
            Checkpoints = new TrainingCheckpoints { Folder = states.Folder },
            Progress = display.Report,
            CancellationToken = call.Cancellation,
            Communicator = ranks,
            Sharding = call.Arguments.GetValue(_sharded) ? DataSharding.ByRank : DataSharding.None,
        };
        if (call.Arguments.GetValue(_epochs) is { } epochs) training = training with { Epochs = epochs };
        return _training.Trainer(call, context, Architecture.Find(call.Arguments.GetRequiredValue(_model)), training);
    }

    private static Answer Summary(TrainingReport report, bool isStopped, string path)
    {
        EpochReport best = report.Epochs.MinBy(e => e.ValidationError ?? e.Loss)!;
        var values = new
        {
            Model = path,
            report.Operator,
            report.Parameters,
            report.Samples,
            Epochs = report.Epochs.Count,
            IsStopped = isStopped,
            BestEpoch = best.Epoch,
            best.Loss,
            best.ValidationError,
            report.Seconds,
            report.Device,
        };
        return new Answer(values, console =>
        {
            string error = best.ValidationError is { } e ? Invariant($", validation error {e:g4}") : "";
            string epoch = $"best epoch {best.Epoch} of {report.Epochs.Count}";
            console.Line(Invariant($"{report.Operator}, {report.Parameters:n0} parameters, {report.Samples} samples"));
            console.Line(Invariant($"{epoch}: loss {best.Loss:g4}{error}"));
            console.Line(Invariant($"{report.Seconds:f1} s ({report.Device}), saved as {path}"));
            if (isStopped) console.Line("Stopped early. The same command with --resume continues.");
        });
    }
}
