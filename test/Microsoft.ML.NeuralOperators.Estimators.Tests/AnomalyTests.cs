using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Fields that differ by less than single precision tells apart around their mean.</summary>
public sealed class AnomalyTests : IDisposable
{
    private const double Mean = 101325.25;

    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    /// <summary>Differences of a thousandth of the spacing come out, in every format and left in the file.</summary>
    [Theory]
    [InlineData("p.npz", 256)]
    [InlineData("p.npz", 0)]
    [InlineData("p.npy", 0)]
    [InlineData("packed.npz", 256)]
    [InlineData("packed.npz", 0)]
    [InlineData("p.mat", 256)]
    [InlineData("p.mat", 0)]
    [InlineData("p.h5", 256)]
    [InlineData("p.h5", 0)]
    [InlineData("p.nc", 256)]
    [InlineData("p.nc", 0)]
    public void Anomalies_keep_the_precision_of_the_file(string file, double keptMegabytes)
    {
        Write();
        IDataView data = Operators.LoadFields(_folder[file], new() { ["p"] = "p - mean" }, "n x y",
            new() { KeptMegabytes = keptMegabytes });
        double mean = 0;
        data.Schema["p"].Annotations.GetValue("Mean", ref mean);
        Assert.Equal(Mean, mean, 0.01);
        float[][] rows = [.. data.GetColumn<float[]>("p")];
        double[][] restored = [.. Operators.AddMean(data, "p", "pressure").GetColumn<double[]>("pressure")];
        for (int row = 0; row < 6; row++)
            for (int i = 0; i < 64; i++)
            {
                Assert.Equal(Pressure(row, i) - mean, rows[row][i], 1e-8);
                Assert.Equal(Pressure(row, i), restored[row][i], 1e-8);
            }
    }

    [Fact]
    public void Numbers_that_single_precision_does_not_tell_apart_are_warned_about()
    {
        Write();
        var warnings = new List<string>();
        _mlContext.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p" });
        Assert.Contains("[\"p\"] = \"p - mean\"", Assert.Single(warnings));
        warnings.Clear();
        Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p - 101325.25" });
        Assert.Empty(warnings);
    }

    /// <summary>A file has no place for the mean; with it, the quantity comes back in double precision.</summary>
    [Fact]
    public void Anomalies_are_written_with_a_warning_and_the_quantity_without()
    {
        Write();
        var warnings = new List<string>();
        _mlContext.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        IDataView data = Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p - 101325.25" }, "n x y");
        Operators.SaveFields(Operators.AddMean(data, "p", "pressure"), _folder["out.npz"], "pressure");
        Assert.Empty(warnings);
        Operators.SaveFields(data, _folder["anomalies.npz"]);
        Assert.Contains("'p' has anomalies from 101325.25", Assert.Single(warnings));
        float[] back = [.. Operators.LoadFields(_folder["out.npz"], new() { ["p"] = "pressure - 101325.25" })
            .GetColumn<float[]>("p").SelectMany(row => row)];
        Assert.All(back.Zip(data.GetColumn<float[]>("p").SelectMany(row => row)),
            pair => Assert.Equal(pair.Second, pair.First, 1e-8));
    }

