namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A k-d tree (Bentley 1975) of points in one to three dimensions: which are nearest to a place, and which are within a
/// distance. Points at the same distance come in the order of their indices, so that results do not depend on the tree.
/// It can be searched from several threads.
/// </summary>
public sealed class KdTree
{
    private readonly double[] _points;
    private readonly int[] _index;
    private readonly int[] _least;
    private readonly byte[] _axis;

    /// <summary>A tree of points.</summary>
    /// <param name="coordinates">The coordinates, [dimensions, points].</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    /// <exception cref="ArgumentException">The numbers are not whole points, or one is not finite.</exception>
    public KdTree(ReadOnlySpan<float> coordinates, int dimensions)
        : this(PointCloud.Transposed(coordinates, dimensions, nameof(coordinates)), dimensions)
    {
    }

    private KdTree(double[] points, int dimensions)
    {
        (Dimensions, Count) = (dimensions, points.Length / dimensions);
        _index = [.. Enumerable.Range(0, Count)];
        (_least, _axis) = (new int[Count], new byte[Count]);
        _points = points;
        Build(0, Count);
        _points = [.. _index.SelectMany(i => Enumerable.Range(i * dimensions, dimensions)).Select(k => points[k])];
    }

    /// <summary>A tree of points that lie one after the other.</summary>
    internal static KdTree Of(double[] points, int dimensions) => new(points, dimensions);

    /// <summary>Coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>Finds the points nearest to a place.</summary>
    /// <param name="place">Coordinates of the place.</param>
    /// <param name="indices">
    /// Gets the points, nearest first; as many as there is room for. Where there are fewer points, the rest is -1.
    /// </param>
    /// <param name="squaredDistances">Gets their squared distances, infinite where there are no more points.</param>
    /// <returns>How many were found.</returns>
    public int Nearest(ReadOnlySpan<double> place, Span<int> indices, Span<double> squaredDistances)
    {
        RequirePlace(place);
        if (squaredDistances.Length != indices.Length)
            throw new ArgumentException($"There is room for {indices.Length} points and {squaredDistances.Length} "
                + "distances; expected equally many.", nameof(squaredDistances));
        indices.Fill(-1);
        squaredDistances.Fill(double.PositiveInfinity);
        if (indices.Length == 0) return 0;
        var search = new Search(place, indices, squaredDistances);
        Visit(0, Count, 0, ref search);
        return search.Found;
    }

    /// <summary>All points within a distance of a place, the distance itself included.</summary>
    /// <param name="place">Coordinates of the place.</param>
    /// <param name="radius">The distance.</param>
    /// <returns>Their indices, in ascending order.</returns>
    public int[] Within(ReadOnlySpan<double> place, double radius)
    {
        RequirePlace(place);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        var found = new List<int>();
        Collect(0, Count, place, radius * radius, found);
        found.Sort();
        return [.. found];
    }

    private void RequirePlace(ReadOnlySpan<double> place)
    {
        if (place.Length != Dimensions)
            throw new ArgumentException($"The place has {place.Length} coordinates, the points {Dimensions}.",
                nameof(place));
        foreach (double coordinate in place)
            if (!double.IsFinite(coordinate))
                throw new ArgumentException($"A coordinate of the place is {coordinate}; expected a finite number.",
                    nameof(place));
    }

    // The point in the middle of a range divides it along the range's longest side.
    private void Build(int low, int high)
    {
        if (low >= high) return;
        int middle = (low + high) / 2, axis = LongestAxis(low, high);
        Select(low, high - 1, middle, axis);
        _axis[middle] = (byte)axis;
        int least = _index[middle];
        Build(low, middle);
        Build(middle + 1, high);
        if (low < middle) least = Math.Min(least, _least[(low + middle) / 2]);
        if (middle + 1 < high) least = Math.Min(least, _least[(middle + 1 + high) / 2]);
        _least[middle] = least;
    }

