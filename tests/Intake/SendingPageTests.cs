using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Engagement.Events;
using Engagement.Schema;
using Engagement.Tests.Support;

namespace Engagement.Tests.Intake;

/// <summary>What docs/sending-events.md promises.</summary>
public sealed partial class SendingPageTests
{
    static readonly string s_page = File.ReadAllText(Repository.At("docs", "sending-events.md"));

    [Fact]
    public void The_page_explains_every_code_and_no_other()
    {
        var codes = new[] { typeof(ValidationCodes), typeof(ItemAnswer) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            Code().Matches(s_page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_event_of_the_page_is_taken()
    {
        await using var host = await IntakeHost.Start();

        Assert.Equal(HttpStatusCode.OK, (await host.Post(Example().Match(s_page).Groups[1].Value)).StatusCode);
    }

    [GeneratedRegex("^\\| `([a-z-]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("-d '(\\{.*\\})'")]
    private static partial Regex Example();
}
