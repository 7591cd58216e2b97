using System.Text.Json;
using Engagement.Access;
using Engagement.Tests.Cluster;

namespace Engagement.Tests.Api;

/// <summary>Secrets are shown once: whoever can read a log later learns none of them.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task The_first_start_shows_the_password_and_the_key_once_and_later_starts_show_neither()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-secrets-").FullName;

        var first = await Start(folder);
        var second = await Start(folder);

        var keys = JsonSerializer.Deserialize<KeyRing>(
            await File.ReadAllTextAsync(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!;
        var demo = keys.Workspaces[FirstStart.Demo];
        foreach (var secret in (string[])[demo.Password, demo.Key])
        {
            Assert.Single(first, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Contains(second, line => line.Contains("./engage keys", StringComparison.Ordinal));
        Assert.DoesNotContain(first, line => line.Contains(keys.Operator, StringComparison.Ordinal));
        foreach (var secret in (string[])[demo.Password, demo.Key, keys.Operator])
        {
            Assert.DoesNotContain(second, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    static async Task<List<string>> Start(string folder)
    {
        await using var product = await Member.Start(
            "Engagement.Api", "Engagement listens on",
            ("ENGAGE_URL", $"http://127.0.0.1:{Member.FreePort()}"), ("ENGAGE_DATA", folder), ("ENGAGE_DATABASE", ""),
            ("ENGAGE_CLUSTER", ""), ("Logging__LogLevel__Default", "Debug"));
        Assert.Equal(0, await product.Terminate(TimeSpan.FromSeconds(30)));
        return [.. product.Log, .. product.Errors];
    }
}
