using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// A digest that covers a whole ONNX file. The last metadata entry is the SHA-256 of all bytes before its own 64
/// digits. The description at the start of the file says so too: a file that lost its end, or the entry's name, does
/// not pass for one without. It finds damage; it cannot prove who wrote the file.
/// </summary>
internal static class OnnxSeal
{
    private const string Key = "neural_operator_sha256";
    private const string Claim = "The last metadata entry is the SHA-256 of all bytes before its value.";
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The bytes of a model with its digest at the end.</summary>
    public static byte[] Apply(ModelProto model)
    {
        model.DocString = Claim;
        model.MetadataProps.Add(new StringStringEntryProto { Key = Key, Value = new string('0', Digits) });
        // Fields are written in the order of their numbers, so the metadata comes last.
        byte[] bytes = model.ToByteArray();
        Encoding.ASCII.GetBytes(Digest(bytes)).CopyTo(bytes.AsSpan(bytes.Length - Digits));
        return bytes;
    }

    /// <summary>Takes the digest away, before the model is changed.</summary>
    public static void Remove(ModelProto model)
    {
        if (model.DocString == Claim) model.ClearDocString();
        if (model.MetadataProps is [.., { Key: Key }]) model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1);
    }

    /// <summary>Whether a file has a digest.</summary>
    /// <exception cref="FormatException">It has one, and it is wrong.</exception>
    public static bool Check(ModelProto model, ReadOnlySpan<byte> bytes)
    {
        // Looked for in the bytes: one flipped bit makes the entry a second description.
        if (model.DocString != Claim && bytes.IndexOf(Encoding.ASCII.GetBytes(Key)) < 0) return false;
        if (model.MetadataProps is not [.., { Key: Key, Value.Length: Digits } entry])
            throw new FormatException("The model is damaged: its digest is missing.");
        string expected = Encoding.Latin1.GetString(bytes[^Digits..]), actual = Digest(bytes);
        if (entry.Value != expected || actual != expected)
            throw new FormatException($"The model is damaged: its SHA-256 is {actual} instead of {entry.Value}.");
        return true;
    }

    private static string Digest(ReadOnlySpan<byte> bytes)
        => Convert.ToHexStringLower(SHA256.HashData(bytes[..^Digits]));
}
