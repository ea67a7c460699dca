namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A request that cannot be answered; it becomes a problem (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What kind of fault it is.</param>
/// <param name="detail">What was expected, and what came.</param>
internal sealed class RequestFault(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Title => title;

    public static RequestFault Malformed(string detail) => new(400, "The request cannot be read", detail);

    public static RequestFault TooLarge(string detail) => new(413, "The request is too large", detail);

    public static RequestFault Unfit(string detail) => new(422, "The model does not take such fields", detail);

    public static RequestFault Overload(string detail) => new(429, "Too many requests", detail);
}
