using System.Text.Json;

namespace Engagement.Schema;

/// <summary>
/// Checks an object of the integrator's own: only what no reader could keep is refused, and an order id that is none.
/// </summary>
static class OpenCheck
{
    /// <summary>The one member that means something to us, whatever else is there.</summary>
    public const string OrderId = "orderId";

    /// <summary>Checks the data of an event; what lies inside it is checked as <see cref="Check"/>.</summary>
    public static void Data(ref Utf8JsonReader reader, ValidationErrors errors) =>
        Members(ref reader, errors, isData: true);

    public static void Check(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Members(ref reader, errors, isData: false);
                break;
            case JsonTokenType.StartArray:
                List(ref reader, errors);
                break;
            case JsonTokenType.String when EscapedText.Flaw(ref reader) is { } flaw:
                errors.Add(ValidationCodes.WrongForm, flaw, "text that is valid Unicode");
                break;
        }
    }

    static void Members(ref Utf8JsonReader reader, ValidationErrors errors, bool isData)
    {
        var names = errors.Names(reader.CurrentDepth);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var before = errors.Count;
            var name = EscapedText.Name(ref reader);
            if (EscapedText.Flaw(ref reader) is { } flaw)
            {
                errors.Add(ValidationCodes.WrongForm, flaw, "a name that is valid Unicode");
            }
            else if (!names.Add(name))
            {
                errors.Add(ValidationCodes.DuplicateMember, "It is there more than once.");
            }

            reader.Read();
            if (isData && name == OrderId)
            {
                Order(ref reader, errors);
            }
            else
            {
                Check(ref reader, errors);
            }

            if (errors.Count > before)
            {
                errors.Under(before, name);
            }
        }
    }

    // Shops that count their orders say 1001 and mean "1001"; anything else would be taken for an event of no order.
    static void Order(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        const string Words = $"{Identifier.Expected}, or a whole number";
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
            case JsonTokenType.Number when ExactNumber.TryWhole(reader.ValueSpan, out _):
                break;
            case JsonTokenType.String when EscapedText.Flaw(ref reader) is { } flaw:
                errors.Add(ValidationCodes.WrongForm, flaw, Words);
                break;
            case JsonTokenType.String:
                if (!Identifier.TryName(reader.GetString()!, out _, out var reason))
                {
                    errors.Add(ValidationCodes.WrongForm, reason, Words);
                }

                break;
            default:
                errors.Add(ValidationCodes.WrongType, $"It is {SchemaCheck.Word(reader.TokenType)}.", Words);
                reader.Skip();
                break;
        }
    }

    static void List(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        var index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = errors.Count;
            Check(ref reader, errors);
            errors.Under(before, index++);
        }
    }
}
