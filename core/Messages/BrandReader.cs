using System.Text.RegularExpressions;
using Engagement.Definitions.Reading;

namespace Engagement.Messages;

/// <summary>Reads a brand kit.</summary>
sealed class BrandReader(Problems problems)
{
    public Brand? Read(Members members, string id, int version)
    {
        var name = members.Text("name", Limits.NameMax, "what customers call the sender");
        var kit = new BrandKit(
            name ?? "",
            Url(members, "logoUrl"),
            Fitting(members, "primaryColor", Notation.Color, "a colour such as #1a73e8"),
            Fitting(members, "textColor", Notation.Color, "a colour such as #202124"),
            Fitting(members, "backgroundColor", Notation.Color, "a colour such as #ffffff"),
            members.Text("footer", Limits.UrlMax),
            Line(members, "senderName"),
            Fitting(members, "senderAddress", Notation.Address, "an e-mail address"),
            Fitting(members, "replyTo", Notation.Address, "an e-mail address"),
            Url(members, "contactUrl"));
        return name is null ? null : new(id, version, kit);
    }

    /// <summary>A sender's name goes into a mail header, where a line break would begin another.</summary>
    string? Line(Members members, string name)
    {
        var text = members.Text(name, Limits.NameMax);
        if (text is not null && text.Any(char.IsControl))
        {
            problems.Add(members.Take(name)!.Value, "A single line is expected.");
        }

        return text;
    }

    string? Fitting(Members members, string name, Regex notation, string what)
    {
        var text = members.Text(name, Limits.NameMax);
        if (text is not null && !notation.IsMatch(text))
        {
            problems.Add(members.Take(name)!.Value, $"'{text}' is not {what}.");
        }

        return text;
    }

    string? Url(Members members, string name)
    {
        var text = members.Text(name, Limits.UrlMax);
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
        if (text is not null && !isAddress)
        {
            problems.Add(members.Take(name)!.Value, $"'{text}' is not an https address.");
        }

        return text;
    }
}
