using System.Reflection;
using PureHDF;
using PureHDF.VOL.Native;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// What MATLAB's cells and arrays of structs refer to: objects of a group of their own. PureHDF looks through the whole
/// group for every reference, so their places are noted once.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="budget">What reading may cost.</param>
internal sealed class Hdf5References(NativeFile file, ReadBudget budget)
{
    /// <summary>The group.</summary>
    public const string Group = "#refs#";

    private static readonly PropertyInfo? Reference = typeof(NativeObject).GetProperty("Reference",
        BindingFlags.Instance | BindingFlags.NonPublic);

    private Dictionary<ulong, IH5Object>? _objects;

    /// <summary>The object that a reference, the place of its header, leads to, and the way to it.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public (IH5Object Object, string Place) Find(ulong reference)
    {
        _objects ??= Objects();
        IH5Object found = _objects.TryGetValue(reference, out IH5Object? known) ? known
            : throw new FormatException($"a reference leads to {reference:x}, where no object is.");
        return (found, $"/{Group}/{found.Name}");
    }

    private Dictionary<ulong, IH5Object> Objects()
    {
        var objects = new Dictionary<ulong, IH5Object>();
        if (!file.LinkExists(Group)) return objects;
        foreach (IH5Object child in file.Group(Group).Children())
        {
            budget.Take(ReadBudget.InstanceBytes);
            object? reference = Reference?.GetValue(child);
            if (reference?.GetType().GetProperty("Value")?.GetValue(reference) is ulong address)
                objects.TryAdd(address, child);
        }
        return objects;
    }
}
