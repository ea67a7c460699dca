namespace TorchSharp.Modules;

/// <summary>
/// What the optimisers share: groups, states, files, and steps over all parameters of a group at once. Kernels see real
/// numbers only: complex parameters as pairs.
/// </summary>
public abstract unsafe class OptimizerHelper : torch.optim.Optimizer
{
    private readonly List<ParamGroup> groups = [];

    private protected OptimizerHelper() { }

    private protected override IEnumerable<torch.optim.ILearningRateController> Groups => groups;
    private protected override IEnumerable<Parameter> All => groups.SelectMany(g => g.List);

    private protected abstract OptimizerOptions Defaults { get; }
    private protected abstract OptimizerState NewState(Parameter parameter, OptimizerOptions options);
    private protected abstract void Complete(OptimizerOptions options);
    private protected abstract void Step(Batch batch, OptimizerOptions options);

    public override void add_param_group(ParamGroup param_group)
    {
        OptimizerOptions options = param_group.Options ?? throw new ArgumentException("The group has no options.");
        options.LearningRate ??= Defaults.LearningRate;
        options.InitialLearningRate = options.LearningRate!.Value;
        Complete(options);
        param_group.List = param_group.Parameters.ToArray();
        if (param_group.List.Intersect(parameters(), ReferenceEqualityComparer.Instance).Any())
            throw new ArgumentException("A parameter is in two groups.");
        param_group.Parameters = param_group.List;
        using (torch.no_grad()) param_group.States = Array.ConvertAll(param_group.List, p => NewState(p, options));
        groups.Add(param_group);
    }

    private protected void AddAll(IEnumerable<ParamGroup> added)
    {
        foreach (ParamGroup group in added) add_param_group(group);
    }

    /// <summary>The parameters of a group that have gradients and are equally far, as handles that the kernels take.</summary>
    private protected sealed class Batch(int count)
    {
        public readonly nint[] Parameters = new nint[count];
        public nint[] Gradients = new nint[count];
        public readonly OptimizerState[] States = new OptimizerState[count];

        /// <summary>What each state has under that name.</summary>
        public nint[] Of<TState>(Func<TState, torch.Tensor> part) where TState : OptimizerState =>
            Array.ConvertAll(States, s => (nint)Real(part((TState)s)).Handle);

        public readonly List<torch.Tensor> Views = [];

        public torch.Tensor Real(torch.Tensor tensor)
        {
            if (!tensor.is_complex()) return tensor;
            torch.Tensor view = Aten.view_as_real.Call(tensor).DetachFromDisposeScope();
            Views.Add(view);
            return view;
        }
    }

    private protected override torch.Tensor? Take(Func<torch.Tensor>? closure)
    {
        torch.Tensor? loss = null;
        if (closure is not null)
            using (torch.enable_grad()) loss = closure();
        int recorded = NativeMethods.ts_grad_mode();
        NativeMethods.ts_set_grad_mode(0);
        try
        {
            foreach (ParamGroup group in groups) Step(group);
        }
        finally
        {
            NativeMethods.ts_set_grad_mode(recorded);
        }
        return loss;
    }

    private void Step(ParamGroup group)
    {
        Parameter[] list = group.List;
        nint[] handles = Array.ConvertAll(list, p => (nint)p.Handle), gradients = new nint[list.Length];
        fixed (nint* p = handles, g = gradients) NativeMethods.ts_grads(p, handles.Length, g);
        try
        {
            // Usually all have gradients and have taken equally many steps: one batch.
            var counted = new Dictionary<long, List<int>>();
            for (int k = 0; k < list.Length; k++)
            {
                if (gradients[k] == 0) continue;
                // A view of a complex gradient as pairs takes the gradient's place.
                if (list[k].is_complex())
                {
                    var complex = new torch.Tensor(gradients[k], scoped: false);
                    gradients[k] = Aten.view_as_real.Call(complex).DetachFromDisposeScope().DecoupleFromNativeHandle();
                    complex.Dispose();
                }
                long key = Position(group.States[k]);
                if (!counted.TryGetValue(key, out List<int>? members)) counted.Add(key, members = new List<int>(list.Length));
                members.Add(k);
            }
            foreach (List<int> members in counted.Values)
            {
                var batch = new Batch(members.Count);
                for (int j = 0; j < members.Count; j++)
                {
                    int k = members[j];
                    batch.Parameters[j] = list[k].is_complex() ? batch.Real(list[k]).Handle : handles[k];
                    batch.Gradients[j] = gradients[k];
                    batch.States[j] = group.States[k];
                }
                Step(batch, group.Options);
                foreach (torch.Tensor view in batch.Views) view.Dispose();
            }
        }
        finally
        {
            Foreach.Free(gradients);
            GC.KeepAlive(list);
        }
    }

    /// <summary>States with different positions are not stepped together.</summary>
    private protected virtual long Position(OptimizerState state) => 0;

    // Files -----------------------------------------------------------------------------------------------------------

    public StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (ParamGroup group in groups)
        {
            result.Options.Add(group.Options);
            result.State.AddRange(group.States);
        }
        return result;
    }

    public void load_state_dict(StateDictionary state_dict)
    {
        if (state_dict.Options.Count != groups.Count || state_dict.State.Count != groups.Sum(g => g.List.Length))
            throw new ArgumentException("The state has other groups or parameters than the optimiser.");
        int next = 0;
        for (int k = 0; k < groups.Count; k++)
        {
            groups[k].Options.LoadStateDict(state_dict.Options[k]);
            foreach (OptimizerState own in groups[k].States) own.LoadStateDict(state_dict.State[next++]);
        }
    }

    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        writer.Write(groups.Count);
        foreach (ParamGroup group in groups)
        {
            writer.Write(group.States.Length);
            group.Options.SaveStateDict(writer);
            foreach (OptimizerState state in group.States) state.SaveStateDict(writer);
        }
    }

    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        string kind = reader.ReadString();
        if (kind != GetType().Name) throw new InvalidDataException($"The state is of {kind}, not of {GetType().Name}.");
        if (reader.ReadInt32() != groups.Count) throw new InvalidDataException("The state has another number of groups.");
        foreach (ParamGroup group in groups)
        {
            if (reader.ReadInt32() != group.States.Length) throw new InvalidDataException("The state has another number of parameters.");
            group.Options.LoadStateDict(reader);
            foreach (OptimizerState state in group.States) state.LoadStateDict(reader);
        }
    }

    private protected override void Release()
    {
        foreach (ParamGroup group in groups)
            foreach (OptimizerState state in group.States) (state as IDisposable)?.Dispose();
    }
}
