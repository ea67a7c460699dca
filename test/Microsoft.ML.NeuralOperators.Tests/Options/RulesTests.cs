using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Options;
using Xunit;
using static System.FormattableString;
using static Microsoft.ML.NeuralOperators.Tests.Options.OptionsUnderTest;

namespace Microsoft.ML.NeuralOperators.Tests.Options;

/// <summary>What the rules of all options, of architectures and of training, refuse and let through.</summary>
public class RulesTests
{
    public static TheoryData<Type> Records => [.. Types];

    public static TheoryData<Type, string> Ranges => Where(p => p.IsDefined(typeof(RangeAttribute)));

    public static TheoryData<Type, string> Lists => Where(p => p.IsDefined(typeof(EachAttribute)));

    public static TheoryData<Type, string> ListOptions
        => Where(p => p.PropertyType is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>));

    public static TheoryData<Type, string> Choices => Where(p => Plain(p).IsEnum);

    public static TheoryData<Type, string> Sweeps
        => Where(p => p.IsDefined(typeof(SweepRangeAttribute)) || p.IsDefined(typeof(SweepChoiceAttribute)));

    [Fact]
    public void Every_architecture_is_asked()
        => Assert.Superset(new HashSet<Type>
        {
            typeof(FnoOptions), typeof(MgnoOptions), typeof(LsmOptions), typeof(GalerkinTransformerOptions),
            typeof(FactFormerOptions), typeof(IFactFormerOptions), typeof(GnotOptions), typeof(DeepONetOptions),
        }, Types.ToHashSet());

    [Theory]
    [MemberData(nameof(Records))]
    public void Defaults_have_no_faults(Type type) => Assert.Empty(Rules.Faults(Default(type)));

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Numbers_just_outside_a_range_give_one_sentence_and_its_ends_give_none(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        RangeAttribute range = property.GetCustomAttribute<RangeAttribute>()!;
        object[] outside = Outside(range, Plain(property));
        Assert.NotEmpty(outside);
        // Options with a second rule have a sentence for it too.
        foreach (object value in outside) Assert.Single(Faults(With(type, property, value), property), Sentence(value));
        foreach (object value in Ends(range, Plain(property)))
            Assert.DoesNotContain(Sentence(value), Faults(With(type, property, value), property));

        string Sentence(object value) => Invariant($"{name} is {value}; expected {Text(range)}");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void One_entry_of_a_list_that_is_outside_gives_one_sentence_with_the_whole_list(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        RangeAttribute range = property.GetCustomAttribute<EachAttribute>()!.Range;
        Type number = property.PropertyType.GetGenericArguments()[0];
        object good = Ends(range, number)[0];
        foreach (object bad in Outside(range, number))
        {
            string fault = Assert.Single(Faults(Of(good, bad), property));
            Assert.StartsWith(Invariant($"{name} is [{good}, {bad}]; expected numbers of "), fault);
        }
        Assert.Empty(Faults(Of([.. Ends(range, number).Take(2)]), property));

        object Of(params object[] entries)
        {
            Array list = Array.CreateInstance(number, entries.Length);
            for (int i = 0; i < entries.Length; i++) list.SetValue(entries[i], i);
            return With(type, property, list);
        }
    }

    [Theory]
    [MemberData(nameof(ListOptions))]
    public void A_list_is_the_options_own_whatever_happens_to_the_array_it_was_made_from(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        var values = Array.CreateInstance(property.PropertyType.GetGenericArguments()[0], 2);
        object own = property.GetValue(With(type, property, values))!;
        Assert.Equal(values, own);
        Assert.NotSame(values, own);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Undefined_and_unsupported_choices_are_refused(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        object[] all = [.. Enum.GetValues(Plain(property)).Cast<object>()];
        object?[] allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values ?? all;
        foreach (object refused in all.Except(allowed).Append(Enum.ToObject(Plain(property), 99))!)
            Assert.Contains(Faults(With(type, property, refused), property),
                f => f.StartsWith($"{name} is {refused}; expected ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Null_is_refused_where_the_type_does_not_say_it_may_be_missing(Type type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite && !p.PropertyType.IsValueType))
        {
            object options = With(type, property, null);
            bool mayBeMissing = nullability.Create(property).WriteState == NullabilityState.Nullable;
            string name = property.Name;
            // An option of training that is not set has the architecture's default.
            if (mayBeMissing || property.GetValue(options) is not null) Assert.Empty(Rules.Faults(options));
            else Assert.Contains(Rules.Faults(options), f => f == $"{name} is null" || f == $"{name} is empty");
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Operators_refuse_null_with_the_same_sentence(Type type)
    {
        if (Default(type) is not GridOperatorOptions) return;
        var nullability = new NullabilityInfoContext();
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite && !p.PropertyType.IsValueType
            && nullability.Create(p).WriteState == NullabilityState.NotNull))
        {
            var options = (GridOperatorOptions)With(type, property, null);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => options.Define(1, 1));
            Assert.Contains($"{property.Name} is null", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void One_exception_lists_the_faults_of_all_options(Type type)
    {
        object options = Default(type);
        PropertyInfo[] ranged = [.. type.GetProperties().Where(p => p.IsDefined(typeof(RangeAttribute)))];
        foreach (PropertyInfo property in ranged)
            property.SetValue(options, Outside(property.GetCustomAttribute<RangeAttribute>()!, Plain(property))[0]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => Rules.Require(options)).Message;
        foreach (PropertyInfo property in ranged)
            Assert.Contains(Invariant($"{property.Name} is {property.GetValue(options)}; expected "), message);
        if (options is GridOperatorOptions grid)
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => grid.Define(1, 1)).Message);
    }

    [Theory]
    [MemberData(nameof(Sweeps))]
    public void What_is_worth_sweeping_is_valid(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        var values = new List<object>();
        if (property.GetCustomAttribute<SweepRangeAttribute>() is { } range)
        {
            Assert.True(range.Minimum < range.Maximum && (!range.IsLogarithmic || range.Minimum > 0),
                $"{range.Minimum} to {range.Maximum}");
            values.AddRange([range.Minimum, range.Maximum]);
        }
        if (property.GetCustomAttribute<SweepChoiceAttribute>() is { } choice)
        {
            Assert.True(choice.Values.Count > 1 && choice.Values.Distinct().Count() == choice.Values.Count);
            values.AddRange(choice.Values);
        }
        foreach (object value in values)
        {
            object number = Plain(property).IsEnum ? value : Convert.ChangeType(value, Plain(property));
            Assert.Equal(value, Plain(property).IsEnum ? number : Convert.ChangeType(number, value.GetType()));
            Assert.Empty(Rules.Faults(With(type, property, number)));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_option_is_documented(Type type)
    {
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite))
        {
            string file = Path.ChangeExtension(property.DeclaringType!.Assembly.Location, ".xml");
            XElement? member = XDocument.Load(file).Descendants("member")
                .FirstOrDefault(m => (string?)m.Attribute("name") == $"P:{property.DeclaringType}.{property.Name}");
            Assert.False(string.IsNullOrWhiteSpace(member?.Element("summary")?.Value),
                $"{property.DeclaringType}.{property.Name} has no summary.");
        }
    }

    private static TheoryData<Type, string> Where(Func<PropertyInfo, bool> isMeant)
    {
        var data = new TheoryData<Type, string>();
        foreach (var (type, property) in All)
            if (isMeant(property)) data.Add(type, property.Name);
        return data;
    }

    private static string Text(RangeAttribute range)
    {
        string least = Invariant($"{range.Minimum}"), most = Invariant($"{range.Maximum}");
        bool isOpen = range.Maximum is int.MaxValue or double.PositiveInfinity or double.MaxValue;
        return (isOpen, range.MinimumIsExclusive, range.MaximumIsExclusive) switch
        {
            (true, false, _) => $"at least {least}",
            (true, true, _) => $"more than {least}",
            (false, false, false) => $"{least} to {most}",
            (false, true, false) => $"more than {least}, up to {most}",
            (false, false, true) => $"{least} up to, not including, {most}",
            (false, true, true) => $"more than {least} and less than {most}",
        };
    }

    // The numbers next to the ends that the range does not have; none beyond infinity.
    private static object[] Outside(RangeAttribute range, Type number)
    {
        double least = Convert.ToDouble(range.Minimum), most = Convert.ToDouble(range.Maximum);
        if (number == typeof(int))
            return [.. new[] { (long)least - 1, (long)most + 1 }
                .Where(v => v is >= int.MinValue and <= int.MaxValue).Select(v => (object)(int)v)];
        return [.. new[]
        {
            range.MinimumIsExclusive ? least : Math.BitDecrement(least),
            range.MaximumIsExclusive ? most : Math.BitIncrement(most),
        }.Where(v => v <= least || v > most || range.MaximumIsExclusive).Append(double.NaN).Cast<object>()];
    }

    // The smallest and the largest number that the range has.
    private static object[] Ends(RangeAttribute range, Type number)
    {
        double least = Convert.ToDouble(range.Minimum), most = Convert.ToDouble(range.Maximum);
        if (number == typeof(int)) return [(int)least, (int)most];
        return
        [
            range.MinimumIsExclusive ? Math.BitIncrement(least) : least,
            range.MaximumIsExclusive ? Math.BitDecrement(most) : most,
        ];
    }
}
