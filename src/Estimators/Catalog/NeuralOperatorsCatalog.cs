using Microsoft.ML.NeuralOperators.Model.Chains;
using Microsoft.ML.NeuralOperators.Model.Loading;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What <c>mlContext.NeuralOperators()</c> offers. Fields are columns of <c>Vector&lt;Single&gt;</c> with the
/// dimensions [channels, grid…]; without the channel dimension they have one channel.
/// </summary>
public sealed partial class NeuralOperatorsCatalog
{
    private readonly MLContext _mlContext;

    private readonly ExecutionOptions _execution;

    internal NeuralOperatorsCatalog(MLContext mlContext, ExecutionOptions execution)
        => (_mlContext, _execution) = (mlContext, execution);

    /// <summary>The context it belongs to.</summary>
    internal MLContext Context => _mlContext;

    /// <summary>
    /// Reads weights that a published Python program saved (<c>.npz</c> or <c>.pt</c>, by their own parameter names) as
    /// a model ready to score, save and export. Architecture and options follow from names and shapes, or from what the
    /// file says beside them; the rest is asked for by name. docs/published-weights.md lists the programs.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Columns, and what the file does not say.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file cannot be read or fits no known architecture; the first wrong name or shape is named.
    /// </exception>
    public NeuralOperatorTransformer LoadCheckpoint(string path, CheckpointOptions? options = null)
        => CheckpointLoader.Load(_mlContext, _execution, path, options ?? new CheckpointOptions());

    /// <summary>
    /// Reads fields from files of NumPy (<c>.npz</c>, <c>.npy</c>), PyTorch (<c>.pt</c>), MATLAB (<c>.mat</c>), HDF5
    /// (<c>.h5</c>), netCDF (<c>.nc</c>), Zarr, VTK, Parquet, Arrow or safetensors, and texts of numbers with commas,
    /// semicolons or tabs between them (<c>.csv</c>, <c>.tsv</c>), a line of which is a row. What does not fit into
    /// memory stays in the file, and rows are read from it when they are asked for
    /// (<see cref="ReadLimits.KeptMegabytes"/>).
    /// </summary>
    /// <param name="path">
    /// A file; or a folder or a pattern such as <c>runs/*.h5</c>, whose files are one set, in the order of their names.
    /// Arrays have the samples first, [samples, channels, grid…] or [samples, grid…], unless a layout says otherwise.
    /// Real and imaginary parts of complex ones become two channels.
    /// </param>
    /// <param name="columns">
    /// Column names and the arrays they are read from; null takes every array that has as many samples as the first,
    /// and names those left out in a warning of the context's log. <c>pressure - mean</c> reads anomalies: the mean
    /// over all rows, or a number such as <c>pressure - 101325.25</c>, is subtracted in double precision, and
    /// <see cref="AddMean"/> adds it to predictions again. <c>*/data</c> takes the arrays of all groups, each of which
    /// is a sample or has some. In texts, a column is made of fields by the names of the first line or by numbers from
    /// 0: <c>"u"</c>, <c>"u1-u64"</c>, <c>"3-66"</c>, and <c>"u1-u64[8,8]"</c> for a field of 8×8 points; null takes
    /// every field as a column of one number.
    /// </param>
    /// <param name="layout">
    /// The axes of the arrays by name, such as <c>"n x y t"</c>: n are samples, c channels (c1, c2… where there are
    /// several axes of them) and t frames, which become channels, one frame after the other; all others are axes of the
    /// grid, in this order. An array without n is the same in every row. <c>x[8:72]</c>, <c>x[::4]</c> and <c>t[-1]</c>
    /// take some of an axis' indices, as in Python. <c>t(-10:0)</c> makes a row of every frame that has its neighbours:
    /// here the ten before it, and <c>t(0:1)</c> the frame itself. For columns of different axes,
    /// <c>"a: n x y; u: n x y t"</c>. <c>"pdebench"</c> and <c>"the_well"</c> follow the conventions of these
    /// collections. The log tells the shape that every column got.
    /// </param>
    /// <param name="limits">
    /// How much the file may unpack to and how much is kept in memory; null for <see cref="ReadLimits.Default"/>.
    /// </param>
    /// <remarks>
    /// Numbers become Single: whole numbers beyond 2^24 are rounded, and numbers beyond its range refused.
    /// </remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file is truncated, damaged, of another format or beyond the limits.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An array is missing from the file, the arrays differ in their number of samples, files of a set differ, or the
    /// layout has faults.
    /// </exception>
    public IDataView LoadFields(string path, Dictionary<string, string>? columns = null, string? layout = null,
        ReadLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (DelimitedText.Look(path) is { } text)
        {
            using IChannel told = ((IHostEnvironment)_mlContext).Register(nameof(LoadFields)).Start("Load");
            return DelimitedDataView.Load(_mlContext, text, columns, layout,
                message => told.Info(MessageSensitivity.None, message));
        }
        FieldRequest request = FieldRequest.Of(columns, layout, limits);
        using IChannel channel = ((IHostEnvironment)_mlContext).Register(nameof(LoadFields)).Start("Load");
        return FieldDataView.Load(path, request, text => channel.Info(MessageSensitivity.None, text),
            text => channel.Warning(MessageSensitivity.None, text));
    }

