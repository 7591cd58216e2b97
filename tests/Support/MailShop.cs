using System.Net;
using System.Text.Json;
using Engagement.Storage.Sqlite;
using Engagement.Tests.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Support;

/// <summary>
/// The product with a live workspace that writes one letter for each order, in front of a relay whose answer to the
/// recipient a test decides.
/// </summary>
sealed class MailShop : IAsyncDisposable
{
    public const string Accepts = "250 2.1.5 fine";
    public const string Later = "450 4.2.0 later";

    static readonly DateTimeOffset s_long = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly ScriptedSmtp _relay;
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-mail-").FullName;
    int _events;
    volatile string _mood = Accepts;
    volatile TaskCompletionSource<string> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    MailShop() => _relay = new(Answer);

    public TestApp App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Addresses whose letters the relay has taken, in order.</summary>
    public List<string> Took { get; } = [];

    /// <summary>Senders of the letters that the relay was asked to take, in order.</summary>
    public IEnumerable<string> Senders => _relay.Heard
        .Where(line => line.StartsWith("MAIL FROM:", StringComparison.Ordinal))
        .Select(line => line.Split('<', '>')[1]);

    /// <summary>Letters that reached the relay, whatever it said to them.</summary>
    public IReadOnlyList<string> Letters => _relay.Letters;

    /// <summary>How often the relay was asked to take a letter.</summary>
    public int Asked { get; private set; }

    /// <param name="message">Channel and purpose, as a journey's step has them.</param>
    /// <param name="rehearsal">Then letters become files, and the relay is never asked.</param>
    public static async Task<MailShop> Start(
        string message = "channel: email, purpose: transactional",
        bool rehearsal = false,
        bool? starter = true,
        params string[] settings)
    {
        var shop = new MailShop();
        shop.App = await shop.StartApp(0, settings);
        shop.Client = await shop.App.Workspace("live", rehearsal, starter);
        await shop.Publish(
            "template/hello",
            """
            kind: template
            id: hello
            subject: Hello
            text: "Hello. No more: {{ unsubscribeUrl }}"
            """);
        await shop.Publish(
            "journey/hello",
            $$"""
            kind: journey
            id: hello
            name: Say hello
            trigger: { events: custom.hello }
            entry: { oncePer: event }
            steps:
              - id: say
                message: { template: hello, {{message}} }
            """);
        return shop;
    }

    /// <summary>Ends the product and starts it again on its data, with more settings.</summary>
    public async Task Restart(params string[] settings)
    {
        var port = App.Address.Port;
        await App.DisposeAsync();
        App = await StartApp(port, settings);
    }

    Task<TestApp> StartApp(int port, params string[] settings) => TestApp.Start(
        _folder,
        port,
        [
            "--Email:Host=127.0.0.1", $"--Email:Port={_relay.Options.Port}", "--Email:Security=None",
            "--Email:From=shop@shop.example", .. settings,
        ]);

    public Task Publish(string definition, string text) =>
        Client.Json(HttpMethod.Put, $"/v1/definitions/{definition}", text, HttpStatusCode.Created);

    /// <summary>What the relay says to a recipient from now on.</summary>
    public void Says(string answer) =>
        (_mood, _asked) = (answer, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public Task Hears(string type, object data, string customer = "ada") => Client.Tell(new
    {
        id = $"{type}:{++_events}",
        type,
        source = "shop",
        occurredAt = s_long.AddMinutes(_events),
        customer,
        data,
    });

    public Task Lives(string address, string customer = "ada") =>
        Hears("customer.updated", new { contact = new { email = address, name = "Ada" } }, customer);

    /// <summary>One more letter is decided on.</summary>
    /// <returns>Its line, which is the newest.</returns>
    public async Task<JsonElement> Writes(string customer = "ada")
    {
        await Hears("custom.hello", new { }, customer);
        return await Newest(customer);
    }

    public async Task<JsonElement> Newest(string customer = "ada") =>
        (await Client.Json($"/v1/customers/{Uri.EscapeDataString(customer)}/messages")).GetProperty("items")[0];

    /// <summary>Until the relay has answered what it says now.</summary>
    public Task<string> Answered() => Within(_asked.Task);

    /// <summary>Until the newest message is no longer in the queue, whatever wait is before it.</summary>
    public async Task<JsonElement> Settled(string customer = "ada")
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var patience = 0; patience < 600; patience++)
        {
            await Hurry();
            if (await Newest(customer) is var line && line.GetProperty("status").GetString() != "queued")
            {
                return line;
            }

            await pace.WaitForNextTickAsync();
        }

        throw new TimeoutException("The message is still queued after half a minute.");
    }

    /// <summary>An agent's browser.</summary>
    public async Task<HttpClient> Agent(string name)
    {
        const string Password = "a long and quiet password";
        using var made = await App.Operator.Send(
            HttpMethod.Post, "/v1/workspaces/live/agents", new { name, password = Password });
        made.EnsureSuccessStatusCode();
        return await App.SignIn("live", name, Password);
    }

    public async Task RetryDeadLetter()
    {
        var row = (await Client.Json("/v1/dead-letters")).GetProperty("items")[0].GetProperty("row").GetInt64();
        await Client.Json(HttpMethod.Post, $"/v1/dead-letters/{row}/retry", null, HttpStatusCode.Accepted);
    }

    public async Task<string[]> Suppressed(string customer = "ada") =>
    [
        .. (await Client.Json($"/v1/customers/{Uri.EscapeDataString(customer)}")).GetProperty("customer")
            .GetProperty("suppressions").EnumerateArray().Select(one => one.GetProperty("address").GetString()!),
    ];

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _relay.DisposeAsync();
        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Takes the waits out of the queue: what was put off is due.</summary>
    async Task Hurry() => await App.Services.GetRequiredService<SqliteDatabase>().Write(
        writer => writer.Statement("UPDATE outbox SET ready_at = 0 WHERE state = 0 AND claimed = 0").Run(),
        CancellationToken.None);

    string? Answer(string line)
    {
        const string Recipient = "RCPT TO:<";
        if (!line.StartsWith(Recipient, StringComparison.Ordinal))
        {
            return ScriptedSmtp.Healthy("no line begins so", null)(line);
        }

        var (mood, asked) = (_mood, _asked);
        Asked++;
        if (mood == Accepts)
        {
            Took.Add(line[Recipient.Length..line.IndexOf('>')]);
        }

        asked.TrySetResult(line);
        return mood;
    }

    static async Task<T> Within<T>(Task<T> task)
    {
        await Probe.Within(task, "an answer of the relay");
        return await task;
    }
}
