// How fast files are read, turn about with NumPy, SciPy and h5py, and what a file larger than memory takes.
using System.CommandLine;
using Readers.Bench;

var python = new Option<string>("--python")
{
    Description = "a Python with SciPy and h5py (Debian: python3-scipy, python3-h5py)",
    DefaultValueFactory = _ => "/usr/bin/python3",
};
var rounds = new Option<int>("--rounds") { Description = "readings of each file", DefaultValueFactory = _ => 5 };
var megabytes = new Option<int>("--megabytes")
{
    Description = "size of the numbers in each file",
    DefaultValueFactory = _ => 256,
};
var gigabytes = new Option<int>("--gigabytes")
{
    Description = "size of the sparse file's numbers",
    DefaultValueFactory = _ => 20,
};
var files = new Command("files", "seconds for whole files beside the Python programs") { python, rounds, megabytes };
files.SetAction(arguments => WholeFiles.Run(arguments.GetValue(python)!, arguments.GetValue(rounds),
    arguments.GetValue(megabytes)));
var stream = new Command("stream", "rows of an HDF5 file larger than memory") { python, gigabytes };
stream.SetAction(arguments => LargeFile.Run(arguments.GetValue(python)!, arguments.GetValue(gigabytes)));
return new RootCommand("Reads files of data and prints what that takes.") { files, stream }.Parse(args).Invoke();
