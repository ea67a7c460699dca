// Changed files for every reader of the library, from a corpus made here: same seed, same files.
using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Fuzz;

var seconds = new Option<double>("--seconds")
{
    Description = "ends after that time; 0 for no limit",
    DefaultValueFactory = _ => 60
};
var mutations = new Option<long>("--mutations")
{
    Description = "ends after as many files; 0 for no limit",
    DefaultValueFactory = _ => 0
};
var seed = new Option<int>("--seed")
{
    Description = "seed of the first file; the next ones count on",
    DefaultValueFactory = _ => 1
};
var kinds = new Option<string[]>("--kinds")
{
    Description = "readers: npy, npz, pt, 'old pt', safetensors, mat, 'mat 4', netcdf, hdf5, zarr, vtk, 'vtk xml', "
    + "csv, checkpoint, state, onnx, zip, 'onnx flips', 'zip flips', 'stored zip flips', resume; all by default",
    AllowMultipleArgumentsPerToken = true
};
var command = new RootCommand("Reads changed files until the time is over. Ends with 1 if a promise was broken: an "
    + "undocumented exception, 10 s, or 64 MB + 8 × the file's size of memory.") { seconds, mutations, seed, kinds };
command.SetAction(result =>
{
    string folder = Directory.CreateTempSubdirectory("fuzz").FullName;
    string[] wanted = result.GetValue(kinds) ?? [];
    Reader[] readers = [.. ArrayReaders.All(folder).Concat(FormatReaders.All(folder)).Concat(ModelReaders.All(folder))
        .Where(r => wanted.Length == 0 || wanted.Contains(r.Name))];
    if (readers.Length == 0) throw new ArgumentException("There is no reader of these kinds.");
    // A crash or hang leaves the file that caused it here.
    Console.WriteLine($"Files lie in {folder}");
    Fuzzer[] fuzzers = [.. readers.Select(r => new Fuzzer(r, folder))];
    int broken = 0, next = result.GetValue(seed);
    double limit = result.GetValue(seconds);
    long count = result.GetValue(mutations);
    var clock = Stopwatch.StartNew();
    for (long i = 0; (count == 0 || i < count) && (limit == 0 || clock.Elapsed.TotalSeconds < limit); i++)
    {
        int at = (int)(i % readers.Length);
        if (fuzzers[at].Run(next++) is not { } fault) continue;
        broken++;
        string kept = Path.Combine(folder, $"broken-{readers[at].Name.Replace(' ', '-')}-{next - 1}.bin");
        File.Copy(Path.Combine(folder, $"{readers[at].Name.Replace(' ', '-')}.bin"), kept);
        Console.WriteLine($"{readers[at].Name}, seed {next - 1}: {fault} ({kept})");
    }
    for (int i = 0; i < readers.Length; i++)
    {
        double megabytes = Math.Max(0, fuzzers[i].MostBytes) / 1e6, longest = fuzzers[i].Longest.TotalSeconds;
        string cost = FormattableString.Invariant($"{longest,6:f2} s, memory {megabytes,5:f1} MB + 8 × size");
        Console.WriteLine(
            $"{readers[i].Name,-17} {fuzzers[i].Count,9} files, {fuzzers[i].Refused,9} refused, longest {cost}");
    }
    Console.WriteLine($"{fuzzers.Sum(f => f.Count)} files, {broken} broken promises");
    if (broken == 0) Directory.Delete(folder, recursive: true);
    return broken == 0 ? 0 : 1;
});
return command.Parse(args).Invoke();
