using System.Globalization;
using System.Text.Json;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>Transforms and normalisations are those of NumPy and PyTorch (layers.py).</summary>
public class LayerContracts
{
    private static readonly JsonElement Stored = Contract.Open("layers");

    [Fact]
    public void Spectral_convolutions_are_products_of_NumPys_spectra()
    {
        foreach (JsonElement stored in Stored.GetProperty("Spectral").EnumerateArray())
        {
            long[] grid = stored.GetProperty("Grid").Deserialize<long[]>()!;
            var layer = new SpectralConvolution(2, 2, stored.GetProperty("Modes").Deserialize<int[]>()!);
            WaveLayer.Equal(stored.Numbers("Output"), layer, layer.Apply, [.. grid, 1, 2]);
        }
    }

    [Fact]
    public void Group_normalisation_is_PyTorchs_in_both_layouts()
    {
        foreach (JsonProperty stored in Stored.GetProperty("Group").EnumerateObject())
        {
            int groups = int.Parse(stored.Name, CultureInfo.InvariantCulture);
            var channels = new GroupNormalization(groups, 6, epsilon: 0.01, layout: FieldLayout.ChannelsFirst);
            WaveLayer.Equal(stored.Value.Numbers(), channels, channels.Apply, 1, 6, 2, 3);
            var grid = new GroupNormalization(groups, 6, epsilon: 0.01);
            WaveLayer.Equal(stored.Value.Numbers(), grid,
                x => grid.Apply(x.Transpose(2, 3, 0, 1)).Transpose(2, 3, 0, 1), 1, 6, 2, 3);
        }
    }

    [Fact]
    public void Layer_normalisation_is_PyTorchs()
    {
        var points = new LayerNormalization(6, epsilon: 0.01);
        WaveLayer.Equal(Stored.Numbers("Layer"), points, points.Apply, 2, 5, 6);
        var whole = new GridNormalization(2, [3, 4], epsilon: 0.01);
        WaveLayer.Equal(Stored.Numbers("Grid"), whole, whole.Apply, 2, 2, 3, 4);
    }

    [Fact]
    public void Batch_normalisation_is_PyTorchs_in_training_and_after_it()
    {
        JsonElement stored = Stored.GetProperty("Batch");
        var single = new Normalized();
        int index = 0;
        ParameterValues values = ParameterValues.From(single, d => d.IsTrainable ? Wave.Singles(d.Elements, 3 + index++)
            : [.. Enumerable.Repeat(d.LocalName == "running_var" ? 1f : 0, 2)]);
        using var module = new OperatorModule(single, values, torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        double[] outputs = [.. Call(0), .. Call(1)];
        module.eval();
        Contract.Near(stored.Numbers("Outputs"), [.. outputs, .. Call(2)], WaveLayer.Tolerance);
        var state = module.state_dict();
        Contract.Near(stored.Numbers("Mean"), state["operator.norm.running_mean"], WaveLayer.Tolerance);
        Contract.Near(stored.Numbers("Variance"), state["operator.norm.running_var"], WaveLayer.Tolerance);

        double[] Call(double phase)
            => module.call(Wave.Tensor([3, 2, 2, 3], phase)).contiguous().data<double>().ToArray();
    }

    [Fact]
    public void Channel_maps_with_every_activation_are_PyTorchs()
    {
        JsonElement stored = Stored.GetProperty("Mlp");
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            var layer = new Mlp(2, 4, 2, activation);
            WaveLayer.Equal(stored.Numbers(activation.ToString()), layer, layer.Apply, 3, 2);
        }
    }

    [Fact]
    public void Coordinates_leave_the_end_of_the_domain_out()
    {
        var layer = new GridEmbedding(2, -1, 2);
        WaveLayer.Equal(Stored.Numbers("Embedded"), layer, layer.Apply, 3, 4, 1, 2);
    }

    private sealed class Normalized : GridOperator
    {
        private readonly BatchNormalization _norm;

        public Normalized()
            : base(2, 2, 2) => _norm = Compose("norm", new BatchNormalization(2));

        protected override Value Forward(Value x) => _norm.Apply(x);
    }
}
