namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The parts of a Fourier neural operator in its <see cref="ClassicForm"/>.</summary>
internal sealed class ClassicLayers : Layer
{
    private readonly ClassicForm _form;
    private readonly FieldSampling _sampling;
    private readonly Linear _lifting;
    private readonly Part[] _parts;
    private readonly Linear[] _projection;

    /// <summary>Declares the parts.</summary>
    /// <param name="form">The form.</param>
    /// <param name="inputs">Channels of the input with its coordinates.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="sampling">How nonlinearities are taken.</param>
    public ClassicLayers(ClassicForm form, int inputs, int outputs, FieldSampling sampling)
    {
        (_form, _sampling) = (form, sampling);
        ClassicNames names = form.Names;
        int frames = form.Frames ?? 1;
        int[] widths = [form.Lifted, .. form.Layers.Select(layer => layer.Channels)];
        _lifting = Compose(names.Lifting, new Linear(inputs / frames, form.Lifted));
        _parts = [.. form.Layers.Select((layer, i) => new Part(
            Norm(widths[i]),
            Compose($"{names.Kernel}{i}", new SpectralConvolution(widths[i], layer.Channels, layer.Modes, false, null,
                shape => new BlockWeight(shape, form.Frames is null ? null : LesNetsWeights.Corner))),
            Norm(layer.Channels),
            layer.MlpWidth is { } hidden ? Compose($"{names.Mlp}{i}",
                new Mlp(layer.Channels, hidden, layer.Channels, first: "mlp1", last: "mlp2")) : null,
            Compose($"{names.Skip}{i}", new Linear(widths[i], layer.Channels))))];
        int[] head = [widths[^1], .. form.Hidden, outputs / frames];
        _projection = [.. Enumerable.Range(0, head.Length - 1)
            .Select(i => Compose(names.Projection[i], new Linear(head[i], head[i + 1])))];

        GroupNormalization? Norm(int channels) => form.HasNorms
            ? GroupNormalization.Of(Normalization.Instance, channels, FieldLayout.GridFirst) : null;
    }

    public Value Lift(Value a)
        => _lifting.Apply(_form.Frames is { } frames ? a.FramesBehindGrid(frames) : a);

    public Value Apply(Value v)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            Part part = _parts[i];
            Value kernel = part.Kernel.Apply(part.Before?.Apply(v) ?? v);
            kernel = part.After?.Apply(kernel) ?? kernel;
            if (part.Mlp is { } mlp) kernel = _sampling.Apply(kernel, mlp.Apply);
            v = kernel + part.Skip.Apply(v);
            if (i < _parts.Length - 1 || _form.ActivatesLastLayer)
                v = _sampling.Apply(v, x => _form.Activation.Apply(x));
        }
        return v;
    }

    public Value Project(Value v)
    {
        for (int i = 0; i < _projection.Length; i++)
            v = _projection[i].Apply(i > 0 && _form.ActivatesProjection ? _form.Activation.Apply(v) : v);
        return _form.Frames is null ? v : v.FramesInChannels();
    }

    private sealed record Part(GroupNormalization? Before, SpectralConvolution Kernel, GroupNormalization? After,
        Mlp? Mlp, Linear Skip);
}
