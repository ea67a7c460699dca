using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Tests.Support;
using PureHDF;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>
/// Readers of formats whose numbers have no checksums: a change of a number is another number, so that fewer changes
/// are refused.
/// </summary>
internal static class FormatReaders
{
    /// <summary>All of them.</summary>
    /// <param name="folder">Where files may be written.</param>
    public static IEnumerable<Reader> All(string folder)
    {
        yield return Of("netcdf", 0.2, Mutation.Bytes, NetCdfFiles.Sample(1), NetCdfFiles.Sample(2),
            NetCdfFiles.Sample(5));
        yield return Of("old pt", 0.3, Mutation.Bytes, PythonFiles.LegacyTorch(new Pickle().Do("}(").Text("a")
            .Tensor(0, [3, 2], [2, 1]).Text("b").Tensor(1, [2], [3], view: 1).Do("u").Stop(), new float[8]));
        yield return Of("mat 4", 0.2, Mutation.Bytes, MatFiles.Version4(false), MatFiles.Version4(true));
        yield return Of("vtk", 0.2, Mutation.Number, VtkFiles.LegacyMesh(false, false),
            VtkFiles.LegacyMesh(true, true), VtkFiles.LegacyMesh(true, false), VtkFiles.LegacyImage(true));
        yield return Of("vtk xml", 0.3, Mutation.Number, VtkFiles.Mesh(), VtkFiles.Image("ascii", null),
            VtkFiles.Image("base64", "zlib"), VtkFiles.Image("raw", null), VtkFiles.Image("appended64", "zlib"));
        yield return Of("zarr", 0.1, Mutation.Archive, Archive(2), Archive(3));
        // PureHDF allocates what a length says before it looks whether so much is there, and Apache.Arrow and
        // Parquet.Net one time in thousands.
        yield return Of("hdf5", 0.05, Mutation.Bytes, Hdf5(folder)) with { IsResident = true };
        yield return Of("arrow", 0.05, Mutation.Bytes, Written(folder, "arrow")) with { IsResident = true };
        yield return Of("parquet", 0.05, Mutation.Bytes, Written(folder, "parquet")) with { IsResident = true };
        var mlContext = new MLContext(seed: 0);
        yield return new("csv", [Encoding.ASCII.GetBytes("a,b,u1,u2,u3\n1,2,3,4,5\n6,7,8,9,10\n,NA,1e3,-2,.5\n"),
            Encoding.ASCII.GetBytes("1\t2\t3\n4\t5\t6\n")], path =>
            {
                IDataView rows = mlContext.NeuralOperators().LoadFields(path, new() { ["u"] = "1-2" });
                foreach (VBuffer<float> row in rows.GetColumn<VBuffer<float>>("u")) _ = row;
            }, Mutation.Number)
        {
            LeastRefused = 0.1,
            IsDocumented = (error, path) => error is FormatException or ArgumentOutOfRangeException
                && error.Message.Contains(path, StringComparison.Ordinal),
        };
    }

    private static Reader Of(string name, double leastRefused, Func<byte[], Random, byte[]> mutate,
        params byte[][] files) => new(name, files, path =>
        {
            IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(path);
            foreach (string array in arrays.Keys) _ = arrays[array];
        }, mutate)
        { LeastRefused = leastRefused };

    private static byte[] Archive(int version) => PythonFiles.Zip([.. ZarrFiles.Files(version)]);

    private static byte[] Written(string folder, string kind)
    {
        string path = Path.Combine(folder, $"sample.{kind}");
        DataFile.Write(path, [new NamedArray("u", [6, 2, 3], [.. Enumerable.Range(0, 36).Select(i => (float)i)]),
            new NamedArray("n", [6], [1, 2, 3, 4, 5, 6])]);
        return File.ReadAllBytes(path);
    }

    private static byte[] Hdf5(string folder)
    {
        string path = Path.Combine(folder, "sample.h5");
        float[,] chunked = new float[20, 30];
        for (int i = 0; i < chunked.Length; i++) chunked[i / 30, i % 30] = i;
        var file = new H5File
        {
            ["x"] = new double[] { 1, 2, 3 },
            ["group"] = new H5Group { ["u"] = new H5Dataset(chunked, chunks: [7, 8]), ["k"] = new[] { 1, 2, 3, 4 } },
            ["packed"] = new H5Dataset(new short[] { 1, 2, -9 })
            {
                Attributes = new() { ["scale_factor"] = 0.5, ["_FillValue"] = (short)-9 },
            },
        };
        file.Write(path);
        return File.ReadAllBytes(path);
    }
}
