namespace Engagement.Templates;

/// <summary>A part of a message; knows where its source is and whether it is markup.</summary>
sealed record MessagePart(string Name, bool IsMarkup, Func<Messages.TemplateParts, string?> Source)
{
    public static readonly MessagePart Subject = new("subject", false, parts => parts.Subject);

    public static readonly MessagePart Text = new("text", false, parts => parts.Text);

    public static readonly MessagePart Html = new("html", true, parts => parts.Html);

    public static readonly MessagePart Insert = new("insert", true, parts => parts.Insert);

    public static readonly IReadOnlyList<MessagePart> All = [Subject, Text, Html, Insert];
}
