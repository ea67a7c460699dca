using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// MATLAB's files of version 4 ("MAT-File Format", The MathWorks): matrices of numbers, texts and sparse ones, in
/// either byte order. They have no head, so that only a first matrix that makes sense tells what the file is.
/// </summary>
internal sealed class Mat4Format
{
    private const int HeadLength = 20, LongestName = 64, FullMatrix = 0, TextMatrix = 1, SparseMatrix = 2;
    private static readonly string[] Codes = ["f8", "f4", "i4", "i2", "u2", "u1"];

    private readonly FileStream _stream;
    private readonly FileContent _content;
    private readonly ReadBudget _budget;

    private Mat4Format(FileStream stream, FileContent content, ReadBudget budget)
        => (_stream, _content, _budget) = (stream, content, budget);

    /// <summary>Whether a file begins with a matrix that makes sense.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
    {
        if (Head.Read(head) is not { } first || head.Length <= HeadLength + 1) return false;
        ReadOnlySpan<byte> name = head[HeadLength..Math.Min(HeadLength + first.NameLength, head.Length)];
        return char.IsAsciiLetter((char)name[0]) && (name[^1] == 0 || name.Length < first.NameLength)
            && name.TrimEnd((byte)0)
            .IndexOfAnyExcept("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8)
            < 0;
    }

    /// <summary>Reads all matrices.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(FileStream stream, FileContent content, ReadBudget budget)
    {
        var format = new Mat4Format(stream, content, budget);
        while (stream.Position < stream.Length) format.Matrix();
    }

    private void Matrix()
    {
        _budget.Take(ReadBudget.InstanceBytes);
        Head head = Head.Read(_stream.ReadBytes(HeadLength))
            ?? throw new FormatException($"at {_stream.Position - HeadLength} no matrix of MATLAB 4 begins.");
        string name = _budget.Name(Encoding.Latin1.GetString(_stream.ReadBytes(head.NameLength)).TrimEnd('\0'));
        long[] shape = [head.Rows, head.Columns];
        long count = ElementDecoder.LongCount(shape), size = ElementDecoder.Size(head.Code),
            bytes = checked(count * size), next = checked(_stream.Position + (head.IsComplex ? 2 : 1) * bytes);
        if (next > _stream.Length)
            throw new EndOfStreamException($"the matrix '{name}' [{head.Rows}, {head.Columns}] ends at {next} of "
                + $"{_stream.Length} bytes.");
        try
        {
            if (head.Kind == SparseMatrix) Sparse(head, name);
            else if (!_content.Wants(name, shape)) return;
            else if (head.Kind == TextMatrix) Text(head, name);
            else if (!head.IsComplex && _content.Streams(count))
                _content.Add(new RawArray(name, shape, head.Code, new PlainBytes(_stream.Name), _stream.Position,
                    RawArray.ColumnMajor(shape, size))
                { IsBigEndian = head.IsBigEndian });
            else Full(head, name, shape);
        }
        catch (UnsupportedArrayException error)
        {
            _content.Refuse(name, error.Message.TrimEnd('.'));
        }
        finally
        {
            _stream.Position = next;
        }
    }

    private void Full(Head head, string name, long[] shape)
    {
        float[] values = Numbers(head);
        if (head.IsComplex)
        {
            float[] imaginary = Numbers(head);
            _budget.Take(2L * sizeof(float) * values.Length);
            values = [.. values.Zip(imaginary, (re, im) => new[] { re, im }).SelectMany(pair => pair)];
        }
        int parts = head.IsComplex ? 2 : 1;
        _content.Add(NamedArray.Of(name, shape, parts, ColumnMajor.ToRowMajor(values, shape, parts, _budget)));
    }

    // Texts are numbers of characters; several rows are read as one.
    private void Text(Head head, string name)
    {
        ReadBudget.Require(head.Rows * head.Columns, _budget.Limits.TextLength, $"the text '{name}'");
        char[] text = [.. ColumnMajor.ToRowMajor(Numbers(head), [head.Rows, head.Columns], 1, _budget)
            .Select(n => (char)Math.Clamp(n, 0, char.MaxValue))];
        _content.Add(new NamedArray(name, [text.Length], []) { Text = new string(text) });
    }

    // Rows, columns, counted from one, and numbers, each a column; the last row is the size.
    private void Sparse(Head head, string name)
    {
        if (head.Columns is not (3 or 4) || head.Rows < 1 || head.IsComplex)
            throw new UnsupportedArrayException($"the sparse matrix '{name}' is damaged.");
        int count = (int)head.Rows - 1, parts = (int)head.Columns - 2;
        float[] numbers = Numbers(head);
        long rows = (long)numbers[count], columns = (long)numbers[2 * count + 1];
        if (!_content.Wants(name, [rows, columns])) return;
        if (rows < 0 || columns < 0 || rows > int.MaxValue || columns > int.MaxValue)
            throw new UnsupportedArrayException($"the sparse matrix '{name}' is damaged.");
        _budget.Take((4L * count + columns + 1) * sizeof(long));
        // By columns, as the younger versions have them.
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => numbers[count + 1 + i])];
        var begin = new long[columns + 1];
        foreach (int i in order)
        {
            long column = (long)numbers[count + 1 + i];
            if (column < 1 || column >= begin.Length)
                throw new UnsupportedArrayException($"the sparse matrix '{name}' is damaged.");
            begin[column]++;
        }
        for (int column = 1; column < begin.Length; column++) begin[column] += begin[column - 1];
        float[] elements = [.. order.SelectMany(i => Enumerable.Range(2, parts)
            .Select(part => numbers[part * (count + 1) + i]))];
        _content.Add(Formats.SparseMatrix.Dense(name, rows, columns,
            [.. order.Select(i => (long)numbers[i] - 1)], begin,
            elements, parts, _budget));
    }

    private float[] Numbers(Head head)
    {
        int count = ElementDecoder.Count([head.Rows, head.Columns]);
        _budget.Take(sizeof(float) * (long)count);
        return ElementDecoder.Read(_stream, head.Code, count, _budget.Certain, head.IsBigEndian);
    }

    private sealed record Head(string Code, bool IsBigEndian, int Kind, long Rows, long Columns, bool IsComplex,
        int NameLength)
    {
        public static Head? Read(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < HeadLength) return null;
            foreach (bool isBig in (bool[])[false, true])
            {
                int[] n = new int[5];
                for (int i = 0; i < n.Length; i++)
                    n[i] = isBig ? BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..])
                        : BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
                // Thousands: the byte order; hundreds: always zero; tens: the type; ones: full, text or sparse.
                if (n[0] / 1000 != (isBig ? 1 : 0) || n[0] < 0 || n[0] / 100 % 10 != 0 || n[0] / 10 % 10 >= Codes.Length
                    || n[0] % 10 > SparseMatrix || n[1] < 0 || n[2] < 0 || n[3] is not (0 or 1)
                    || n[4] is < 2 or > LongestName) continue;
                return new Head(Codes[n[0] / 10 % 10], isBig, n[0] % 10, n[1], n[2], n[3] == 1, n[4]);
            }
            return null;
        }
    }
}
