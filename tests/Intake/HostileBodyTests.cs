using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Engagement.Tests.Intake;

/// <summary>
/// Bodies that mean harm, and bodies cut to pieces by the network. They run alone, since the memory of the whole
/// process is measured.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HostileBodyTests : IAsyncLifetime
{
    const string Json = "application/json";
    const string Lines = "application/x-ndjson";

    IntakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("gzip", Json, (byte)'[', 413)]
    [InlineData("br", Json, (byte)'[', 413)]
    [InlineData("gzip", Json, (byte)' ', 413)]
    [InlineData("gzip", Lines, (byte)'\n', 207)]
    [InlineData("br", Lines, (byte)'x', 207)]
    public async Task A_bomb_is_told_so_and_costs_little(string encoding, string type, byte of, int status)
    {
        var bomb = Bodies.Bomb(encoding, 512, of);
        var before = GC.GetTotalAllocatedBytes();
        var response = await _host.Post(bomb, type, encoding);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
        Assert.True(status != 207 || body.Contains("unpacks to more than", StringComparison.Ordinal), body);
        Assert.Empty(_host.Customers.Calls);
    }

    [Theory]
    [InlineData(Json, "{},", 413)]
    [InlineData(Lines, "{}\n", 207)]
    public async Task A_million_refusals_do_not_pile_up(string type, string item, int status)
    {
        var many = Encoding.UTF8.GetBytes((type == Json ? "[" : "") + new StringBuilder().Insert(0, item, 300_000));
        var before = Process.GetCurrentProcess().WorkingSet64;
        var response = await _host.Post(many, type);
        await (await response.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 200L * 1024 * 1024);
    }

    [Fact]
    public async Task An_event_of_ten_megabytes_is_too_large()
    {
        var response = await _host.Post(IntakeTests.Event("e1", new string('x', 10_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("/errors/too-large", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["type"]);
    }

    [Fact]
    public async Task An_event_of_ten_megabytes_does_not_spoil_its_neighbours()
    {
        var body = $"[{IntakeTests.Event("e1", "ada")},{IntakeTests.Event("e2", new string('x', 10_000_000))}," +
            $"{IntakeTests.Event("e3", "ada")}]";
        var answer = JsonNode.Parse(await (await _host.Post(body)).Content.ReadAsStringAsync())!;

        Assert.Equal(
            [null, "too-large", null], answer["items"]!.AsArray().Select(item => (string?)item!["code"]));
        Assert.Equal(2, _host.Customers.Taken.Count);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[{\"a\":[")]
    public async Task A_depth_bomb_is_refused(string nest)
    {
        var deep = string.Concat(Enumerable.Repeat(nest, 100_000));

        Assert.InRange((int)(await _host.Post(deep)).StatusCode, 400, 499);
        var response = await _host.Post($"[{IntakeTests.Event("e1", "a")},{deep}");
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
    }

    [Fact]
    public async Task A_body_longer_than_JSON_may_be_is_refused_whole()
    {
        var long65 = Encoding.UTF8.GetBytes($"[{IntakeTests.Event("e1", "ada")},{new string(' ', 65 * 1024 * 1024)}]");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _host.Post(long65, Json)).StatusCode);
        Assert.Empty(_host.Customers.Calls);
    }

    [Fact]
    public async Task A_client_that_sends_all_of_too_many_items_first_reads_that_they_are_too_many()
    {
        var body = Encoding.UTF8.GetBytes("[" + new StringBuilder().Insert(0, "{},", 6_000_000));
        using var socket = new TcpClient();
        await socket.ConnectAsync(_host.Client.BaseAddress!.Host, _host.Client.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: {Json}\r\nConnection: close\r\n" +
            $"Content-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body);

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 413 ", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Lines)]
    public async Task However_the_network_cuts_it_a_body_says_the_same(string type)
    {
        var events = new[]
        {
            IntakeTests.Event("e1", "zo\u00eb"), "{\"id\":\"b\u00e4d\"}", IntakeTests.Event("e2", "ada"),
        };
        var text = type == Json ? $"[{string.Join(", ", events)}]" : string.Join("\r\n", events);
        var body = Encoding.UTF8.GetBytes(text);
        await _host.Post(body, type);
        var expected = await (await _host.Post(body, type)).Content.ReadAsStringAsync();
        for (var cut = 1; cut < body.Length; cut++)
        {
            var response = await _host.Post(new PiecewiseContent(body, cut), type, null);
            Assert.Equal(Told(expected), Told(await response.Content.ReadAsStringAsync()));
        }

        Assert.Equal(2, _host.Customers.Taken.Count);

        static string Told(string answer) => string.Join('|', answer.Split('"').Where(word =>
            word is "accepted" or "duplicate" or "refused" or "missing-member"));
    }

    [Fact]
    public async Task No_body_makes_the_server_fail()
    {
        // A fixed seed: a body that fails once fails always. Bytes are changed, doubled, dropped, and torn out.
        var random = new Random(20_260_309);
        var good = Encoding.UTF8.GetBytes(
            $"[{IntakeTests.Event("e1", "ada")},{IntakeTests.Event("e2", "zo\u00eb")},{{\"id\":\"x\",\"data\":{{}}}}]");
        for (var round = 0; round < 3_000; round++)
        {
            var body = Mutate(good, random);
            var type = random.Next(2) == 0 ? Json : Lines;
            var encoding = random.Next(8) switch { 0 => "gzip", 1 => "br", _ => null };
            using var response = await _host.Post(body, type, encoding);
            Assert.True(
                (int)response.StatusCode < 500,
                $"Round {round}, {type}, {encoding}: {(int)response.StatusCode} for {Convert.ToHexString(body)}");
            await response.Content.ReadAsByteArrayAsync();
        }
    }

    static byte[] Mutate(byte[] good, Random random)
    {
        var body = good.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.Insert(at, (byte)"{}[]\",:\\u0"[random.Next(10)]);
                    break;
                case 2:
                    body.RemoveAt(at);
                    break;
                case 3:
                    body.RemoveRange(at, Math.Min(random.Next(40), body.Count - at - 1));
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(40), body.Count - at)));
                    break;
            }
        }

        return [.. body];
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
