namespace Engagement.Schema;

/// <summary>How long a text may be and what form it has. It stands on a parameter of an event's record.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
class TextAttribute(int max, TextForm form = TextForm.Plain) : Attribute
{
    /// <summary>Unicode characters.</summary>
    public int Max => max;

    public TextForm Form => form;
}

/// <summary>The text names something for ever: it is normalised, see <see cref="Identifier"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class IdAttribute() : TextAttribute(Identifier.LengthMax, TextForm.Identifier);

/// <summary>The least and the greatest a whole number may be.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class WholeAttribute(long min, long max) : Attribute
{
    public long Min => min;

    public long Max => max;
}

/// <summary>How many items a list may have.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class CountAttribute(int max) : Attribute
{
    public int Max => max;
}

/// <summary>The forms of text that events know.</summary>
public enum TextForm
{
    /// <summary>Anything, over several lines too.</summary>
    Plain,

    /// <summary>One line: what may reach the head of a message.</summary>
    Line,

    Identifier,

    /// <summary>The name of a type of event.</summary>
    EventType,

    Slug,
    Email,
    Url,
    TimeZone,
    Locale,
    Country,
    Currency,
}
