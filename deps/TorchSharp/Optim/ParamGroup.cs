namespace TorchSharp.Modules;

/// <summary>What a group of parameters is trained with; an option left null is the optimiser's.</summary>
public abstract class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source) => (LearningRate, InitialLearningRate) = (source.LearningRate, source.InitialLearningRate);

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate ?? InitialLearningRate);
    }
}

/// <summary>What an optimiser remembers about one parameter.</summary>
public abstract class OptimizerState
{
    private protected OptimizerState() { }

    public abstract void LoadStateDict(OptimizerState source);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void SaveStateDict(BinaryWriter writer);

    public virtual bool ApproximatelyEquals(OptimizerState other) => GetType() == other.GetType();

    // A tensor, and before it whether there is one.
    private protected static void SaveTensor(BinaryWriter writer, torch.Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected static void LoadTensor(BinaryReader reader, ref torch.Tensor? tensor)
    {
        if (!reader.ReadBoolean())
        {
            tensor?.Dispose();
            tensor = null;
            return;
        }
        TensorExtensionMethods.Load(ref tensor, reader);
        tensor?.DetachFromDisposeScope();
    }

    private protected static void CopyTensor(torch.Tensor? from, ref torch.Tensor? to)
    {
        if (ReferenceEquals(from, to)) return;
        to?.Dispose();
        to = from?.detach().clone().DetachFromDisposeScope();
    }

    private protected static bool Close(torch.Tensor? a, torch.Tensor? b) => a is null ? b is null : b is not null && a.allclose(b);
}

/// <summary>Parameters that are trained alike.</summary>
public class ParamGroup : torch.optim.ILearningRateController
{
    public ParamGroup() { }

    public IEnumerable<Parameter> Parameters { get; set; } = [];
    public OptimizerOptions Options { get; set; } = null!;

    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    // The parameters and their handles, as the kernels take them.
    internal Parameter[] List = [];
    internal OptimizerState[] States = [];
}

/// <summary>Parameters that are trained alike, with options of a known kind.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
