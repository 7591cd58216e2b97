using System.Text.Json;

namespace Engagement.Events;

/// <summary>Checks an object of the integrator's own: only what no reader could keep is refused.</summary>
static class OpenCheck
{
    public static void Value(ref Utf8JsonReader reader, Findings findings)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Members(ref reader, findings);
                break;
            case JsonTokenType.StartArray:
                List(ref reader, findings);
                break;
            case JsonTokenType.String when EscapedText.Flaw(ref reader) is { } flaw:
                findings.Add(MisfitCodes.WrongForm, flaw, "text that is valid Unicode");
                break;
        }
    }

    static void Members(ref Utf8JsonReader reader, Findings findings)
    {
        var names = findings.Names(reader.CurrentDepth);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var before = findings.Count;
            var name = EscapedText.Name(ref reader);
            if (EscapedText.Flaw(ref reader) is { } flaw)
            {
                findings.Add(MisfitCodes.WrongForm, flaw, "a name that is valid Unicode");
            }
            else if (!names.Add(name))
            {
                findings.Add(MisfitCodes.DuplicateMember, "It is there more than once.");
            }

            reader.Read();
            Value(ref reader, findings);
            if (findings.Count > before)
            {
                findings.Under(before, name);
            }
        }
    }

    static void List(ref Utf8JsonReader reader, Findings findings)
    {
        var index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = findings.Count;
            Value(ref reader, findings);
            findings.Under(before, index++);
        }
    }
}
