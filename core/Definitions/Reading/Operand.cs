using System.Globalization;
using Engagement.Schema;

namespace Engagement.Definitions.Reading;

/// <summary>Reads what a field is compared with as what the field holds, or says why that can never be.</summary>
static class Operand
{
    /// <param name="path">The field's.</param>
    /// <param name="flaw">Null when the comparison can hold.</param>
    public static Value Of(Node.Scalar scalar, string path, FieldType type, Comparison how, out string? flaw)
    {
        flaw = null;
        if (scalar is { Plain: true, Text: "" or "~" or "null" or "Null" or "NULL" })
        {
            flaw = "Nothing equals null: 'exists: false' holds for what is not known.";
            return Literal(scalar);
        }

        var value = how switch
        {
            Comparison.Contains => Part(scalar, type),
            Comparison.Less or Comparison.LessOrEqual or Comparison.Greater or Comparison.GreaterOrEqual =>
                Bound(scalar, type, how),
            _ => Equal(scalar, type),
        };
        if (value is { } known)
        {
            return known;
        }

        flaw = Flaw(scalar.Text, path, type, how);
        return Literal(scalar);
    }

    /// <summary>As it is written, whatever the field holds.</summary>
    public static Value Literal(Node.Scalar scalar) => scalar switch
    {
        { Plain: true, Text: "true" } => Value.Of(true),
        { Plain: true, Text: "false" } => Value.Of(false),
        { Plain: true } when Number(scalar.Text) is { } number => Value.Of(number),
        _ => Value.Of(scalar.Text),
    };

    static string Flaw(string text, string path, FieldType type, Comparison how)
    {
        var said = $"'{path}' is {type.Words}";
        if (how == Comparison.Contains && text.Length == 0 && type is not FieldType.List)
        {
            return type is FieldType.Any
                ? $"An empty text is in every text. Say 'exists: true' where '{path}' is to be known."
                : $"{said}: an empty text is in all of them. Say 'exists: true' for one that is there.";
        }

        if (type is FieldType.Whole && Number(text) is { } number && number != decimal.Truncate(number))
        {
            return $"{said}, and '{text}' is not whole."
                + (path.EndsWith(".amount", StringComparison.Ordinal)
                    ? " Money counts in minor units: 10.50 EUR is 1050."
                    : "");
        }

        return (how, type) switch
        {
            (Comparison.Contains, FieldType.Whole or FieldType.Truth or FieldType.Instant) =>
                $"{said}; contains looks into texts and lists.",
            (Comparison.Contains, FieldType.List list) => Never(said, text, list.Item),
            (not Comparison.Contains, FieldType.List) => $"{said}: only contains and exists fit it.",
            (Comparison.Less or Comparison.LessOrEqual or Comparison.Greater or Comparison.GreaterOrEqual, _)
                when type is FieldType.Any =>
                "A number or an instant such as 2026-03-01T00:00:00Z is expected.",
            (Comparison.Less or Comparison.LessOrEqual or Comparison.Greater or Comparison.GreaterOrEqual, _)
                when type is not (FieldType.Whole or FieldType.Instant) =>
                $"{said}; lt, lte, gt and gte compare numbers and instants.",
            (Comparison.Less, _) => $"{said}, and never below '{text}'.",
            (Comparison.Greater, _) => $"{said}, and never above '{text}'.",
            (Comparison.LessOrEqual, _) => $"{said}, and never '{text}' or less.",
            (Comparison.GreaterOrEqual, _) => $"{said}, and never '{text}' or more.",
            _ => Never(said, text, type),
        };
    }

    static string Never(string said, string text, FieldType type)
    {
        var names = type switch
        {
            FieldType.Choice choice => choice.Names,
            FieldType.Text { Form: var form } => TextForms.Choices(form) ?? [],
            FieldType.Truth => ["true", "false"],
            _ => Enumerable.Empty<string>(),
        };
        var near = NearName.Of(text, names);
        return $"{said}, and never '{text}'." + (near is null ? "" : $" Did you mean {near}?");
    }

    static Value? Equal(Node.Scalar scalar, FieldType type) => type switch
    {
        FieldType.Text text => Named(scalar.Text, text.Form) is { } named ? Value.Of(named) : null,
        FieldType.Choice choice => choice.Names.Contains(scalar.Text) ? Value.Of(scalar.Text) : null,
        FieldType.Whole whole => Number(scalar.Text) is { } number && number == decimal.Truncate(number)
            && !(number < whole.Min) && !(number > whole.Max) ? Value.Of(number) : null,
        FieldType.Truth => scalar.Text switch
        {
            "true" => Value.Of(true),
            "false" => Value.Of(false),
            _ => null,
        },
        FieldType.Instant => Instant(scalar),
        FieldType.List => null,
        FieldType.Any => Literal(scalar),
        _ => throw new NotSupportedException($"No way to read {type.GetType().Name}."),
    };

    static Value? Part(Node.Scalar scalar, FieldType type) => type switch
    {
        FieldType.List list => Equal(scalar, list.Item),
        _ when scalar.Text.Length == 0 => null,
        FieldType.Text => Value.Of(scalar.Text),
        FieldType.Choice choice => choice.Names.Any(name =>
            name.Contains(scalar.Text, StringComparison.OrdinalIgnoreCase)) ? Value.Of(scalar.Text) : null,
        FieldType.Any => Literal(scalar),
        _ => null,
    };

    static Value? Bound(Node.Scalar scalar, FieldType type, Comparison how) => type switch
    {
        FieldType.Whole whole => Number(scalar.Text) is { } number && number == decimal.Truncate(number)
            && CanBe(whole, how, number) ? Value.Of(number) : null,
        FieldType.Instant => Instant(scalar),
        FieldType.Any when Literal(scalar) is var value
            && (value.Kind == ValueKind.Number || value.AsInstant().Kind == ValueKind.Instant) => value,
        _ => null,
    };

    static bool CanBe(FieldType.Whole whole, Comparison how, decimal number) => how switch
    {
        Comparison.Less => !(number <= whole.Min),
        Comparison.LessOrEqual => !(number < whole.Min),
        Comparison.Greater => !(number >= whole.Max),
        _ => !(number > whole.Max),
    };

    static Value? Instant(Node.Scalar scalar) =>
        Value.Of(scalar.Text).AsInstant() is { Kind: ValueKind.Instant } instant ? instant : null;

    static decimal? Number(string text) => decimal.TryParse(
        text,
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
        CultureInfo.InvariantCulture,
        out var number) ? number : null;

    /// <summary>Names are compared in the form in which events bring them.</summary>
    static string? Named(string text, TextForm form) => form switch
    {
        TextForm.Plain => text,
        TextForm.Identifier => Identifier.TryName(text, out var id, out _) ? id : null,
        _ => TextForms.Fits(form, text) ? text : null,
    };
}
