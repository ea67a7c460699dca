using PureHDF;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>Sparse matrices of MATLAB 7.3: a group of the numbers, their rows and where each column begins.</summary>
internal static class Hdf5Sparse
{
    /// <summary>The attribute that says of a group that it is one; it is the number of rows.</summary>
    public const string Rows = "MATLAB_sparse";

    /// <summary>Reads a matrix with all its zeros; null where it is not wanted.</summary>
    /// <exception cref="FormatException">It is damaged, or too large with its zeros.</exception>
    public static NamedArray? Read(IH5Group group, string name, FileContent content, ReadBudget budget)
    {
        long rows = group.Numbers(Rows) is [var number] ? (long)number
            : throw new FormatException($"the sparse matrix '{name}' has no number of rows.");
        long[] columns = Whole("jc");
        if (!content.Wants(name, [rows, columns.Length - 1])) return null;
        // Where all is zero there is nothing else.
        bool isEmpty = !group.LinkExists("ir");
        float[] numbers = [];
        int parts = 1;
        if (!isEmpty)
        {
            IH5Dataset data = group.Dataset("data");
            Hdf5Elements elements = Hdf5Elements.Of(data.Type, name);
            int count = Count(data);
            budget.Take((long)count * (elements.Size + sizeof(float) * elements.Parts));
            numbers = new float[count * elements.Parts];
            elements.Decode(elements.Bytes(data, count), null, numbers);
            parts = elements.Parts;
        }
        return SparseMatrix.Dense(name, rows, columns.Length - 1, isEmpty ? [] : Whole("ir"), columns, numbers, parts,
            budget);

        long[] Whole(string part)
        {
            IH5Dataset dataset = group.Dataset(part);
            Hdf5Elements elements = Hdf5Elements.Of(dataset.Type, name);
            int count = Count(dataset);
            budget.Take((long)count * (elements.Size + 2 * sizeof(long)));
            return [.. elements.Bytes(dataset, count).Chunk(elements.Size)
                .Select(bytes => (long)ElementDecoder.Double(elements.Code, bytes))];
        }

        static int Count(IH5Dataset dataset)
            => ElementDecoder.Count([.. dataset.Space.Dimensions.Select(n => checked((long)n))]);
    }
}
