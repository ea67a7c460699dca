// Each test builds or runs a program, which uses every core by itself.
using Xunit.v3;

[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
