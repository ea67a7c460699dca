using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Parses a field; false where it is no such value.</summary>
internal delegate bool TextParser<T>(ReadOnlySpan<char> text, out T value);

/// <summary>Values of fields: empty ones are the type's default.</summary>
internal static class TextValues
{
    public static TextParser<T> Parser<T>(PrimitiveDataViewType type, TextLoader.Options options)
    {
        if (type is KeyDataViewType key) return Key<T>(key.Count);
        if (typeof(T) == typeof(float)) return As<T, float>(Real<float>(options.DecimalMarker));
        if (typeof(T) == typeof(double)) return As<T, double>(Real<double>(options.DecimalMarker));
        if (typeof(T) == typeof(bool)) return As<T, bool>(Boolean);
        if (typeof(T) == typeof(sbyte)) return As<T, sbyte>(Plain);
        if (typeof(T) == typeof(byte)) return As<T, byte>(Plain);
        if (typeof(T) == typeof(short)) return As<T, short>(Plain);
        if (typeof(T) == typeof(ushort)) return As<T, ushort>(Plain);
        if (typeof(T) == typeof(int)) return As<T, int>(Plain);
        if (typeof(T) == typeof(uint)) return As<T, uint>(Plain);
        if (typeof(T) == typeof(long)) return As<T, long>(Plain);
        if (typeof(T) == typeof(ulong)) return As<T, ulong>(Plain);
        if (typeof(T) == typeof(TimeSpan)) return As<T, TimeSpan>(Plain);
        if (typeof(T) == typeof(DateTime)) return As<T, DateTime>(Plain);
        if (typeof(T) == typeof(DateTimeOffset)) return As<T, DateTimeOffset>(Plain);
        throw new NotSupportedException($"Columns of the type {type} cannot be read from text.");
    }

    private static TextParser<T> As<T, TActual>(TextParser<TActual> parser) => (TextParser<T>)(object)parser;

    private static bool Plain<T>(ReadOnlySpan<char> text, out T value)
        where T : ISpanParsable<T>
    {
        text = text.Trim();
        value = default!;
        return text.IsEmpty || T.TryParse(text, CultureInfo.InvariantCulture, out value!);
    }

    // What is no number is a missing one, so this never fails.
    private static TextParser<T> Real<T>(char marker)
        where T : System.Numerics.IFloatingPointIeee754<T> => (ReadOnlySpan<char> text, out T value) =>
        {
            text = text.Trim();
            value = T.Zero;
            if (text.IsEmpty) return true;
            bool parsed = marker == '.' ? T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value!)
                : T.TryParse(text.ToString().Replace(marker, '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value!);
            if (!parsed) value = T.NaN;
            return true;
        };

    private static bool Boolean(ReadOnlySpan<char> text, out bool value)
    {
        string word = text.Trim().ToString().ToLowerInvariant();
        value = word is "true" or "t" or "yes" or "y" or "1" or "+1" or "+";
        return value || word is "" or "false" or "f" or "no" or "n" or "0" or "-1" or "-";
    }

    // Texts count keys from 0, values from 1; what is out of range is a missing key.
    private static TextParser<T> Key<T>(ulong count) => (ReadOnlySpan<char> text, out T value) =>
    {
        text = text.Trim();
        ulong key = 0;
        bool parsed = text.IsEmpty || ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out key);
        ulong stored = text.IsEmpty || !parsed || key >= count ? 0 : key + 1;
        value = (T)Convert.ChangeType(stored, typeof(T), CultureInfo.InvariantCulture);
        return parsed;
    };
}
