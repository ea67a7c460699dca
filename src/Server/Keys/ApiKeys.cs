using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// The keys of clients. All digests are compared, in constant time, so that the time of an answer reveals nothing about
/// a key.
/// </summary>
internal sealed class ApiKeys
{
    private const string Hashed = "sha256:";
    private readonly byte[][] _digests;

    /// <exception cref="ServerOptionsException">A digest is malformed.</exception>
    public ApiKeys(IEnumerable<string> keys) => _digests = [.. keys.Select(Digest)];

    /// <summary>Whether a key is asked for.</summary>
    public bool AreRequired => _digests.Length > 0;

    /// <summary>Whether it is one of the keys.</summary>
    public bool Contains(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        bool isFound = false;
        foreach (byte[] known in _digests) isFound |= CryptographicOperations.FixedTimeEquals(known, digest);
        return isFound;
    }

    private static byte[] Digest(string key)
    {
        if (!key.StartsWith(Hashed, StringComparison.Ordinal)) return SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string digits = key[Hashed.Length..];
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : throw new ServerOptionsException($"A key begins with '{Hashed}', but the 64 hexadecimal digits of a "
                + "SHA-256 digest do not follow.");
    }
}
