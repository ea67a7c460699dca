using System.Globalization;
using System.Text;
using Microsoft.ML.NeuralOperators.Options;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// HDF5, read by PureHDF: arrays of numbers in groups. In MATLAB's files of version 7.3, axes are turned around, since
/// MATLAB stores them the other way.
/// </summary>
internal sealed class Hdf5Format
{
    // Elements of chunks from which on unpacking them on several threads is worth their start.
    private const long Parallelized = 1 << 22;
    private const string MatlabClass = "MATLAB_class";
    // MATLAB's own group of what is behind objects.
    private const string Subsystem = "#subsystem#";

    private readonly string _path;
    private readonly FileContent _content;
    private readonly ReadBudget _budget;
    private readonly Hdf5References _references;

    static Hdf5Format() => H5Filter.Register(new LzfFilter());

    private Hdf5Format(string path, NativeFile file, ReadRequest request, ReadBudget budget)
        => (_path, _content, _budget, _references) =
        (path, new FileContent(request), budget, new Hdf5References(file, budget));

    /// <summary>Whether a file has HDF5's signature.</summary>
    public static bool Fits(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Hdf5Stream.Beginning(stream) is not null;
    }

    /// <summary>Reads arrays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">Those wanted.</param>
    /// <param name="limits">What reading may cost.</param>
    public static FileContent Read(string path, ReadRequest request, ReadLimits limits)
    {
        Rules.Require(limits, nameof(limits));
        try
        {
            using NativeFile file = H5File.Open(new Hdf5Stream(path));
            var format = new Hdf5Format(path, file, request, new ReadBudget(limits, new FileInfo(path).Length));
            format.Group(file, "", "", 0);
            format._content.RequireAny();
            return format._content;
        }
        catch (Exception error) when (error is not FileNotFoundException && !Hdf5Damage.IsTrueShortage(error))
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    // MATLAB's names of variables differ from the way to them in the file.
    private void Group(IH5Group group, string way, string place, int depth)
    {
        if (depth > _budget.Limits.Nesting)
            throw new FormatException($"groups are nested more than {_budget.Limits.Nesting} deep.");
        foreach (IH5Object child in group.Children())
        {
            _budget.Take(ReadBudget.InstanceBytes);
            if (child.Name is Hdf5References.Group or Subsystem) continue;
            Child(child, $"{way}/{child.Name}", _budget.Name(place + child.Name), depth);
        }
    }

    private void Child(IH5Object child, string way, string name, int depth)
    {
        if (child is IH5Dataset dataset) Dataset(dataset, way, name, depth);
        else if (child is not IH5Group group) return;
        else if (group.AttributeExists(Hdf5Sparse.Rows)) Sparse(group, name);
        else Group(group, way, name + (group.AttributeExists(MatlabClass) ? "." : "/"), depth + 1);
    }

    private void Dataset(IH5Dataset dataset, string place, string name, int depth)
    {
        try
        {
            if (dataset.Type.Class == H5DataTypeClass.Reference && Matlab(dataset, name) is { } members)
            {
                Members(dataset, members, depth);
                return;
            }
            // The Well says so of fields that are the same for all samples or at all times.
            foreach (string varying in (string[])["sample_varying", "time_varying"])
                if (dataset.AttributeExists(varying))
                    _content.Notes[$"{name}@{varying}"] = $"{dataset.Attribute(varying).Read<byte>() != 0}";
            if (_content.Wants(name, dataset.Space.Dimensions.Select(n => checked((long)n))))
                Read(dataset, place, name);
        }
        // PureHDF throws whatever reading nonsense leads to. What is damaged or unknown spoils only itself.
        catch (Exception error) when (!Hdf5Damage.IsTrueShortage(error))
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
        }
    }

    // The names of what a cell or a field of an array of structs refers to; {0} is the index. Null for all others.
    private static string? Matlab(IH5Dataset dataset, string name)
    {
        string escaped = name.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        if (dataset.Text(MatlabClass) == "cell") return escaped + ".{0}";
        int dot = escaped.LastIndexOf('.');
        return dot < 0 ? null : escaped[..dot] + ".{0}" + escaped[dot..];
    }

    private void Members(IH5Dataset dataset, string names, int depth)
    {
        if (depth > _budget.Limits.Nesting)
            throw new FormatException($"cells are nested more than {_budget.Limits.Nesting} deep.");
        int count = ElementDecoder.Count([.. dataset.Space.Dimensions.Select(n => checked((long)n))]);
        _budget.Take((long)count * ReadBudget.InstanceBytes);
        ulong[] references = dataset.Read<ulong[]>();
        for (int i = 0; i < references.Length; i++)
        {
            string name = _budget.Name(string.Format(CultureInfo.InvariantCulture, names, i));
            // Cells that were never filled.
            if (references[i] is 0 or ulong.MaxValue) continue;
            try
            {
                var (member, way) = _references.Find(references[i]);
                Child(member, way, name, depth + 1);
            }
            catch (Exception error) when (!Hdf5Damage.IsTrueShortage(error))
            {
                _content.Refuse(name, error.Message.TrimEnd('.'));
            }
        }
    }

    private void Sparse(IH5Group group, string name)
    {
        try
        {
            if (Hdf5Sparse.Read(group, name, _content, _budget) is { } matrix) _content.Add(matrix);
        }
        catch (Exception error) when (!Hdf5Damage.IsTrueShortage(error))
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
        }
    }

    private void Read(IH5Dataset dataset, string place, string name)
    {
        string? matlab = dataset.Text(MatlabClass);
        if (matlab is "cell" or "function_handle" || dataset.AttributeExists("MATLAB_empty"))
            throw new UnsupportedArrayException($"the variable '{name}' is empty or of MATLAB's class '{matlab}'.");
        long[] shape = [.. dataset.Space.Dimensions.Select(n => checked((long)n))];
        long total = ElementDecoder.LongCount(shape);
        Hdf5Elements elements = Hdf5Elements.Of(dataset.Type, name);
        NumberPacking? packing = elements.Packing(dataset);
        if (elements.Parts == 1) packing = _content.Packing(name, packing);
        if (_content.Streams(total * elements.Parts) && matlab != "char")
        {
            if (matlab is not null) Array.Reverse(shape);
            _content.Add(new Hdf5Array(_path, dataset, place, name, shape, elements, packing,
                isReversed: matlab is not null));
            return;
        }
        int count = ElementDecoder.Count(shape);
        _budget.Take((long)count * (elements.Size + sizeof(float) * elements.Parts));
        if (matlab == "char")
        {
            _content.Add(new NamedArray(name, [count], [])
            {
                Text = Encoding.Unicode.GetString(elements.Bytes(dataset, count)),
            });
            return;
        }
        float[] values = matlab is null && dataset.Layout.Class == H5DataLayoutClass.Chunked && total > Parallelized
            ? new Hdf5Array(_path, dataset, place, name, shape, elements, packing, isReversed: false).Whole()
            : elements.Numbers(dataset, count, packing);
        if (matlab is not null)
        {
            Array.Reverse(shape);
            values = ColumnMajor.ToRowMajor(values, shape, elements.Parts, _budget);
        }
        _content.Add(NamedArray.Of(name, shape, elements.Parts, values));
    }
}
