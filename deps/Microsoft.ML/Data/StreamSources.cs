using Microsoft.ML.Data;

namespace Microsoft.ML.Data
{
    /// <summary>Several streams to read from, each as often as needed.</summary>
    public interface IMultiStreamSource
    {
        /// <summary>How many there are.</summary>
        int Count { get; }

        /// <summary>The path of one, or null where it is no file.</summary>
        string? GetPathOrNull(int index);

        /// <summary>Opens one.</summary>
        Stream Open(int index);

        /// <summary>Opens one as text.</summary>
        TextReader OpenTextReader(int index);
    }

    /// <summary>Files to read from.</summary>
    public sealed class MultiFileSource : IMultiStreamSource
    {
        private readonly string[] _paths;

        /// <summary>Files; a name may hold wild cards.</summary>
        public MultiFileSource(params string[] paths) => _paths = [.. (paths ?? []).Where(p => p is not null).SelectMany(Expand)];

        /// <inheritdoc/>
        public int Count => _paths.Length;

        /// <inheritdoc/>
        public string? GetPathOrNull(int index) => _paths[Checked(index)];

        /// <inheritdoc/>
        public Stream Open(int index)
        {
            string path = _paths[Checked(index)];
            try
            {
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"Could not open file '{path}'. Error is: {e.Message}", e);
            }
        }

        /// <inheritdoc/>
        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

        /// <summary>The files that a path with wild cards names.</summary>
        internal static IEnumerable<string> Expand(string path)
        {
            string name = Path.GetFileName(path);
            if (!name.Contains('*') && !name.Contains('?')) return [path];
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
            return Directory.Exists(folder) ? Directory.GetFiles(folder, name).Order(StringComparer.Ordinal) : [];
        }

        private int Checked(int index) => index >= 0 && index < _paths.Length ? index : throw new ArgumentOutOfRangeException(nameof(index));
    }
}

namespace Microsoft.ML
{
    /// <summary>Makes rows of a source.</summary>
    public interface IDataLoader<in TSource> : ICanSaveModel
    {
        /// <summary>The columns of every source.</summary>
        DataViewSchema GetOutputSchema();

        /// <summary>The rows of one.</summary>
        IDataView Load(TSource input);
    }

    /// <summary>Loading files.</summary>
    public static class DataLoaderExtensions
    {
        /// <summary>The rows of files.</summary>
        public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path)
        {
            ArgumentNullException.ThrowIfNull(loader);
            return loader.Load(new MultiFileSource(path));
        }
    }
}
