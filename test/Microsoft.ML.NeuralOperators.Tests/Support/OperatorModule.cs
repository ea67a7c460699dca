using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>
/// A neural operator as a torch module, for own training loops: [batch, channels, grid…] → [batch, channels, grid…].
/// Its state dictionary has the names and shapes of the definition's parameters.
/// </summary>
internal sealed class OperatorModule : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly NeuralOperator _definition;
    private readonly Dictionary<ParameterDeclaration, torch.Tensor> _tensors = [];
    private readonly TorchInterpreter _interpreter;

    /// <summary>Wraps an operator with one input field.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="values">First values; drawn from the seed 0 when null.</param>
    /// <param name="type">Floating type of parameters and fields.</param>
    /// <param name="device">Where they live; the CPU when null.</param>
    public OperatorModule(NeuralOperator definition, ParameterValues? values = null,
        torch.ScalarType type = torch.ScalarType.Float32, torch.Device? device = null)
        : base(definition?.GetType().Name ?? throw new ArgumentNullException(nameof(definition)))
    {
        if (definition.Inputs.Count != 1)
            throw new ArgumentException($"{GetName()} has {definition.Inputs.Count} input fields; a module takes one.",
                nameof(definition));
        _definition = definition;
        values ??= ParameterValues.Initialize(definition, 0);
        device ??= torch.CPU;
        register_module("operator", new Node(definition, values, _tensors, type, device));
        _interpreter = new TorchInterpreter(_tensors, type, device);
    }

    public override torch.Tensor forward(torch.Tensor input)
    {
        _interpreter.Training = training;
        torch.Tensor output = TorchInterpreter.Unwrap(_definition.Run(_interpreter.Wrap(input)));
        foreach (var (statistic, observed) in _interpreter.Observed)
        {
            TorchBatchNormalization.Move(_tensors[statistic], observed);
            observed.Dispose();
        }
        _interpreter.Observed.Clear();
        return output;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _interpreter.Dispose();
        base.Dispose(disposing);
    }

    // Torch allows no dots in names, so every dot of a layer's path is a module of its own.
    private sealed class Node : torch.nn.Module
    {
        public Node(Layer layer, ParameterValues values, Dictionary<ParameterDeclaration, torch.Tensor> tensors,
            torch.ScalarType type, torch.Device device)
            : this(layer.Parameters.Select(p => (p, Relative(p, layer).Split('.'))), 0, values, tensors, type, device)
        {
        }

        private Node(IEnumerable<(ParameterDeclaration Declaration, string[] Path)> parameters, int depth,
            ParameterValues values,
            Dictionary<ParameterDeclaration, torch.Tensor> tensors, torch.ScalarType type, torch.Device device)
            : base("node")
        {
            foreach (var group in parameters.GroupBy(p => p.Path[depth]).ToArray())
            {
                var first = group.First();
                if (first.Path.Length > depth + 1)
                {
                    register_module(group.Key, new Node(group, depth + 1, values, tensors, type, device));
                    continue;
                }
                torch.Tensor tensor = torch.tensor(values[first.Declaration], [.. first.Declaration.Shape],
                    type, device);
                var parameter = new Parameter(tensor, first.Declaration.IsTrainable);
                register_parameter(group.Key, parameter);
                tensors.Add(first.Declaration, parameter);
            }
        }

        private static string Relative(ParameterDeclaration declaration, Layer root)
            => root.Path.Length == 0 ? declaration.Name : declaration.Name[(root.Path.Length + 1)..];
    }
}