    private int LongestAxis(int low, int high)
    {
        int longest = 0;
        double length = -1;
        for (int axis = 0; axis < Dimensions; axis++)
        {
            double least = double.PositiveInfinity, most = double.NegativeInfinity;
            for (int i = low; i < high; i++)
            {
                double x = _points[_index[i] * Dimensions + axis];
                (least, most) = (Math.Min(least, x), Math.Max(most, x));
            }
            if (most - least > length) (longest, length) = (axis, most - least);
        }
        return longest;
    }

    // Quickselect (Hoare 1961) by coordinate and index, which are different for all points.
    private void Select(int low, int high, int middle, int axis)
    {
        while (low < high)
        {
            int pivot = _index[(low + high) / 2];
            int i = low, j = high;
            while (i <= j)
            {
                while (IsBefore(_index[i], pivot, axis)) i++;
                while (IsBefore(pivot, _index[j], axis)) j--;
                if (i > j) break;
                (_index[i], _index[j]) = (_index[j], _index[i]);
                i++;
                j--;
            }
            if (middle <= j) high = j;
            else if (middle >= i) low = i;
            else return;
        }
    }

    private bool IsBefore(int a, int b, int axis)
    {
        double x = _points[a * Dimensions + axis], y = _points[b * Dimensions + axis];
        return x < y || x == y && a < b;
    }

    private double SquaredDistance(int node, ReadOnlySpan<double> place)
    {
        double sum = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            double difference = place[axis] - _points[node * Dimensions + axis];
            sum += difference * difference;
        }
        return sum;
    }

    private void Visit(int low, int high, double bound, ref Search search)
    {
        if (low >= high) return;
        int middle = (low + high) / 2;
        if (!search.Needs(bound, _least[middle])) return;
        int axis = _axis[middle];
        double difference = search.Place[axis] - _points[middle * Dimensions + axis];
        bool isLeft = difference < 0;
        double beyond = Math.Max(bound, difference * difference);
        if (isLeft) Visit(low, middle, bound, ref search);
        else Visit(middle + 1, high, bound, ref search);
        search.Offer(_index[middle], SquaredDistance(middle, search.Place));
        if (isLeft) Visit(middle + 1, high, beyond, ref search);
        else Visit(low, middle, beyond, ref search);
    }

    private void Collect(int low, int high, ReadOnlySpan<double> place, double squaredRadius, List<int> found)
    {
        if (low >= high) return;
        int middle = (low + high) / 2, axis = _axis[middle];
        double difference = place[axis] - _points[middle * Dimensions + axis];
        bool reachesOver = difference * difference <= squaredRadius;
        if (SquaredDistance(middle, place) <= squaredRadius) found.Add(_index[middle]);
        if (difference <= 0 || reachesOver) Collect(low, middle, place, squaredRadius, found);
        if (difference >= 0 || reachesOver) Collect(middle + 1, high, place, squaredRadius, found);
    }

    // The best points so far, nearest first.
    private ref struct Search(ReadOnlySpan<double> place, Span<int> indices, Span<double> distances)
    {
        private readonly Span<int> _indices = indices;
        private readonly Span<double> _distances = distances;

        public readonly ReadOnlySpan<double> Place { get; } = place;

        public int Found { get; private set; }

        public readonly bool Needs(double bound, int leastIndex)
            => Found < _indices.Length || bound < _distances[^1] || bound == _distances[^1]
            && leastIndex < _indices[^1];

        public void Offer(int index, double distance)
        {
            if (Found == _indices.Length && !IsBefore(distance, index, Found - 1)) return;
            int place = Math.Min(Found, _indices.Length - 1);
            for (; place > 0 && IsBefore(distance, index, place - 1); place--)
                (_indices[place], _distances[place]) = (_indices[place - 1], _distances[place - 1]);
            (_indices[place], _distances[place]) = (index, distance);
            Found = Math.Min(Found + 1, _indices.Length);
        }

        private readonly bool IsBefore(double distance, int index, int other)
            => distance < _distances[other] || distance == _distances[other] && index < _indices[other];
    }
}
