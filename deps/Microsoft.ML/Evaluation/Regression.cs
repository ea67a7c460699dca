using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML
{
    /// <summary>Catalogs of tasks.</summary>
    public abstract class TrainCatalogBase
    {
        private protected TrainCatalogBase(IHostEnvironment env) => Environment = env;

        internal IHostEnvironment Environment { get; }
    }

    /// <summary>Regression.</summary>
    public sealed class RegressionCatalog : TrainCatalogBase
    {
        internal RegressionCatalog(IHostEnvironment env)
            : base(env)
        {
        }

        /// <summary>Errors of scores against labels.</summary>
        public RegressionMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
        {
            ArgumentNullException.ThrowIfNull(data);
            DataViewSchema.Column label = Find("label", labelColumnName), score = Find("score", scoreColumnName);
            double count = 0, absolute = 0, squared = 0, labels = 0, labelSquares = 0;
            using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
            Func<double> labelOf = NumberReader.Create(cursor, label), scoreOf = NumberReader.Create(cursor, score);
            while (cursor.MoveNext())
            {
                double truth = labelOf(), error = scoreOf() - truth;
                if (double.IsNaN(error)) continue;
                (count, absolute, squared) = (count + 1, absolute + Math.Abs(error), squared + error * error);
                (labels, labelSquares) = (labels + truth, labelSquares + truth * truth);
            }
            if (count == 0) return new RegressionMetrics(0, 0, 0);
            double spread = labelSquares - labels * labels / count;
            return new RegressionMetrics(absolute / count, squared / count, spread == 0 ? double.NaN : 1 - squared / spread);

            DataViewSchema.Column Find(string role, string name)
            {
                Contracts.CheckNonEmpty(name, role);
                DataViewSchema.Column column = data.Schema.GetColumnOrNull(name)
                    ?? throw new ArgumentOutOfRangeException("schema", $"{char.ToUpperInvariant(role[0])}{role[1..]} column '{name}' not found");
                return column.Type == NumberDataViewType.Single ? column : throw Contracts.ExceptSchemaMismatch("schema", role, name, "Single", $"{column.Type}");
            }
        }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Errors of a regression.</summary>
    public sealed class RegressionMetrics
    {
        internal RegressionMetrics(double meanAbsoluteError, double meanSquaredError, double rSquared)
            => (MeanAbsoluteError, MeanSquaredError, RSquared) = (meanAbsoluteError, meanSquaredError, rSquared);

        /// <summary>Mean of |score - label|.</summary>
        public double MeanAbsoluteError { get; }

        /// <summary>Mean of (score - label)².</summary>
        public double MeanSquaredError { get; }

        /// <summary>√ of the mean squared error.</summary>
        public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

        /// <summary>The squared loss.</summary>
        public double LossFunction => MeanSquaredError;

        /// <summary>1 - errors over variance.</summary>
        public double RSquared { get; }
    }
}
