using System.Text;
using System.Text.Json;
using Engagement.Tests.Support;
using Engagement.Webhooks;

namespace Engagement.Tests.Channels;

public sealed class WebhookSignatureTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static readonly WebhookSecret s_secret = WebhookSecret.Read(Secret)!;

    [Fact]
    public void The_published_vector_comes_out()
    {
        var signature = WebhookSignature.Of(
            [s_secret],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            "{\"test\": 2432232314}"u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [NodeFact]
    public async Task The_reference_library_verifies_what_we_sign_with_an_old_and_a_new_secret()
    {
        var other = "whsec_" + Convert.ToBase64String(Enumerable.Range(1, 32).Select(n => (byte)n).ToArray());
        var body = """{"type":"message.sent","timestamp":"2026-03-01T12:00:00Z","data":{"text":"مرحبا 🎁"}}""";
        var at = TimeProvider.System.GetUtcNow();
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = $"{at.ToUnixTimeSeconds()}",
            ["webhook-signature"] = WebhookSignature.Of(
                [WebhookSecret.Read(other)!, s_secret], "msg_1", at, Encoding.UTF8.GetBytes(body)),
        };

        Assert.Equal("message.sent", (await Verify(Secret, headers, body))?.GetProperty("type").GetString());
        Assert.Equal("message.sent", (await Verify(other, headers, body))?.GetProperty("type").GetString());
        Assert.Null(await Verify(Secret, headers, body.Replace("🎁", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")]
    public void What_is_no_secret_of_a_sound_length_is_refused(string text) => Assert.Null(WebhookSecret.Read(text));

    [Fact]
    public void A_secret_longer_than_64_bytes_is_refused() =>
        Assert.Null(WebhookSecret.Read("whsec_" + Convert.ToBase64String(new byte[65])));

    static async Task<JsonElement?> Verify(string secret, Dictionary<string, string> headers, string body)
    {
        using var verifier = await Node.Start("verify-webhook.js");
        var said = verifier.StandardOutput.ReadToEndAsync();
        await verifier.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, headers, body }));
        verifier.StandardInput.Close();
        await verifier.WaitForExitAsync();
        return verifier.ExitCode == 0 ? JsonElement.Parse(await said) : null;
    }
}
