using System.Text;
using Engagement.Events;
using Engagement.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Engagement.Tests.Intake;

/// <summary>Telling a body into items, at whatever bytes it was cut.</summary>
public sealed class ScannerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "0:{}")]
    [InlineData(" \r\n{ \"a\": \"}\\\"]\" } \n", "0:{ \"a\": \"}\\\"]\" }")]
    [InlineData("\uFEFF{}", "0:{}")]
    [InlineData("[]", "")]
    [InlineData("[ ]", "")]
    [InlineData("[{},{\"a\":[1,2]},\"x,]\",7]", "0:{}|1:{\"a\":[1,2]}|2:\"x,]\"|3:7")]
    [InlineData("[{}, {}]", "0:{}|1:{}")]
    [InlineData("[{},,{}]", "0:{}|1:|2:{}")]
    [InlineData("[{},]", "0:{}|1:")]
    [InlineData("[{\"a\" 1},{}]", "0:{\"a\" 1}|1:{}")]
    [InlineData("[{},{\"a\":1", "0:{}|1!middle")]
    [InlineData("[{},", "0:{}|1!middle")]
    [InlineData("[", "0!middle")]
    [InlineData("{", "0!middle")]
    [InlineData("{\"a", "0!middle")]
    [InlineData("[{\"a\":[1},{\"b\":2}]", "0!match")]
    [InlineData("[{}],{}", "0:{}|1!follows")]
    [InlineData("{}{}", "0:{}|1!follows")]
    [InlineData("{} x", "0:{}|1!follows")]
    [InlineData("7", "0!neither")]
    [InlineData("\"{}\"", "0!neither")]
    [InlineData("]", "0!neither")]
    [InlineData("[}]", "0!match")]
    public void Json_is_told_into_items_wherever_it_is_cut(string body, string items) =>
        Assert.All(Cuts(body, sink => new JsonScanner(sink)), found => Assert.Equal(items, found));

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "0:{}")]
    [InlineData("{}\n", "0:{}")]
    [InlineData("{}\r\n[]\r\n", "0:{}|1:[]")]
    [InlineData("\uFEFF{}\n{}", "0:{}|1:{}")]
    [InlineData("{}\n\n \t\n{}\n", "0:{}|3:{}")]
    [InlineData("{\"a\":\n1}\n", "0:{\"a\":|1:1}")]
    [InlineData("{}\n{\"a\"", "0:{}|1:{\"a\"")]
    public void Lines_are_told_apart_wherever_they_are_cut(string body, string items) =>
        Assert.All(Cuts(body, sink => new LineScanner(sink)), found => Assert.Equal(items, found));

    [Fact]
    public void An_item_that_is_too_long_is_let_go_and_the_next_ones_are_found()
    {
        var giant = $"{{\"a\":\"{new string('x', 10_000_000)}\"}}";

        Assert.Equal("0:{}|1>|2:{}", Scan($"[{{}},{giant},{{}}]", sink => new JsonScanner(sink), 4_096));
        Assert.Equal("0:{}|1>|2:{}", Scan($"{{}}\n{giant}\n{{}}", sink => new LineScanner(sink), 4_096));
        Assert.Equal("0>", Scan(giant, sink => new JsonScanner(sink), int.MaxValue));
    }

    [Fact]
    public void An_item_as_long_as_an_event_may_be_is_kept()
    {
        var longest = $"{{\"a\":\"{new string('x', EventEnvelope.WrittenBytesMax - 8)}\"}}";

        Assert.Equal($"0:{longest}", Scan(longest, sink => new JsonScanner(sink), 1_000));
        Assert.Equal($"0:{longest}", Scan(longest, sink => new LineScanner(sink), 1_000));
    }

    [Fact]
    public void A_bomb_of_brackets_needs_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("0!middle", Scan(new string('[', 1_000_000), sink => new JsonScanner(sink), int.MaxValue));
        var pairs = string.Concat(Enumerable.Repeat("[{", 50_000));
        Assert.Equal("0!middle", Scan(pairs, sink => new JsonScanner(sink), 7));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    // The alphabet is that of JSON, so that the state machine is driven into all its corners.
    [Property(MaxTest = 2_000, EndSize = 60)]
    public Property Any_body_is_told_into_the_same_items_wherever_it_is_cut() => Prop.ForAll(
        Flawed.Some(Gen.Elements("{}[],:\"\\ \n1a\u00e9".ToCharArray())),
        letters =>
        {
            var body = new string(letters);
            Assert.Single(Cuts(body, sink => new JsonScanner(sink)).Distinct());
            Assert.Single(Cuts(body, sink => new LineScanner(sink)).Distinct());
        });

    static IEnumerable<string> Cuts(string body, Func<IItemSink, ItemScanner> scanner)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        yield return Scan(bytes, scanner, [bytes.Length]);
        yield return Scan(body, scanner, 1);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            yield return Scan(bytes, scanner, [cut, bytes.Length - cut]);
        }
    }

    static string Scan(string body, Func<IItemSink, ItemScanner> scanner, int step)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var parts = bytes.Chunk(Math.Min(step, Math.Max(1, bytes.Length))).Select(chunk => chunk.Length);
        return Scan(bytes, scanner, parts);
    }

    static string Scan(byte[] bytes, Func<IItemSink, ItemScanner> make, IEnumerable<int> parts)
    {
        var sink = new Sink();
        var scanner = make(sink);
        var at = 0;
        foreach (var part in parts)
        {
            // A copy, so that a slice that outlives its call shows.
            scanner.Feed(bytes.AsSpan(at, part).ToArray());
            at += part;
        }

        if (!scanner.IsBroken)
        {
            scanner.End();
        }

        return string.Join('|', sink.Found);
    }

    sealed class Sink : IItemSink
    {
        static readonly string[] s_reasons = ["middle", "match", "follows", "neither"];

        public List<string> Found { get; } = [];

        public void Item(int index, ReadOnlySpan<byte> json) =>
            Found.Add($"{index}:{Encoding.UTF8.GetString(json).Trim(' ', '\r', '\n')}");

        public void TooLarge(int index) => Found.Add($"{index}>");

        public void Broken(int index, string reason) =>
            Found.Add($"{index}!{Array.Find(s_reasons, word => reason.Contains(word, StringComparison.Ordinal))}");
    }
}