    /// <summary>
    /// Adds the mean back to anomalies, in double precision: to a column read as <c>"array - mean"</c>, or to the
    /// scores of a model that was trained on one. The model keeps the mean in double precision; the column's annotation
    /// "Mean" tells it.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="columnName">The anomalies, <c>Vector&lt;Single&gt;</c>.</param>
    /// <param name="outputColumnName">The new column, <c>Vector&lt;Double&gt;</c>; null replaces the anomalies.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type or has no mean.</exception>
    public IDataView AddMean(IDataView data, string columnName = "Score", string? outputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new RestoredView(data, columnName, outputColumnName ?? columnName);
    }

    /// <summary>
    /// Fields in memory, such as those that <see cref="DarcyFlow"/> generates, as columns [channels, grid…].
    /// </summary>
    /// <param name="columns">Column names and fields of equally many samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are no columns, or the numbers of samples differ.
    /// </exception>
    /// <exception cref="ArgumentException">The samples of a field have different numbers of points.</exception>
    public IDataView LoadFields(params (string ColumnName, FieldSamples Field)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return FieldDataView.Of(columns);
    }

    /// <summary>
    /// Samples of an equation that are made as they are read, in bounded memory, with a column [channels, grid…] for
    /// each of the generator's fields. Every pass makes the same rows anew; <c>mlContext.Data.Cache</c> keeps those of
    /// the first. The log tells how far a pass is.
    /// </summary>
    /// <param name="generator">The equation, such as a <see cref="KortewegDeVriesEquation"/>.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="seed">Row i has the seed (seed, i): the same rows whatever the number of threads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public IDataView Generate(FieldGenerator generator, int count, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        return new GeneratedDataView(generator, count, seed,
            () => new GenerationLog(_mlContext, generator.GetType().Name, count));
    }

    /// <summary>
    /// Writes columns of numbers, such as data sets and predictions, to a file that appears whole or not at all: for
    /// NumPy (<c>.npz</c>, for one column <c>.npy</c>), HDF5 (<c>.h5</c>, <c>.hdf5</c>), MATLAB (<c>.mat</c>), tables
    /// (<c>.parquet</c>, <c>.arrow</c>, <c>.feather</c>) or ParaView (<c>.vti</c>, <c>.vtu</c>, <c>.pvd</c>). All but
    /// the last come back through <c>LoadFields</c> bit for bit.
    /// </summary>
    /// <param name="data">The rows, which are read once. They wait on the disk of the file, not in memory.</param>
    /// <param name="path">The file; its extension says the format, its folder must exist.</param>
    /// <param name="columns">The columns to write; none for all that hold numbers.</param>
    /// <remarks>
    /// Arrays have the rows first, [rows, channels, grid…]. Columns of vectors of unknown size are lists in tables;
    /// elsewhere they are padded with NaN, and their rows' lengths are an array beside, <c>Points_count</c> for
    /// <c>Points</c>; see <see cref="WriteOptions.Coordinates"/>. A file of ParaView holds one row: with
    /// <c>{row}</c> in its name every row has a file, and <c>x.pvd</c> is a series with its files in the folder
    /// <c>x</c>, as images, or as meshes where there is the column of points.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The extension is another one, or a column does not go into such a file; the text names it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no numbers.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public void SaveFields(IDataView data, string path, params string[] columns)
        => SaveFields(data, path, new WriteOptions(), columns);

    /// <inheritdoc cref="SaveFields(IDataView, string, string[])"/>
    /// <param name="data">The rows, which are read once. They wait on the disk of the file, not in memory.</param>
    /// <param name="path">The file; its extension says the format, its folder must exist.</param>
    /// <param name="options">Packing, points and cells, and how to stop.</param>
    /// <param name="columns">The columns to write; none for all that hold numbers.</param>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public void SaveFields(IDataView data, string path, WriteOptions options, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columns);
        Rules.Require(options, nameof(options));
        IHost host = ((IHostEnvironment)_mlContext).Register(nameof(SaveFields));
        using IChannel channel = host.Start("Save");
        // None of the file formats stores the mean.
        foreach (string name in data.Schema.Where(c => !c.IsHidden).Select(c => c.Name)
            .Where(name => columns.Length == 0 || columns.Contains(name)))
            if (Anomalies.MeanOf(data.Schema, name) is { } mean)
                channel.Warning(MessageSensitivity.None, $"'{path}': column '{name}' has anomalies from "
                    + $"{Anomalies.Text(mean)}, which the file does not tell; write what AddMean gives for the "
                    + $"quantity.");
        using IProgressChannel progress = host.StartProgressChannel("Saving fields");
        long rows = 0;
        progress.SetHeader(new ProgressHeader(["rows"]), entry => entry.SetProgress(0, rows));
        FieldSaver.Save(data, path, columns, options, row => rows = row,
            text => channel.Info(MessageSensitivity.None, text));
    }

    /// <summary>
    /// Loads a model that <c>mlContext.Model.Save</c> wrote, and gives its neural operators back their batching, other
    /// resolutions and training report, which a plain <c>mlContext.Model.Load</c> does not.
    /// </summary>
    /// <param name="path">
    /// The zip file. Load only files from sources you trust: ML.NET creates the types that a zip names.
    /// </param>
    /// <returns>The operator, or for a saved pipeline the whole chain; dispose it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file is damaged, no ML.NET model, or holds no neural operator; the inner exception says what failed. Files
    /// with a digest, which every model of this version carries, never load damaged; others load with a warning in the
    /// context's log.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The context's CUDA device cannot be used and it does not allow the CPU instead.
    /// </exception>
    public ITransformer Load(string path) => ModelLoader.Load(_mlContext, _execution, path, out _);

    /// <summary>As <see cref="Load(string)"/>, with the schema of the data the model was fitted on.</summary>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
        => ModelLoader.Load(_mlContext, _execution, path, out inputSchema);

    /// <summary>Opens an exported ONNX file as a transformer.</summary>
    /// <param name="path">
    /// A file written by <see cref="NeuralOperatorTransformer.ExportToOnnx(string)"/>, of any precision. A second file
    /// with its weights, if it has one, must be beside it.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file is damaged or no ONNX model of this library; see <see cref="Load(string)"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The context's CUDA device cannot be used and it does not allow the CPU instead.
    /// </exception>
    public NeuralOperatorTransformer LoadOnnx(string path) => ModelLoader.LoadOnnx(_mlContext, _execution, path);

    /// <summary>
    /// Writes a whole model, operators and the steps around them, as one ONNX file for any batch on the grid of the
    /// schema. Its inputs are the columns that the predictions need, its outputs those that depend on an operator;
    /// sizes are [batch, dimensions…] of the column. With one output, <see cref="LoadOnnx"/> opens it again.
    /// </summary>
    /// <param name="model">
    /// An operator or a chain of operators, normalisers (min-max, mean-variance, robust scaling), CopyColumns,
    /// Concatenate, SelectColumns and DropColumns. <c>mlContext.Model.ConvertToOnnx</c> leaves operators out.
    /// </param>
    /// <param name="inputSchema">The schema of the rows that the model takes.</param>
    /// <param name="path">The file; its folder must exist. It appears whole or not at all.</param>
    /// <exception cref="NotSupportedException">
    /// A part or column cannot be converted; the text names it. Nothing is written.
    /// </exception>
    /// <exception cref="ArgumentException">The model predicts nothing with a neural operator.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column that an operator reads is missing or of another type.
    /// </exception>
    public void ExportToOnnx(ITransformer model, DataViewSchema inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using OnnxModel exported = ChainExporter.Export(model, inputSchema);
        exported.Write(path);
    }
}