    /// <summary>The model keeps the mean: scores come back in double precision, also from its file.</summary>
    [Fact]
    public void A_model_keeps_the_mean_and_refuses_another()
    {
        Write();
        var columns = new Dictionary<string, string> { ["p"] = "p - mean", ["q"] = "q - mean" };
        IDataView data = Operators.LoadFields(_folder["p.npz"], columns, "n x y");
        double mean = 0;
        data.Schema["q"].Annotations.GetValue("Mean", ref mean);
        using NeuralOperatorTransformer model =
            Operators.Fno("q", "p", new() { Modes = [2, 2], Channels = 4, Layers = 1 },
            new() { Epochs = 2, Seed = 0 }).Fit(data);
        _mlContext.Model.Save(model, data.Schema, _folder["model.zip"]);
        model.ExportToOnnx(_folder["model.onnx"]);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(_folder["model.zip"]);
        using NeuralOperatorTransformer exported = Operators.LoadOnnx(_folder["model.onnx"]);
        foreach (NeuralOperatorTransformer each in new[] { model, loaded, exported })
        {
            IDataView scores = each.Transform(data);
            double[][] pressures = [.. Operators.AddMean(scores).GetColumn<double[]>("Score")];
            Assert.Equal(scores.GetColumn<float[]>("Score").Select(row => row.Select(s => s + mean)), pressures);
            Assert.InRange(pressures[0][0], mean - 1, mean + 1);
            IDataView other = Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p - 101325" }, "n x y");
            string message = Assert.Throws<ArgumentOutOfRangeException>(() => each.Transform(other)).Message;
            Assert.Contains("has anomalies from 101325, but the model was trained on anomalies from 101325.2", message);
            Assert.Contains("Read the column as \"array - 101325.2", message);
        }
        Assert.Contains("has anomalies from", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fno("q", "p",
            new() { Modes = [2, 2], Channels = 4, Layers = 1 }, new() { Epochs = 1, Seed = 0 }).Fit(data,
                Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p - 3", ["q"] = "q - 3" }, "n x y"))).Message);
    }

    /// <summary>Distances from a mean are no vectors, and those from two means are not compared.</summary>
    [Fact]
    public void Steps_that_would_mistake_anomalies_for_the_quantity_refuse_them()
    {
        Write();
        IDataView data = Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p - mean", ["q"] = "q - 7" }, "n x y");
        Assert.Contains("do not change as a pseudoscalar does", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.Augment(data, new SymmetryAugmentation("p: pseudoscalar; q: scalar"))).Message);
        Assert.Equal(48, Operators.Augment(data, new SymmetryAugmentation("p: scalar; q: scalar"))
            .GetColumn<float[]>("p").Count());
        Assert.Contains("entries off the diagonal", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.ToTensor("P", "p").Fit(data)).Message);
        Assert.Contains("but column 'q' has anomalies from 7",
            Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Evaluate(data, "p", "q")).Message);
    }

    /// <summary>Interpolation is exact for constants, so a column's mean stays what it is.</summary>
    [Fact]
    public void Interpolated_anomalies_keep_their_mean()
    {
        PythonWriter.Write($"""
            x = np.random.default_rng(0).uniform(0.1, 0.9, (3, 40, 2))
            np.savez('{_folder["cloud.npz"]}', x=x, p={Mean} + 1e-5 * x[..., 0])
            """);
        IDataView data = Operators.LoadFields(_folder["cloud.npz"],
            new() { ["x"] = "x", ["p"] = $"p - {Mean}" }, "x: n k c; p: n k");
        IDataView grid = Operators.InterpolateToGrid("g", "p", "x", [4, 4]).Fit(data).Transform(data),
            back = Operators.InterpolateToPoints("b", "g", "x", new() { Kind = GridInterpolation.Linear }).Fit(grid)
            .Transform(grid);
        foreach (string column in new[] { "g", "b" })
        {
            double mean = 0;
            back.Schema[column].Annotations.GetValue("Mean", ref mean);
            Assert.Equal(Mean, mean);
        }
    }

    [Fact]
    public void Columns_without_a_mean_have_none_to_add()
    {
        Write();
        IDataView data = Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p" });
        Assert.Contains("has no mean to add",
            Assert.Throws<ArgumentOutOfRangeException>(() => Operators.AddMean(data, "p")).Message);
        Assert.Contains("read in two ways", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.LoadFields(_folder["p.npz"], new() { ["p"] = "p", ["q"] = "p - mean" })).Message);
    }

    private static double Pressure(int row, int i) => Mean + 1e-5 * ((row * 64 + i) % 17 - 8);

    private void Write() => PythonWriter.Write($"""
        i = np.arange(6 * 64)
        p = ({Mean} + 1e-5 * (i % 17 - 8)).reshape(6, 8, 8)
        np.save('{_folder["p.npy"]}', p)
        np.savez('{_folder["p.npz"]}', p=p, q=p + 1)
        np.savez_compressed('{_folder["packed.npz"]}', p=p)
        scipy.io.savemat('{_folder["p.mat"]}', dict(p=p))
        h5py.File('{_folder["p.h5"]}', 'w')['p'] = p
        f = scipy.io.netcdf_file('{_folder["p.nc"]}', 'w')
        for name, size in zip('nxy', p.shape): f.createDimension(name, size)
        f.createVariable('p', 'f8', ('n', 'x', 'y'))[:] = p
        f.close()
        """);
}
