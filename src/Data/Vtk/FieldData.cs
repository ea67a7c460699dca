using System.Globalization;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>Numbers that belong to the whole, not to its points.</summary>
internal static class FieldData
{
    public static void Write(VtkXml xml, IEnumerable<StoredArray> arrays, long row)
    {
        if (!arrays.Any()) return;
        xml.Begin("FieldData");
        foreach (StoredArray array in arrays)
            xml.Numbers(array.Name, array.Code, 1, VtkRow.Read(array, row),
                ("NumberOfTuples", array.CountOf(row).ToString(CultureInfo.InvariantCulture)));
        xml.End();
    }
}
