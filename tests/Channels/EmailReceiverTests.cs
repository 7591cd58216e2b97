using Engagement.Email;
using Engagement.FileSink;
using Engagement.Receivers;
using Engagement.Retries;
using Engagement.Tests.Support;
using Engagement.Unsubscribe;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

public sealed class EmailReceiverTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engage-email-").FullName;

    [NodeFact]
    public async Task A_live_message_goes_to_the_relay_with_a_way_out()
    {
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);

        await Receiver(relay).Deliver(Outgoing(Message(purpose: "marketing")), default);

        var mail = await sink.Next();
        Assert.Equal(("The Shop", "shop@shop.example"), (mail.FromName, mail.From));
        Assert.Equal(["ada@sink.example"], mail.To);
        var link = new Uri(mail.Values["list-unsubscribe"].Split('<', '>')[1]);
        var what = FakeContents.Links.Read(link.Segments[^1]);
        Assert.Equal(new(Ada, EffectId.Of(Ada, "k1"), "email", "marketing"), what);
    }

    [Fact]
    public async Task A_letter_whose_way_out_fits_no_header_does_not_leave()
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("nothing", null));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);
        var label = new string('a', 60);
        var links = new UnsubscribeLinks(new byte[32], new($"https://{label}.{label}.{label}.{label}.example"));
        var far = Outgoing() with { Customer = new(label, string.Concat(Enumerable.Repeat("𠮷", 200))) };

        var outcome = await Receiver(relay, links).Deliver(far, default);

        Assert.Contains("way out", Assert.IsType<DeliveryOutcome.Withheld>(outcome).Reason, StringComparison.Ordinal);
        Assert.Empty(server.Heard);
        Assert.IsType<DeliveryOutcome.Done>(await Receiver(relay, links).Deliver(Outgoing(), default));
    }

    [NodeFact]
    public async Task What_belongs_to_the_order_offers_no_way_out_and_may_be_repeated()
    {
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);
        var receiver = Receiver(relay);

        Assert.IsType<DeliveryOutcome.Never>(
            await receiver.Deliver(Outgoing(Message(purpose: "marketing"), interrupted: true), default));
        Assert.IsType<DeliveryOutcome.Done>(
            await receiver.Deliver(Outgoing(Message(purpose: "transactional"), interrupted: true), default));

        Assert.DoesNotContain("list-unsubscribe", (await sink.Next()).Headers);
    }

    [Fact]
    public async Task A_rehearsals_message_never_reaches_the_relay()
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("nothing", null));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        var outcome = await Receiver(relay).Deliver(Outgoing(rehearsal: true), default);

        Assert.Empty(server.Heard);
        var receipt = Assert.IsType<DeliveryOutcome.Done>(outcome).Receipt!;
        var written = await File.ReadAllTextAsync(Path.Combine(_folder, receipt));
        Assert.Contains("To: ada@sink.example\r\n", written, StringComparison.Ordinal);
        Assert.Contains("ada@sink.example", await File.ReadAllTextAsync(
            Path.Combine(_folder, Path.ChangeExtension(receipt, "json"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_writes_the_same_files_again_and_no_others()
    {
        await Receiver().Deliver(Outgoing(rehearsal: true), default);
        var first = Files();
        await Receiver().Deliver(Outgoing(rehearsal: true, attempt: 2, interrupted: true), default);

        Assert.Equal(first, Files());
        Assert.Equal(2, first.Length);

        (string, string)[] Files() =>
        [
            .. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order()
                .Select(file => (file, File.ReadAllText(file))),
        ];
    }

    [Theory]
    [InlineData("ada@sink.example\r\nBcc: eve@evil.example")]
    [InlineData("ä\u202Eda@sink.example")]
    [InlineData("nobody")]
    public async Task An_address_that_cannot_be_written_to_is_given_up(string to) =>
        Assert.IsType<DeliveryOutcome.Never>(await Receiver().Deliver(Outgoing(Message(to: to)), default));

    [Fact]
    public async Task A_template_that_has_not_arrived_yet_is_waited_for() =>
        Assert.IsType<DeliveryOutcome.TryAgain>(
            await Receiver().Deliver(Outgoing(Message() with { Template = "unknown" }), default));

    [Fact]
    public void Two_customers_with_one_key_have_two_ids()
    {
        Assert.NotEqual(Id("a", "bc", "k"), Id("ab", "c", "k"));
        Assert.NotEqual(Id("a", "b", "ck"), Id("a", "bc", "k"));
        Assert.Equal(Id("a", "b", "k"), Id("a", "b", "k"));
        Assert.Matches("^[0-9a-f]{32}$", Id("a", "b/\r\n🎁", "k"));

        static string Id(string workspace, string customer, string key) =>
            EffectId.Of(new(workspace, customer), key);
    }

    [Fact]
    public void Retries_wait_longer_and_longer_each_a_little_spread_until_there_are_no_more()
    {
        var retries = RetrySchedule.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 4);
        foreach (var (attempt, seconds) in ((int, double)[])[(1, 1), (2, 2), (3, 4), (4, 5)])
        {
            Assert.InRange(retries.After(attempt, null, "id")!.Value.TotalSeconds, seconds, seconds * 1.25);
        }

        Assert.Null(retries.After(5, null, "id"));
        Assert.Equal(retries.After(1, null, "id"), retries.After(1, null, "id"));
        Assert.True(Enumerable.Range(0, 100).Select(n => retries.After(1, null, $"id{n}")).Distinct().Count() > 90);
        Assert.InRange(retries.After(1, TimeSpan.FromMinutes(1), "id")!.Value.TotalSeconds, 60, 75);
        Assert.InRange(retries.After(1, TimeSpan.FromDays(9), "id")!.Value.TotalDays, 1, 1.25);
    }

    [Theory]
    [InlineData(null, null, null, EmailSecurity.StartTls, null)]
    [InlineData("relay.example", "shop@shop.example", null, EmailSecurity.StartTls, null)]
    [InlineData("relay.example", null, null, EmailSecurity.StartTls, "Email:From")]
    [InlineData("relay.example", "shop", null, EmailSecurity.StartTls, "Email:From")]
    [InlineData("relay.example", "shop@shop.example", "user", EmailSecurity.None, "in the clear")]
    [InlineData("127.0.0.1", "shop@shop.example", "user", EmailSecurity.None, null)]
    [InlineData("127.0.0.1", "shop@shop.example", "user", EmailSecurity.None, null, null)]
    [InlineData("relay.example", "shop@shop.example", null, EmailSecurity.Tls, "Email:PublicUrl", null)]
    [InlineData("relay.example", "shop@shop.example", null, EmailSecurity.Tls, "Email:PublicUrl",
        "http://shop.example")]
    public void Settings_that_cannot_work_stop_the_start(
        string? host,
        string? from,
        string? user,
        EmailSecurity security,
        string? problem,
        string? publicUrl = "https://shop.example")
    {
        var options = new EmailOptions
        {
            Host = host, From = from, UserName = user, Password = user, Security = security, PublicUrl = publicUrl,
        };

        var problems = options.Validate(new(options)).Select(each => each.ErrorMessage!).ToArray();

        Assert.Equal(problem is null ? 0 : 1, problems.Length);
        Assert.All(problems, each => Assert.Contains(problem!, each, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static SmtpRelay Relay(int port) => new(
        new() { Host = "127.0.0.1", Port = port, Security = EmailSecurity.None }, TimeProvider.System);

    EmailReceiver Receiver(SmtpRelay? relay = null, UnsubscribeLinks? links = null) => new(
        links is null ? new FakeContents().Contents : new(new FakeContents(), new FakeContents(), links),
        new() { From = "default@shop.example" },
        relay,
        new EmailFile(new OutboxFolder(_folder)));
}
