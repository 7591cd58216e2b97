using System.Collections.Frozen;

namespace Engagement.Templates;

/// <summary>What kind of value an expression has, as far as that is known before it is filled in.</summary>
abstract record TemplateKind
{
    /// <summary>Whatever it is: an event's own data, or what a function gives.</summary>
    public static readonly TemplateKind Any = new Unknown();

    public static readonly TemplateKind Text = new Members(new Dictionary<string, TemplateKind> { ["size"] = Any });

    public static readonly TemplateKind Number = new Members(new Dictionary<string, TemplateKind>());

    public sealed record Unknown : TemplateKind;

    public sealed record List(TemplateKind Item) : TemplateKind;

    /// <param name="Known">Its members by name.</param>
    /// <param name="IsOpen">Whether it may have others.</param>
    public sealed record Members(IReadOnlyDictionary<string, TemplateKind> Known, bool IsOpen = false) : TemplateKind
    {
        public IEnumerable<string> Names => Known.Keys;

        public TemplateKind? Find(string name) => Known.GetValueOrDefault(name) ?? (IsOpen ? Any : null);
    }
}

/// <summary>What every message has; docs/templates.md says what each is.</summary>
static class TemplateModel
{
    static readonly TemplateKind Money = Object(("amount", TemplateKind.Number), ("currency", TemplateKind.Text));

    static readonly TemplateKind Item = Object(
        ("productId", TemplateKind.Text), ("name", TemplateKind.Text), ("category", TemplateKind.Text),
        ("quantity", TemplateKind.Number), ("price", Money));

    static readonly TemplateKind Order = Object(
        [
            .. Texts(
                "id", "stage", "placedAt", "paidAt", "shippedAt", "promisedAt", "deliveredAt", "cancelledAt",
                "trackingUrl"),
            ("total", Money), ("refunded", Money), ("items", new TemplateKind.List(Item)),
        ]);

    public static TemplateKind.Members Given { get; } = Object(
        ("customer", Object(
            Texts("id", "name", "email", "phone", "locale", "timeZone", "city", "region", "country"))),
        ("order", Order),
        ("event", new TemplateKind.Members(
            new Dictionary<string, TemplateKind> { ["type"] = TemplateKind.Text }, IsOpen: true)),
        ("points", Object(("pending", TemplateKind.Number), ("available", TemplateKind.Number))),
        ("message", Object(Texts("key", "purpose"))),
        ("brand", Object(Texts(
            "name", "logoUrl", "primaryColor", "textColor", "backgroundColor", "footer", "senderName", "contactUrl"))),
        ("subject", TemplateKind.Text), ("content", TemplateKind.Any), ("unsubscribeUrl", TemplateKind.Text),
        ("language", TemplateKind.Text), ("direction", TemplateKind.Text));

    static TemplateKind.Members Object(params (string Name, TemplateKind Kind)[] members) =>
        new(members.ToFrozenDictionary(member => member.Name, member => member.Kind, StringComparer.Ordinal));

    static (string, TemplateKind)[] Texts(params string[] names) =>
        [.. names.Select(name => (name, TemplateKind.Text))];
}
