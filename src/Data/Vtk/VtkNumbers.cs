namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>The numbers of legacy files: words of the text, or big-endian bytes after its line.</summary>
/// <param name="stream">The file.</param>
/// <param name="text">Its text.</param>
/// <param name="content">Receives the arrays.</param>
/// <param name="budget">What reading may cost.</param>
internal sealed class VtkNumbers(FileStream stream, VtkText text, FileContent content, ReadBudget budget)
{
    /// <summary>Whether the numbers are bytes.</summary>
    public bool IsBinary { get; set; }

    /// <summary>NumPy's code of a type.</summary>
    /// <exception cref="FormatException">The type is not one of numbers.</exception>
    public static string Code(string type) => type.ToLowerInvariant() switch
    {
        "unsigned_char" or "vtktypeuint8" => "u1",
        "char" or "signed_char" or "vtktypeint8" => "i1",
        "unsigned_short" or "vtktypeuint16" => "u2",
        "short" or "vtktypeint16" => "i2",
        "unsigned_int" or "vtktypeuint32" => "u4",
        "int" or "vtkidtype" or "vtktypeint32" => "i4",
        "unsigned_long" or "vtktypeuint64" => "u8",
        "long" or "vtktypeint64" => "i8",
        "float" or "vtktypefloat32" => "f4",
        "double" or "vtktypefloat64" => "f8",
        _ => throw new FormatException($"numbers of the type '{type}' are not supported."),
    };

    /// <summary>Reads an array, or leaves it in the file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <param name="code">The type of its numbers.</param>
    /// <param name="isLineRead">Whether the line before the numbers was read to its end.</param>
    public void Read(string name, long[] shape, string code, bool isLineRead = false)
    {
        if (!content.Wants(name, shape)) Skip(shape, code, isLineRead);
        else if (IsBinary && content.Streams(ElementDecoder.LongCount(shape)))
        {
            if (!isLineRead) text.Line();
            long begin = text.Position;
            Pass(ElementDecoder.LongCount(shape) * ElementDecoder.Size(code));
            content.Add(new RawArray(name, shape, code, new PlainBytes(stream.Name), begin) { IsBigEndian = true });
        }
        else
        {
            content.Add(NamedArray.Of(name, shape, 1, Take(shape, code, isLineRead)));
        }
    }

    /// <summary>Reads numbers.</summary>
    public float[] Take(long[] shape, string code, bool isLineRead = false)
    {
        if (!isLineRead) text.Line();
        int count = ElementDecoder.Count(shape);
        // A number of the text has one character at least, and one before the next.
        Require(IsBinary ? (long)count * ElementDecoder.Size(code) : 2L * count - 1);
        budget.Take(sizeof(float) * (long)count);
        if (IsBinary)
        {
            stream.Position = text.Position;
            float[] numbers = ElementDecoder.Read(stream, code, count, budget.Certain, isBigEndian: true);
            text.Restart(stream.Position);
            return numbers;
        }
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = Single(text.Number() ?? throw new EndOfStreamException("the numbers end too early."));
        return values;
    }

    /// <summary>A number in single precision.</summary>
    /// <exception cref="FormatException">It is beyond its range.</exception>
    public static float Single(double number) => (float)number is var single && float.IsInfinity(single)
        && double.IsFinite(number) ? throw new FormatException($"{number} is beyond the range of single precision.")
        : single;

    /// <summary>Passes over numbers.</summary>
    public void Skip(long[] shape, string code, bool isLineRead = false)
    {
        if (!isLineRead) text.Line();
        long count = ElementDecoder.LongCount(shape);
        if (IsBinary) Pass(count * ElementDecoder.Size(code));
        else
            for (long i = 0; i < count; i++)
                if (text.Number() is null) throw new EndOfStreamException("the numbers end too early.");
    }

    private void Pass(long bytes)
    {
        Require(bytes);
        stream.Position = text.Position + bytes;
        text.Restart(stream.Position);
    }

    private void Require(long bytes)
    {
        if (bytes > stream.Length - text.Position)
            throw new EndOfStreamException($"{bytes} bytes of numbers are expected where "
                + $"{stream.Length - text.Position} are left.");
    }
}
