using Xunit.v3;

// Each test builds or runs a program, which uses every core by itself.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
