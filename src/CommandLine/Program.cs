// neuralop: neural operators on the fields of a file, from a terminal.
using Microsoft.ML.NeuralOperators.CommandLine;

return await Tool.RunAsync(args, Terminal.OfProcess());
