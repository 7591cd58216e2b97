using System.Collections.Immutable;
using System.ComponentModel;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Engagement.Schema;

/// <summary>
/// What a JSON value must look like. Shapes are made from records and the bounds on their
/// constructors' parameters; the check, the JSON Schema and the documentation are all made from shapes.
/// </summary>
public abstract partial record DataSchema
{
    public sealed partial record Text(int Max, TextForm Form) : DataSchema;

    public sealed record Whole(long Min, long Max) : DataSchema;

    public sealed record Flag : DataSchema;

    /// <summary>RFC 3339 with offset, in the years 2000 to 2099.</summary>
    public sealed record Instant : DataSchema;

    public sealed record List(DataSchema Item, int Max) : DataSchema;

    /// <summary>Any object.</summary>
    public sealed record Open : DataSchema;

    /// <param name="Required">A bit for each member that must be there.</param>
    public sealed partial record Members(ImmutableArray<Member> All, ulong Required) : DataSchema;

    /// <summary>A record's shape: its constructor's parameters, which are optional when they have a default.</summary>
    internal static Members Of(Type type)
    {
        var parameters = type.GetConstructors().Select(c => c.GetParameters()).MaxBy(found => found.Length)!;
        var required = parameters.Aggregate(
            0ul, (bits, parameter) => parameter.HasDefaultValue ? bits : bits | 1ul << parameter.Position);
        return new([.. parameters.Select(Of)], required);
    }

    static Member Of(ParameterInfo parameter)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return new(
            name,
            Encoding.UTF8.GetBytes(name),
            Of(type, parameter),
            !parameter.HasDefaultValue,
            parameter.GetCustomAttribute<DescriptionAttribute>()?.Description);
    }

    static DataSchema Of(Type type, ParameterInfo parameter)
    {
        if (type == typeof(string))
        {
            var text = Bound<TextAttribute>(parameter);
            return new Text(text.Max, text.Form);
        }

        if (type == typeof(int) || type == typeof(long))
        {
            var whole = Bound<WholeAttribute>(parameter);
            return new Whole(whole.Min, whole.Max);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return new List(Of(type.GetGenericArguments()[0]), Bound<CountAttribute>(parameter).Max);
        }

        return type == typeof(bool) ? new Flag()
            : type == typeof(DateTimeOffset) ? new Instant()
            : type == typeof(JsonElement) ? new Open()
            : Of(type);
    }

    static T Bound<T>(ParameterInfo parameter)
        where T : Attribute => parameter.GetCustomAttribute<T>() ?? throw new InvalidOperationException(
            $"{parameter.Member.DeclaringType}.{parameter.Name} has no bounds: give it a [{typeof(T).Name[..^9]}].");
}

/// <param name="Utf8Name">The name as it is found in UTF-8.</param>
public sealed record Member(string Name, byte[] Utf8Name, DataSchema Schema, bool Required, string? Description);
